package io.offtake.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;

/// Reads a table that comes with Offtake: `#` lines that name its source, a header row, rows.
public final class ReferenceTable {

  private ReferenceTable() {}

  /// @throws IllegalStateException if the table is absent or its columns are others: the build is broken
  public static List<List<String>> load(String resource, List<String> columns) {
    try (InputStream stream = ReferenceTable.class.getClassLoader().getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("the table " + resource + " is missing");
      }
      List<List<String>> rows;
      try (CsvReader<CsvRecord> reader = CsvReader.builder()
          .commentStrategy(CommentStrategy.SKIP)
          .ofCsvRecord(stream, StandardCharsets.UTF_8)) {
        rows = reader.stream().map(CsvRecord::getFields).toList();
      }
      if (rows.isEmpty() || !rows.getFirst().equals(columns)) {
        throw new IllegalStateException("the columns of %s should be %s".formatted(resource, columns));
      }
      return rows.subList(1, rows.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
