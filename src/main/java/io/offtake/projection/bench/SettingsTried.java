package io.offtake.projection.bench;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;

/// Every setting of the engine that was ever run on the blocks, so that nobody can forget how often luck was given a chance.
///
/// @param rows  oldest first
record SettingsTried(List<Row> rows) {

  private static final Pattern BLOCKS = Pattern.compile(";");
  private static final List<String> COLUMNS = List.of("setting", "rank", "standard_error", "rel", "kept");

  SettingsTried {
    rows = List.copyOf(rows);
  }

  /// @param rank  the mean over blocks
  /// @param standardError  of it, by series
  /// @param relative  by block, CRPS over that of climatology
  /// @param kept  whether the engine stayed so
  record Row(String setting, double rank, double standardError, Map<String, Double> relative, boolean kept) {

    Row {
      relative = new TreeMap<>(relative);
    }

    Row with(boolean nowKept) {
      return new Row(setting, rank, standardError, relative, nowKept);
    }
  }

  static SettingsTried read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new SettingsTried(List.of());
    }
    List<Row> rows = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord row : reader) {
        Map<String, Double> relative = new TreeMap<>();
        for (String each : BLOCKS.split(row.getField("rel"), -1)) {
          int at = each.lastIndexOf('=');
          relative.put(each.substring(0, at).strip(), Double.valueOf(each.substring(at + 1)));
        }
        rows.add(new Row(row.getField("setting"), Double.parseDouble(row.getField("rank")),
            Double.parseDouble(row.getField("standard_error")), relative, row.getField("kept").equals("yes")));
      }
    }
    return new SettingsTried(rows);
  }

  /// The newest that was kept.
  Optional<Row> kept() {
    return rows.stream().filter(Row::kept).reduce((_, newer) -> newer);
  }

  SettingsTried and(Row row) {
    var all = new ArrayList<>(rows);
    all.add(row);
    return new SettingsTried(all);
  }

  void write(Path file) throws IOException {
    var text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      csv.writeRecord(COLUMNS);
      for (Row row : rows) {
        csv.writeRecord(row.setting(), figure(row.rank()), figure(row.standardError()),
            row.relative().entrySet().stream().map(each -> each.getKey() + "=" + figure(each.getValue()))
                .collect(Collectors.joining("; ")),
            row.kept() ? "yes" : "no");
      }
    }
    Files.writeString(file, text.toString());
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
