package io.offtake.projection.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/// Judges the engine by all blocks of a directory: `BenchProjectionMain DIR [SETTING LOG.csv]`.
///
/// With a setting's name in words its scores are added to the log, which counts what was tried. The exit status is 0 when
/// all blocks were scored, 1 when a file could not be read or written, and 2 if it was called wrongly.
public final class BenchProjectionMain {

  private static final String USAGE = "usage: offtake bench-projection DIR [SETTING LOG.csv]";

  private BenchProjectionMain() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    if (arguments.length != 1 && arguments.length != 3) {
      err.println(USAGE);
      return 2;
    }
    try {
      var bench = new BenchProjection(out);
      Path directory = Path.of(arguments[0]);
      if (arguments.length == 1) {
        bench.run(directory, "not named", new SettingsTried(List.of()));
        return 0;
      }
      Path log = Path.of(arguments[2]);
      SettingsTried tried = SettingsTried.read(log);
      tried.and(bench.run(directory, arguments[1], tried)).write(log);
      return 0;
    } catch (BenchFile.Unreadable e) {
      err.println(e.getMessage());
      return 1;
    } catch (IOException e) {
      err.printf("%s: %s%n", e.getClass().getSimpleName(), e.getMessage());
      return 1;
    }
  }
}
