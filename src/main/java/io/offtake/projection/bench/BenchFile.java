package io.offtake.projection.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

/// Reads the files of a bench, and says of what cannot be read where it stands.
public final class BenchFile {

  private BenchFile() {}

  /// What cannot be read, with the file's role, the line and the remedy.
  public static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  static List<CsvRecord> rows(String file, String text) throws Unreadable {
    try (CsvReader<CsvRecord> reader = CsvReader.builder()
        .extraFieldStrategy(FieldMismatchStrategy.STRICT)
        .missingFieldStrategy(FieldMismatchStrategy.STRICT)
        .ofCsvRecord(text)) {
      List<CsvRecord> rows = reader.stream().toList();
      if (rows.size() < 2) {
        throw new Unreadable(file + ": a header and at least one row were expected");
      }
      return rows;
    } catch (RuntimeException e) {
      throw new Unreadable("%s: %s".formatted(file, e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static LocalDate day(String file, CsvRecord row, int column) throws Unreadable {
    try {
      return LocalDate.parse(row.getField(column));
    } catch (DateTimeParseException e) {
      throw new Unreadable("%s, line %d: %s is not a day; write it as 2025-12-18"
          .formatted(file, row.getStartingLineNumber(), row.getField(column)));
    }
  }
}
