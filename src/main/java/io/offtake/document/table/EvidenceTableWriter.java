package io.offtake.document.table;

import static io.offtake.document.table.EvidenceTableColumns.BASIS;
import static io.offtake.document.table.EvidenceTableColumns.CADENCE;
import static io.offtake.document.table.EvidenceTableColumns.CARRIED;
import static io.offtake.document.table.EvidenceTableColumns.CARRY_OVER_INCLUDED;
import static io.offtake.document.table.EvidenceTableColumns.COMMODITY;
import static io.offtake.document.table.EvidenceTableColumns.COMPLETE;
import static io.offtake.document.table.EvidenceTableColumns.COVERAGE;
import static io.offtake.document.table.EvidenceTableColumns.DESTINATION;
import static io.offtake.document.table.EvidenceTableColumns.FLAGS;
import static io.offtake.document.table.EvidenceTableColumns.FULL;
import static io.offtake.document.table.EvidenceTableColumns.KIND;
import static io.offtake.document.table.EvidenceTableColumns.LISTED;
import static io.offtake.document.table.EvidenceTableColumns.MARKET_YEAR;
import static io.offtake.document.table.EvidenceTableColumns.NONE;
import static io.offtake.document.table.EvidenceTableColumns.ORIGIN;
import static io.offtake.document.table.EvidenceTableColumns.PERIOD_END;
import static io.offtake.document.table.EvidenceTableColumns.PERIOD_START;
import static io.offtake.document.table.EvidenceTableColumns.RELEASED_AT;
import static io.offtake.document.table.EvidenceTableColumns.RELEASE_END;
import static io.offtake.document.table.EvidenceTableColumns.RELEASE_ORDER;
import static io.offtake.document.table.EvidenceTableColumns.RELEASE_START;
import static io.offtake.document.table.EvidenceTableColumns.REPORT;
import static io.offtake.document.table.EvidenceTableColumns.REPORT_LINE;
import static io.offtake.document.table.EvidenceTableColumns.TITLE;
import static io.offtake.document.table.EvidenceTableColumns.UNIT;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.offtake.calendar.DateWindow;
import io.offtake.document.Coverage;
import io.offtake.document.Figure;
import io.offtake.document.PublishedRelease;
import io.offtake.evidence.Measure;
import org.jspecify.annotations.Nullable;

/// Writes evidence tables, as small as they stay readable.
final class EvidenceTableWriter {

  /// A row before repetitions are left out.
  private record Row(Map<String, String> carried, String reportLine, String destination,
      Map<Measure, Figure> figures) {

    boolean takes(Map<String, String> otherCarried, String otherLine, String otherDestination, Measure measure) {
      return carried.equals(otherCarried) && reportLine.equals(otherLine) && destination.equals(otherDestination)
          && figures.keySet().stream().allMatch(held -> held.compareTo(measure) < 0);
    }

    String flags() {
      return figures.values().stream().anyMatch(Figure::carryOverIncluded) ? CARRY_OVER_INCLUDED : "";
    }
  }

  private EvidenceTableWriter() {}

  static byte[] write(EvidenceTableHeader header, List<PublishedRelease> releases) {
    var rows = rows(releases.stream().sorted(RELEASE_ORDER).toList());
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("a table holds at least one release");
    }
    var carried = columns(rows);
    var constant = carried.stream()
        .filter(column -> rows.stream().map(row -> row.carried().get(column)).distinct().count() == 1)
        .toList();
    var text = new StringWriter();
    writePreamble(text, header, constant, rows.getFirst());
    writeRows(text, carried.stream().filter(column -> !constant.contains(column)).toList(), rows);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<Row> rows(List<PublishedRelease> releases) {
    record Key(DateWindow period, @Nullable Instant releasedAt, @Nullable String report) {}
    Set<Key> seen = new HashSet<>();
    List<Row> rows = new ArrayList<>();
    for (PublishedRelease release : releases) {
      if (!seen.add(new Key(release.period(), release.releasedAt(), release.report()))) {
        throw new IllegalArgumentException("two releases for %s cannot be told apart by their instant or report"
            .formatted(release.period()));
      }
      if (release.figures().isEmpty()) {
        throw new IllegalArgumentException("the release for " + release.period() + " holds no figure");
      }
      rows.addAll(rows(release));
    }
    return rows;
  }

  private static List<Row> rows(PublishedRelease release) {
    Map<String, String> ofRelease = new HashMap<>();
    ofRelease.put(RELEASED_AT, release.releasedAt() == null ? NONE : release.releasedAt().toString());
    ofRelease.put(BASIS, release.releasedAt() == null ? NONE : release.basis().id());
    ofRelease.put(REPORT, report(release.report()));
    ofRelease.put(COMPLETE, release.complete() ? "yes" : "no");
    ofRelease.put(COVERAGE, coverage(release));
    ofRelease.put(RELEASE_START, release.period().first().toString());
    ofRelease.put(RELEASE_END, release.period().last().toString());
    record Print(Map<String, String> carried, String destination, Measure measure) {}
    Set<Print> prints = new HashSet<>();
    List<Row> rows = new ArrayList<>();
    for (Figure figure : release.figures()) {
      var carried = carried(ofRelease, figure);
      var line = release.report() == null ? "" : Integer.toString(figure.line());
      var destination = figure.destination().value();
      if (figure.carryOverIncluded() && figure.measure() != Measure.NET_SALES) {
        throw new IllegalArgumentException("only net sales can include a carry-over, but " + figure + " does");
      }
      if (figure.kind() == Figure.Kind.PRINT && !prints.add(new Print(carried, destination, figure.measure()))) {
        throw new IllegalArgumentException("a release prints each figure once, but two stand for " + figure);
      }
      if (rows.isEmpty() || !rows.getLast().takes(carried, line, destination, figure.measure())) {
        rows.add(new Row(carried, line, destination, new EnumMap<>(Measure.class)));
      }
      rows.getLast().figures().put(figure.measure(), figure);
    }
    return rows;
  }

  private static Map<String, String> carried(Map<String, String> ofRelease, Figure figure) {
    Map<String, String> carried = new HashMap<>(ofRelease);
    carried.put(PERIOD_START, figure.period().first().toString());
    carried.put(PERIOD_END, figure.period().last().toString());
    carried.put(COMMODITY, figure.commodity().value());
    carried.put(MARKET_YEAR, figure.marketYear() == null ? NONE : figure.marketYear().toString());
    carried.put(ORIGIN, figure.origin().value());
    carried.put(CADENCE, figure.cadence().id());
    carried.put(UNIT, figure.value().unit().id());
    carried.put(KIND, figure.kind().name().toLowerCase(Locale.ROOT));
    return carried;
  }

  private static String report(@Nullable String report) {
    if (report == null) {
      return NONE;
    }
    if (report.isEmpty() || report.equals(NONE) || !report.equals(report.strip())
        || report.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a report's name is one line of text, but was '" + report + "'");
    }
    return report;
  }

  private static String coverage(PublishedRelease release) {
    if (release.coverage().equals(coverageOfRows(release, true))) {
      return FULL;
    }
    if (release.coverage().equals(coverageOfRows(release, false))) {
      return LISTED;
    }
    if (release.coverage().isEmpty()) {
      return NONE;
    }
    return release.coverage().stream().map(EvidenceTableWriter::coverage).collect(joining("; "));
  }

  private static String coverage(Coverage coverage) {
    var subject = coverage.marketYear() == null
        ? coverage.commodity().value()
        : coverage.commodity().value() + "@" + coverage.marketYear();
    return coverage.isFull()
        ? FULL + " " + subject
        : LISTED + " " + subject + " "
            + new TreeSet<>(coverage.destinations()).stream().map(Object::toString).collect(joining(" "));
  }

  /// What the words `full` and `listed` alone stand for: each commodity and marketing year that has rows.
  static List<Coverage> coverageOfRows(PublishedRelease release, boolean full) {
    Map<Coverage, List<Figure>> byYear = new LinkedHashMap<>();
    for (Figure figure : release.figures()) {
      byYear.computeIfAbsent(Coverage.full(figure.commodity(), figure.marketYear()), _ -> new ArrayList<>())
          .add(figure);
    }
    return byYear.entrySet().stream()
        .map(year -> full ? year.getKey() : new Coverage(year.getKey().commodity(), year.getKey().marketYear(),
            year.getValue().stream().map(Figure::destination).collect(toSet())))
        .toList();
  }

  /// A release's period is left out when it is that of the rows everywhere.
  private static List<String> columns(List<Row> rows) {
    boolean same = rows.stream().map(Row::carried).allMatch(carried ->
        Objects.equals(carried.get(RELEASE_START), carried.get(PERIOD_START))
            && Objects.equals(carried.get(RELEASE_END), carried.get(PERIOD_END)));
    return CARRIED.stream()
        .filter(column -> !same || (!column.equals(RELEASE_START) && !column.equals(RELEASE_END)))
        .toList();
  }

  private static void writePreamble(StringWriter text, EvidenceTableHeader header, List<String> constant, Row row) {
    text.append(TITLE).append("\n");
    entry(text, "source", header.source().value());
    entry(text, "publisher", header.publisher());
    entry(text, "address", header.address());
    if (header.copy() != null) {
      entry(text, "copy", header.copy());
    }
    entry(text, "read", header.read().toString());
    entry(text, "terms", header.terms());
    header.notes().forEach(note -> entry(text, "note", note));
    constant.forEach(column -> entry(text, column, row.carried().get(column)));
  }

  private static void entry(StringWriter text, String key, @Nullable String value) {
    text.append("# ").append(key).append(": ").append(value).append("\n");
  }

  private static void writeRows(StringWriter text, List<String> carried, List<Row> rows) {
    var measures = rows.stream().flatMap(row -> row.figures().keySet().stream())
        .collect(toCollection(TreeSet::new));
    boolean lines = rows.stream().anyMatch(row -> !row.reportLine().isEmpty());
    boolean flags = rows.stream().anyMatch(row -> !row.flags().isEmpty());
    var csv = CsvWriter.builder().bufferSize(0).lineDelimiter(LineDelimiter.LF).build(text);
    List<String> names = new ArrayList<>(carried);
    if (lines) {
      names.add(REPORT_LINE);
    }
    names.add(DESTINATION);
    measures.forEach(measure -> names.add(measure.id()));
    if (flags) {
      names.add(FLAGS);
    }
    csv.writeRecord(names);
    Map<String, String> above = Map.of();
    for (Row row : rows) {
      List<String> cells = new ArrayList<>();
      for (String column : carried) {
        var value = row.carried().getOrDefault(column, NONE);
        cells.add(value.equals(above.get(column)) ? "" : value);
      }
      if (lines) {
        cells.add(row.reportLine());
      }
      cells.add(row.destination());
      measures.forEach(measure -> cells.add(value(row.figures().get(measure))));
      if (flags) {
        cells.add(row.flags());
      }
      csv.writeRecord(cells);
      above = row.carried();
    }
  }

  private static String value(@Nullable Figure figure) {
    if (figure == null) {
      return "";
    }
    var value = figure.value().value();
    if (value.scale() > 6 || value.precision() - value.scale() > 15) {
      throw new IllegalArgumentException("a number has at most 15 digits before and 6 after the point: " + value);
    }
    return value.toPlainString();
  }
}
