import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import io.offtake.publisher.fgis.CertificateFile;
import io.offtake.publisher.fgis.CertificateTotals;

/// Adds up a file of certificates with Offtake, once and with nothing warmed up: prints the sums as CSV to the standard
/// output and the seconds it took to the standard error. `java -cp CLASSES TimeCertificates.java FILE`
final class TimeCertificates {

  private TimeCertificates() {}

  public static void main(String[] arguments) throws IOException {
    var csv = new StringBuilder("week,grain,destination,tonnes\n");
    long start = System.nanoTime();
    try (InputStream file = Files.newInputStream(Path.of(arguments[0]))) {
      switch (CertificateFile.addUp(file)) {
        case CertificateTotals.Read read -> read.sums().forEach(sum ->
            csv.append(sum.weekEnd()).append(',').append(sum.grain()).append(',').append(sum.destination())
                .append(',').append(sum.inspected().value().toPlainString()).append('\n'));
        case CertificateTotals.Unreadable(var problems) -> throw new IOException(problems.toString());
      }
    }
    System.err.printf("%.3f%n", (System.nanoTime() - start) / 1e9);
    System.out.print(csv);
  }
}
