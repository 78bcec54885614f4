package io.offtake.publisher.fgis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.offtake.document.Refusal;
import io.offtake.document.StrictUtf8;

/// Reads a yearly file of inspection certificates of USDA's Federal Grain Inspection Service, `CY2026.csv` or the like,
/// and adds up its tonnes by week, grain and destination: one row a certificate, 112 columns, as many rows as there are.
///
/// It is read as it streams by, in memory that does not grow with it. The week is the publisher's own, which ends on the
/// day in the column Thursday; a certificate dated outside it counts there all the same and is told. Names are kept as
/// printed. Tonnes must agree with the pounds beside them: what is in unlike units is never added up.
///
/// A file of which a row cannot be read is refused as a whole, with the first problems, each with its line and column.
///
/// Source: https://fgisonline.ams.usda.gov/ExportGrainReport/
public final class CertificateFile {

  private CertificateFile() {}

  /// @param in  UTF-8; it is not closed
  /// @throws IOException  when `in` fails, which says nothing about the file
  public static CertificateTotals addUp(InputStream in) throws IOException {
    var rows = new CertificateRows();
    try {
      read(in, rows);
      return rows.totals();
    } catch (Refusal refusal) {
      return rows.unreadable(refusal);
    }
  }

  private static void read(InputStream in, CertificateRows rows) throws Refusal, IOException {
    try (CsvReader<CertificateRows> reader = CsvReader.builder()
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .maxBufferSize(2 * CertificateRows.LONGEST_ROW)
        .build(rows, new StrictUtf8(in))) {
      // Every step reads a row, which the handler takes itself.
      reader.forEach(row -> {});
    } catch (CertificateRows.Stop stop) {
      throw stop.refusal();
    } catch (CsvParseException e) {
      // The reader gives what a handler throws at the end of a row as the cause of its own exception.
      if (e.getCause() instanceof CertificateRows.Stop stop) {
        throw stop.refusal();
      }
      throw new Refusal(rows.line(), "is not comma-separated text (RFC 4180): look for a quote that is not closed, or "
          + "for text after a closing quote");
    } catch (UncheckedIOException e) {
      var cause = e.getCause();
      throw failed(cause == null ? new IOException(e) : cause, rows);
    } catch (IOException e) {
      throw failed(e, rows);
    }
  }

  private static IOException failed(IOException e, CertificateRows rows) throws Refusal {
    if (e instanceof CharacterCodingException) {
      throw new Refusal(rows.line(), "holds a byte that is not UTF-8, here or in the next rows: save the file as UTF-8, "
          + "or hand it in as the publisher serves it");
    }
    return e;
  }
}
