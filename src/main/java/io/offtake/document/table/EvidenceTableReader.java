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
import static io.offtake.document.table.EvidenceTableColumns.OWN;
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
import static io.offtake.document.table.EvidenceTableColumns.USUAL;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import io.offtake.calendar.DateWindow;
import io.offtake.document.Coverage;
import io.offtake.document.CsvText;
import io.offtake.document.Figure;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.document.ParseOutcome.Problem;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.PublishedRelease;
import io.offtake.document.Refusal;
import io.offtake.evidence.Cadence;
import io.offtake.evidence.Measure;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.evidence.SourceId;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodities;
import io.offtake.reference.Commodity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import io.offtake.text.PlainText;
import org.jspecify.annotations.Nullable;

/// Reads one evidence table, strictly.
final class EvidenceTableReader {

  private static final int LONGEST_REPORT = 300;
  private static final Set<String> ENTRIES = Set.of("source", "publisher", "address", "copy", "read", "terms");
  private static final String SLUG = "[a-z0-9]+(-[a-z0-9]+)*";
  private static final String PARTY = "[A-Z]{2}|unknown|world|x-" + SLUG;

  /// What tells a release from the next one.
  private record ReleaseKey(DateWindow period, @Nullable Instant releasedAt, ReleaseBasis basis, boolean complete,
      @Nullable String report) {}

  /// A release while its rows are read.
  private record Open(ReleaseKey key, String coverage, int line, List<Figure> figures, Map<FigureKey, Integer> prints) {
    Open(ReleaseKey key, String coverage, int line) {
      this(key, coverage, line, new ArrayList<>(), new HashMap<>());
    }
  }

  private record FigureKey(Measure measure, String commodity, String origin, String destination, Cadence cadence,
      Unit unit, DateWindow period, @Nullable Integer marketYear) {}

  private final EvidenceTableHeader header;
  private final Map<String, String> constants;
  private final List<CsvText.Row> rows;
  private final Commodities commodities;

  private final List<PublishedRelease> releases = new ArrayList<>();
  private final List<DoubtfulRow> doubtful = new ArrayList<>();
  private final Set<ReleaseKey> closed = new HashSet<>();

  private EvidenceTableReader(EvidenceTableHeader header, Map<String, String> constants, List<CsvText.Row> rows,
      Commodities commodities) {
    this.header = header;
    this.constants = constants;
    this.rows = rows;
    this.commodities = commodities;
  }

  /// The lines above the rows: what they say, on which line, and all that is wrong with them.
  private static final class Head {

    private final Map<String, String> entries = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Problem> faults = new ArrayList<>();

    void fault(@Nullable Integer line, String reason) {
      faults.add(new Problem(line, reason));
    }

    String required(String key) {
      var value = entries.get(key);
      if (value == null) {
        fault(null, "the entry '# %s: ...' is missing above the header row".formatted(key));
        return "";
      }
      return value;
    }
  }

  /// Reads the head, with the names of the columns.
  ///
  /// @throws Refusal  with all that is wrong there
  static EvidenceTableReader of(byte[] document, Commodities commodities) throws Refusal {
    var text = CsvText.decode(document);
    var head = new Head();
    int line = 0;
    int start = 0;
    while (start < text.length() && (text.charAt(start) == '#' || isBlankBeforeMore(text, start))) {
      int end = text.indexOf('\n', start);
      var content = text.substring(start, end < 0 ? text.length() : end).strip();
      line++;
      if (content.isEmpty()) {
        head.fault(line, "the line is blank, and lines that begin with '#' follow: take it out, so that they stand together");
      } else if (line == 1) {
        requireTitle(content);
      } else {
        readEntry(line, content, head);
      }
      start = end < 0 ? text.length() : end + 1;
    }
    requireTitle(line == 0 ? "" : TITLE);
    var header = header(head);
    Map<String, String> constants = new LinkedHashMap<>(head.entries);
    constants.keySet().removeAll(ENTRIES);
    constants.forEach((column, value) -> faultOf(column, value, commodities)
        .ifPresent(reason -> head.fault(head.lines.get(column), reason)));
    List<CsvText.Row> rows = rows(text.substring(start), line, constants.keySet(), head.faults);
    if (!head.faults.isEmpty() || header.isEmpty()) {
      throw new Refusal(head.faults);
    }
    return new EvidenceTableReader(header.get(), constants, rows, commodities);
  }

  /// Whether there is nothing in a line, and the next that has something goes on with the head.
  private static boolean isBlankBeforeMore(String text, int start) {
    int next = start;
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    return start > 0 && text.substring(start, next).indexOf('\n') >= 0 && next < text.length() && text.charAt(next) == '#'
        && text.charAt(next - 1) == '\n';
  }

  private static void requireTitle(String content) throws Refusal {
    if (!content.equals(TITLE)) {
      throw new Refusal(1, "the first line must be '%s'".formatted(TITLE));
    }
  }

  private static void readEntry(int line, String content, Head head) {
    int colon = content.indexOf(':');
    var key = colon < 0 ? "" : content.substring(1, colon).strip();
    var value = colon < 0 ? "" : content.substring(colon + 1).strip();
    if (!key.equals("note") && !ENTRIES.contains(key) && !CARRIED.contains(key)) {
      head.fault(line, "'%s' is no entry: '# key: value' was expected with note, %s, or a carried column: %s"
          .formatted(CsvText.shortened(content), String.join(", ", ENTRIES.stream().sorted().toList()),
              String.join(", ", CARRIED)));
    } else if (value.isEmpty() || PlainText.faultOfLine(value).isPresent()) {
      head.fault(line, "the entry %s must have a value on the same line%s".formatted(
          key, PlainText.faultOfLine(value).map(": "::concat).orElse("")));
      head.entries.putIfAbsent(key, "");
    } else if (key.equals("note")) {
      head.notes.add(value);
    } else if (head.entries.putIfAbsent(key, value) != null) {
      head.fault(line, "the entry %s stands twice".formatted(key));
    }
    head.lines.putIfAbsent(key, line);
  }

  /// What the head says of the table as a whole; empty when a fault was found.
  private static Optional<EvidenceTableHeader> header(Head head) {
    var source = head.required("source");
    if (!source.isEmpty() && !source.matches(SLUG)) {
      head.fault(head.lines.get("source"), "the source must be an id such as fas-export-sales, but was '%s'"
          .formatted(CsvText.shortened(source)));
    }
    var publisher = head.required("publisher");
    var address = head.required("address");
    var terms = head.required("terms");
    var read = head.required("read");
    if (!read.isEmpty()) {
      try {
        LocalDate day = CsvText.day(1, "read", read);
        if (head.faults.isEmpty()) {
          return Optional.of(new EvidenceTableHeader(
              new SourceId(source), publisher, address, head.entries.get("copy"), day, terms, head.notes));
        }
      } catch (Refusal noDay) {
        head.fault(head.lines.get("read"), "the entry '# read: ...' must be a day such as 2026-01-29, but was '%s'"
            .formatted(CsvText.shortened(read)));
      }
    }
    return Optional.empty();
  }

  /// What is wrong with a carried value wherever it stands. What depends on other cells shows in the rows.
  private static Optional<String> faultOf(String column, String value, Commodities commodities) {
    if (value.isEmpty() || value.equals(NONE) && USUAL.getOrDefault(column, "").equals(NONE)) {
      return Optional.empty();
    }
    boolean right = switch (column) {
      case BASIS -> ReleaseBasis.ofId(value).isPresent();
      case COMPLETE -> yesOrNo(value).isPresent();
      case COMMODITY -> commodity(value, commodities).isPresent();
      case ORIGIN -> party(value).isPresent();
      case CADENCE -> cadence(value).isPresent();
      case UNIT -> Unit.ofId(value).isPresent();
      case KIND -> kind(value).isPresent();
      case MARKET_YEAR -> year(value).isPresent();
      case PERIOD_START, PERIOD_END, RELEASE_START, RELEASE_END -> isRight(() -> CsvText.day(1, column, value));
      case RELEASED_AT -> isRight(() -> instant(1, value));
      case COVERAGE -> value.equals(FULL) || value.equals(LISTED) || Arrays.stream(value.split(";", -1))
          .allMatch(part -> coverage(part.strip(), commodities).isPresent());
      default -> true;
    };
    return right ? Optional.empty() : Optional.of(mustBe(column, value));
  }

  private interface Reading {
    void read() throws Refusal;
  }

  private static boolean isRight(Reading reading) {
    try {
      reading.read();
      return true;
    } catch (Refusal _) {
      return false;
    }
  }

  EvidenceTableHeader header() {
    return header;
  }

  Read read() throws Refusal {
    var columns = rows.getFirst().cells();
    Map<String, String> carried = new HashMap<>(USUAL);
    carried.putAll(constants);
    Open open = null;
    for (CsvText.Row row : rows.subList(1, rows.size())) {
      var own = cells(row, columns, carried);
      var period = window(row.line(), carried, PERIOD_START, PERIOD_END);
      var key = releaseKey(row.line(), carried, period);
      if (open == null || !open.key().equals(key)) {
        if (open != null) {
          close(open);
        }
        if (!closed.add(key)) {
          throw new Refusal(row.line(), "the rows of one release must stand together, but the release for %s began "
              .formatted(key.period()) + "before");
        }
        open = new Open(key, carried.getOrDefault(COVERAGE, NONE), row.line());
      } else if (!open.coverage().equals(carried.get(COVERAGE))) {
        throw new Refusal(row.line(), "coverage is stated once for a release; split the release or agree on one");
      }
      readFigures(row.line(), open, carried, own, period);
    }
    if (open != null) {
      close(open);
    }
    releases.sort(RELEASE_ORDER);
    return new Read(releases, doubtful);
  }

  /// The header row and the rows below; what is wrong with the names of the columns is added to `faults`.
  private static List<CsvText.Row> rows(String text, int linesAbove, Set<String> constants, List<Problem> faults) {
    try {
      List<CsvText.Row> rows = CsvText.rows(text, linesAbove);
      if (!rows.isEmpty()) {
        checkColumns(rows.getFirst(), constants, faults);
      }
      if (rows.size() < 2) {
        faults.add(new Problem(null,
            "holds no rows: a header row and at least one row were expected under the '#' lines"));
      }
      return rows;
    } catch (Refusal refusal) {
      faults.addAll(refusal.problems());
      return List.of();
    }
  }

  private static void checkColumns(CsvText.Row row, Set<String> constants, List<Problem> faults) {
    Set<String> known = new LinkedHashSet<>(CARRIED);
    known.addAll(OWN);
    Arrays.stream(Measure.values()).map(Measure::id).forEach(known::add);
    Set<String> seen = new HashSet<>(constants);
    for (String column : row.cells()) {
      if (!known.contains(column)) {
        faults.add(new Problem(row.line(), "'%s' is no column; known are %s"
            .formatted(CsvText.shortened(column), String.join(", ", known))));
      } else if (!seen.add(column)) {
        faults.add(new Problem(row.line(),
            "the column %s stands twice, or also above the header row".formatted(column)));
      }
    }
    for (String column : CARRIED) {
      if (!seen.contains(column) && !USUAL.containsKey(column)) {
        faults.add(new Problem(row.line(),
            "the column %s is missing: add it, or '# %s: ...' above if it is always the same".formatted(column, column)));
      }
    }
    if (!seen.contains(DESTINATION)) {
      faults.add(new Problem(row.line(), "the column destination is missing: whom each row's figures are of"));
    }
    if (Arrays.stream(Measure.values()).noneMatch(measure -> seen.contains(measure.id()))) {
      faults.add(new Problem(row.line(), "no column is a measure such as netSales: "
          + String.join(", ", Arrays.stream(Measure.values()).map(Measure::id).toList())));
    }
  }

  /// Updates what is carried and returns the cells of the row's own columns.
  private static Map<String, String> cells(CsvText.Row row, List<String> columns, Map<String, String> carried)
      throws Refusal {
    Map<String, String> own = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      var column = columns.get(i);
      var cell = row.cells().get(i);
      if (!CARRIED.contains(column)) {
        own.put(column, cell);
      } else if (!cell.isEmpty()) {
        carried.put(column, cell);
      } else if (!carried.containsKey(column)) {
        throw new Refusal(row.line(), "%s is empty, but there is nothing above to repeat".formatted(column));
      }
    }
    return own;
  }

  private static ReleaseKey releaseKey(int line, Map<String, String> carried, DateWindow rowPeriod) throws Refusal {
    boolean ofRows = isNone(carried, RELEASE_START) && isNone(carried, RELEASE_END);
    var period = ofRows ? rowPeriod : window(line, carried, RELEASE_START, RELEASE_END);
    var releasedAt = isNone(carried, RELEASED_AT) ? null : instant(line, carried.getOrDefault(RELEASED_AT, NONE));
    if ((releasedAt == null) != isNone(carried, BASIS)) {
      throw new Refusal(line, "releasedAt and basis stand together or not at all: how is the instant known?");
    }
    var basis = releasedAt == null
        ? ReleaseBasis.ESTIMATED
        : known(line, carried, BASIS, ReleaseBasis::ofId);
    var complete = known(line, carried, COMPLETE, EvidenceTableReader::yesOrNo);
    var report = isNone(carried, REPORT) ? null : report(line, carried.getOrDefault(REPORT, ""));
    return new ReleaseKey(period, releasedAt, basis, complete, report);
  }

  private static String report(int line, String name) throws Refusal {
    var fault = PlainText.faultOfLine(name);
    if (fault.isPresent()) {
      throw new Refusal(line, "the name of the report cannot be taken: " + fault.get());
    }
    if (name.length() > LONGEST_REPORT) {
      throw new Refusal(line, "the name of the report has more than %d characters".formatted(LONGEST_REPORT));
    }
    return name;
  }

  private void readFigures(int line, Open open, Map<String, String> carried, Map<String, String> own,
      DateWindow period) throws Refusal {
    var commodity = known(line, carried, COMMODITY, cell -> commodity(cell, commodities));
    var origin = known(line, carried, ORIGIN, EvidenceTableReader::party);
    var destination = known(line, own, DESTINATION, EvidenceTableReader::party);
    var cadence = known(line, carried, CADENCE, EvidenceTableReader::cadence);
    var unit = known(line, carried, UNIT, Unit::ofId);
    var kind = known(line, carried, KIND, EvidenceTableReader::kind);
    var marketYear = isNone(carried, MARKET_YEAR) ? null
        : known(line, carried, MARKET_YEAR, EvidenceTableReader::year);
    int reportLine = reportLine(line, own, open.key());
    boolean carryOver = known(line, own, FLAGS, EvidenceTableReader::carryOver);
    if (carryOver && own.getOrDefault(Measure.NET_SALES.id(), "").isEmpty()) {
      throw new Refusal(line, CARRY_OVER_INCLUDED + " speaks of net sales, but the row states none");
    }
    int before = open.figures().size();
    for (Measure measure : Measure.values()) {
      var cell = own.getOrDefault(measure.id(), "");
      if (cell.isEmpty()) {
        continue;
      }
      var value = Quantity.of(CsvText.number(line, measure.id(), cell), unit);
      if (kind == Figure.Kind.PRINT) {
        var key = new FigureKey(measure, commodity.value(), origin.value(), destination.value(), cadence, unit, period,
            marketYear);
        var first = open.prints().putIfAbsent(key, line);
        if (first != null) {
          throw new Refusal(line, "%s of %s to %s for %s stands twice in one release, in line %d and here: "
              .formatted(measure.id(), commodity, destination, period, first)
              + "keep one, or mark the other as a correction");
        }
      }
      open.figures().add(new Figure(measure, commodity, origin, destination, cadence, period, marketYear, kind, value,
          reportLine, carryOver && measure == Measure.NET_SALES));
    }
    if (open.figures().size() == before) {
      throw new Refusal(line, "the row states no figure: give a measure or leave the row out");
    }
  }

  private void close(Open open) throws Refusal {
    var key = open.key();
    if (key.releasedAt() != null && key.releasedAt().isBefore(startOf(key.period().last()))) {
      doubtful.add(new DoubtfulRow(open.line(), "the release for %s came out %s, before its period ended"
          .formatted(key.period(), key.releasedAt()), true));
    }
    var release = new PublishedRelease(
        key.period(), key.releasedAt(), key.basis(), key.complete(), key.report(), open.figures(), List.of());
    releases.add(new PublishedRelease(key.period(), key.releasedAt(), key.basis(), key.complete(), key.report(),
        open.figures(), coverage(open, release)));
  }

  private List<Coverage> coverage(Open open, PublishedRelease release) throws Refusal {
    return switch (open.coverage()) {
      case FULL -> EvidenceTableWriter.coverageOfRows(release, true);
      case LISTED -> EvidenceTableWriter.coverageOfRows(release, false);
      case NONE -> List.of();
      default -> {
        List<Coverage> coverage = new ArrayList<>();
        for (String part : open.coverage().split(";", -1)) {
          coverage.add(coverage(open.line(), part.strip()));
        }
        yield coverage;
      }
    };
  }

  private Coverage coverage(int line, String part) throws Refusal {
    return coverage(part, commodities).orElseThrow(() -> new Refusal(line, mustBe(COVERAGE, part)));
  }

  private static Optional<Coverage> coverage(String part, Commodities commodities) {
    var words = List.of(part.split(" +"));
    if (words.size() >= 2 && (words.getFirst().equals(FULL) ? words.size() == 2
        : words.getFirst().equals(LISTED) && words.size() > 2)) {
      var subject = List.of(words.get(1).split("@", -1));
      var commodity = commodity(subject.getFirst(), commodities);
      var year = subject.size() == 2 ? year(subject.get(1)) : Optional.<Integer>empty();
      var parties = words.stream().skip(2).map(EvidenceTableReader::party).toList();
      if (commodity.isPresent() && subject.size() <= 2 && year.isPresent() == (subject.size() == 2)
          && parties.stream().allMatch(Optional::isPresent)) {
        return Optional.of(new Coverage(commodity.get(), year.orElse(null),
            new HashSet<>(parties.stream().flatMap(Optional::stream).toList())));
      }
    }
    return Optional.empty();
  }

  private static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static int reportLine(int line, Map<String, String> own, ReleaseKey release) throws Refusal {
    var cell = own.getOrDefault(REPORT_LINE, "");
    if (cell.isEmpty()) {
      return line;
    }
    if (!cell.matches("[1-9][0-9]{0,7}") || release.report() == null) {
      throw new Refusal(line, "reportLine must be a line of the report that the column report names, but was '%s'"
          .formatted(CsvText.shortened(cell)));
    }
    return Integer.parseInt(cell);
  }

  private static boolean isNone(Map<String, String> carried, String column) {
    return carried.getOrDefault(column, NONE).equals(NONE);
  }

  private static DateWindow window(int line, Map<String, String> carried, String start, String end) throws Refusal {
    var first = CsvText.day(line, start, carried.getOrDefault(start, NONE));
    var last = CsvText.day(line, end, carried.getOrDefault(end, NONE));
    if (last.isBefore(first)) {
      throw new Refusal(line, "%s (%s) is before %s (%s): swap them".formatted(end, last, start, first));
    }
    return new DateWindow(first, last);
  }

  private static Instant instant(int line, String cell) throws Refusal {
    if (cell.matches("[0-9]{4}-[0-9T:.-]{6,30}Z")) {
      try {
        return Instant.parse(cell);
      } catch (DateTimeParseException e) {
        // told below, with all other cells that are no instant
      }
    }
    throw new Refusal(line, mustBe(RELEASED_AT, cell));
  }

  private static <T> T known(int line, Map<String, String> cells, String column, Function<String, Optional<T>> parse)
      throws Refusal {
    var cell = cells.getOrDefault(column, "");
    return parse.apply(cell).orElseThrow(() -> new Refusal(line, mustBe(column, cell)));
  }

  private static String mustBe(String column, String cell) {
    String expected = switch (column) {
      case BASIS -> "reported, scheduled or estimated";
      case COMPLETE -> "yes or no";
      case COMMODITY -> "an id of /v1/commodities such as soybeans";
      case CADENCE -> "daily, weekly or monthly";
      case UNIT -> "a unit such as " + String.join(", ", Arrays.stream(Unit.values()).map(Unit::id).toList());
      case KIND -> "print or correction";
      case MARKET_YEAR -> "the year it ends in, such as 2026";
      case FLAGS -> "empty or " + CARRY_OVER_INCLUDED;
      case COVERAGE -> "full, listed, or parts such as 'full wheat@2027; listed soybeans@2026 CN world'";
      case PERIOD_START, PERIOD_END, RELEASE_START, RELEASE_END -> "a day such as 2026-01-29";
      case RELEASED_AT -> "an instant in UTC such as 2026-01-29T13:30:00Z";
      default -> "a party: two capitals as in CN, unknown, world, or x- and a name";
    };
    return "%s must be %s, but was '%s'".formatted(column, expected, CsvText.shortened(cell));
  }

  private static Optional<CommodityId> commodity(String cell, Commodities commodities) {
    return cell.matches(SLUG)
        ? commodities.find(new CommodityId(cell)).map(Commodity::id)
        : Optional.empty();
  }

  private static Optional<PartyId> party(String cell) {
    return cell.matches(PARTY) ? Optional.of(new PartyId(cell)) : Optional.empty();
  }

  private static Optional<Cadence> cadence(String cell) {
    return Arrays.stream(Cadence.values()).filter(cadence -> cadence.id().equals(cell)).findFirst();
  }

  private static Optional<Figure.Kind> kind(String cell) {
    return switch (cell) {
      case "print" -> Optional.of(Figure.Kind.PRINT);
      case "correction" -> Optional.of(Figure.Kind.CORRECTION);
      default -> Optional.empty();
    };
  }

  private static Optional<Boolean> yesOrNo(String cell) {
    return switch (cell) {
      case "yes" -> Optional.of(true);
      case "no" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Boolean> carryOver(String cell) {
    return switch (cell) {
      case "" -> Optional.of(false);
      case CARRY_OVER_INCLUDED -> Optional.of(true);
      default -> Optional.empty();
    };
  }

  private static Optional<Integer> year(String cell) {
    return cell.matches("(19|20|21)[0-9]{2}") ? Optional.of(Integer.valueOf(cell)) : Optional.empty();
  }
}
