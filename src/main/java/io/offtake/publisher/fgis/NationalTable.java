package io.offtake.publisher.fgis;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.offtake.reference.CommodityId;

/// The report's first table: what was inspected of each grain in the week, and in the week before as corrected since.
///
/// It includes grain shipped for storage in Canada, which the table by country of destination leaves out.
///
/// @param week  the last day of the week
/// @param weekBefore  the last day of the one before
record NationalTable(LocalDate week, LocalDate weekBefore, Map<CommodityId, Row> rows) {

  private static final Pattern HEAD = Pattern.compile(
      "\\s*GRAIN\\s+([0-9]{2}/[0-9]{2}/[0-9]{4})\\s+([0-9]{2}/[0-9]{2}/[0-9]{4})\\s.*");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM/dd/uuuu");

  /// Footnote marks may stick to a figure.
  private static final Pattern ROW = Pattern.compile(
      "\\s*([A-Z]{3,9})[\\s*]+([0-9][0-9,]{0,13})[\\s*]+([0-9][0-9,]{0,13})(?:[\\s*].*)?");
  private static final int MOST_LINES = 20;

  /// @param tonnes  of the week
  /// @param tonnesBefore  of the week before, as corrected since
  record Row(int line, long tonnes, long tonnesBefore) {}

  /// @param lines  of the report; the table is looked for above `end`
  static Optional<NationalTable> read(List<String> lines, int end) {
    for (int i = 0; i < Math.min(end, lines.size()); i++) {
      Matcher head = HEAD.matcher(lines.get(i));
      if (head.matches()) {
        try {
          return Optional.of(new NationalTable(LocalDate.parse(head.group(1), DAY), LocalDate.parse(head.group(2), DAY),
              rows(lines, i + 1)));
        } catch (DateTimeException noDay) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static Map<CommodityId, Row> rows(List<String> lines, int from) {
    Map<CommodityId, Row> rows = new LinkedHashMap<>();
    for (int i = from; i < Math.min(from + MOST_LINES, lines.size()); i++) {
      Matcher row = ROW.matcher(lines.get(i));
      if (lines.get(i).strip().toUpperCase(Locale.ROOT).startsWith("TOTAL")) {
        break;
      }
      if (row.matches()) {
        int line = i + 1;
        Grains.ofWord(row.group(1)).ifPresent(grain ->
            rows.put(grain, new Row(line, number(row.group(2)), number(row.group(3)))));
      }
    }
    return rows;
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }
}
