package io.offtake.projection.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Writes forecasts for a file of cases: `BenchForecastMain MATRIX.csv CASES.csv OUT.csv`.
///
/// The exit status is 0 when every case was answered or declined with a reason, 1 when a file could not be read or
/// written, and 2 if it was called wrongly. A file that is there already is replaced only by a whole one.
public final class BenchForecastMain {

  private static final String USAGE = "usage: offtake bench-forecast MATRIX.csv CASES.csv OUT.csv";

  private BenchForecastMain() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    if (arguments.length != 3) {
      err.println(USAGE);
      return 2;
    }
    Path target = Path.of(arguments[2]);
    try {
      var bench = new BenchForecast(Files.readString(Path.of(arguments[0])), Files.readString(Path.of(arguments[1])));
      Path partial = Path.of(arguments[2] + ".part");
      BenchForecast.Result result;
      try (Writer writer = Files.newBufferedWriter(partial)) {
        result = bench.write(writer);
      }
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
      result.declined().forEach(err::println);
      out.printf("%d cases forecast, %d declined%n", result.forecast(), result.declined().size());
      return 0;
    } catch (BenchForecast.Unreadable e) {
      err.println(e.getMessage());
      return 1;
    } catch (IOException e) {
      err.printf("%s: %s%n", e.getClass().getSimpleName(), e.getMessage());
      return 1;
    }
  }
}
