package io.offtake.projection.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/// Writes forecasts for a file of cases: `BenchForecastMain [--orders ORDERS.csv] MATRIX.csv CASES.csv OUT.csv`.
///
/// The exit status is 0 when every case was answered or declined with a reason, 1 when a file could not be read or
/// written, and 2 if it was called wrongly. A file that is there already is replaced only by a whole one.
public final class BenchForecastMain {

  private static final String USAGE = "usage: offtake bench-forecast [--orders ORDERS.csv] MATRIX.csv CASES.csv OUT.csv";

  private static final String ORDERS = "--orders";

  private BenchForecastMain() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  private static String text(String file) throws IOException {
    return Files.readString(Path.of(file));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    boolean withOrders = arguments.length == 5 && arguments[0].equals(ORDERS);
    if (arguments.length != 3 && !withOrders) {
      err.println(USAGE);
      return 2;
    }
    String[] files = withOrders ? Arrays.copyOfRange(arguments, 2, 5) : arguments;
    Path target = Path.of(files[2]);
    try {
      var bench = withOrders
          ? new BenchForecast(text(files[0]), text(arguments[1]), text(files[1]))
          : new BenchForecast(text(files[0]), text(files[1]));
      Path partial = Path.of(files[2] + ".part");
      BenchForecast.Result result;
      try (Writer writer = Files.newBufferedWriter(partial)) {
        result = bench.write(writer);
      }
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
      result.declined().forEach(err::println);
      out.printf("%d cases forecast, %d declined%n", result.forecast(), result.declined().size());
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
