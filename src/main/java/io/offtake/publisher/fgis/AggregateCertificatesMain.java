package io.offtake.publisher.fgis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.document.ParseOutcome.Problem;

/// Adds up a yearly file of inspection certificates and prints tonnes by week, grain and destination as CSV:
/// `AggregateCertificatesMain FILE`, where `-` is the standard input.
///
/// What is to be said about the file goes to the standard error. The exit status is 0 if it could be read, 1 if not,
/// and 2 if it was called wrongly.
public final class AggregateCertificatesMain {

  private static final String USAGE = "usage: offtake aggregate-certificates FILE.csv  (- reads the standard input)";
  private static final String STANDARD_INPUT = "-";

  private AggregateCertificatesMain() {}

  public static void main(String[] arguments) throws IOException {
    System.exit(run(List.of(arguments), System.in, System.out, System.err));
  }

  static int run(List<String> arguments, InputStream in, PrintStream out, PrintStream err) throws IOException {
    if (arguments.size() != 1) {
      err.println(USAGE);
      return 2;
    }
    var name = arguments.getFirst();
    if (name.equals(STANDARD_INPUT)) {
      return print(name, CertificateFile.addUp(in), out, err);
    }
    var file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      err.println("there is no file " + file);
      err.println(USAGE);
      return 2;
    }
    try (InputStream content = Files.newInputStream(file)) {
      return print(name, CertificateFile.addUp(content), out, err);
    }
  }

  private static int print(String name, CertificateTotals totals, PrintStream out, PrintStream err)
      throws IOException {
    return switch (totals) {
      case CertificateTotals.Read read -> {
        printSums(read.sums(), out);
        err.printf("certificates: %d, doubtful rows: %d%n", read.certificates(), read.doubtfulRows());
        for (DoubtfulRow row : read.doubtful()) {
          err.printf("  %s:%d: %s%n", name, row.line(), row.reason());
        }
        read.notes().forEach(note -> err.printf("  %s: %s%n", name, note));
        yield 0;
      }
      case CertificateTotals.Unreadable(var problems) -> {
        for (Problem problem : problems) {
          err.printf("%s%s: %s%n", name, problem.line() == null ? "" : ":" + problem.line(), problem.reason());
        }
        yield 1;
      }
    };
  }

  private static void printSums(List<CertificateTotals.Sum> sums, PrintStream out) throws IOException {
    var text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    var csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text);
    csv.writeRecord("week", "grain", "destination", "tonnes");
    for (CertificateTotals.Sum sum : sums) {
      csv.writeRecord(sum.weekEnd().toString(), sum.grain(), sum.destination(),
          sum.inspected().value().toPlainString());
    }
    csv.flush();
  }
}
