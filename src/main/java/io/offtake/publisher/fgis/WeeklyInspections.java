package io.offtake.publisher.fgis;

import static java.time.temporal.TemporalAdjusters.nextOrSame;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.offtake.calendar.DateWindow;
import io.offtake.document.Coverage;
import io.offtake.document.CsvText;
import io.offtake.document.Encodings;
import io.offtake.document.Figure;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.document.ParseOutcome.Problem;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.ParseOutcome.Restated;
import io.offtake.document.ParseOutcome.Unreadable;
import io.offtake.document.ParseOutcome;
import io.offtake.document.PublishedRelease;
import io.offtake.document.Refusal;
import io.offtake.evidence.Cadence;
import io.offtake.evidence.Measure;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.quantity.Quantity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.DestinationNames;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// Reads the weekly report WA_GR101 of USDA's Federal Grain Inspection Service: grain inspected and weighed for
/// export in the week that ends on a Thursday, by country of destination, in tonnes.
///
/// The figures are those of the table by region and country, added up over the regions. It leaves out grain shipped
/// for storage in Canada, which the report's first, national table includes; `world` is the TOTAL of this table.
///
/// A report also corrects earlier weeks. Its corrections are signed and dated by inspection certificate; each is one
/// figure of the week that holds the certificate's date. Counting only ADD, or only lines, invents millions of
/// tonnes: reports move tonnes between ports by pairs of ADD and SUBTRACT.
///
/// Once (4 December 2023) the list held every certificate of the week before and not only what was new: it then adds up, grain
/// by grain, to what the first table says of that week. Such a list prints the week anew and is added to nothing.
///
/// Source: https://www.ams.usda.gov/mnreports/wa_gr101.txt
public final class WeeklyInspections {

  private static final PartyId UNITED_STATES = new PartyId("US");
  private static final PartyId CANADA = new PartyId("CA");
  private static final ZoneId WASHINGTON = ZoneId.of("America/New_York");

  /// The hour at which the publisher puts the report out; it prints the day alone.
  private static final LocalTime HOUR_OF_RELEASE = LocalTime.of(11, 0);

  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

  private static final Pattern WEEK = Pattern.compile("WEEK ENDING +([A-Z]{3,9})\\.? +([0-9]{1,2}) ?, +([0-9]{4})");
  private static final Pattern REPORT_DATE =
      Pattern.compile("^Washington, DC[ *]+[A-Z][a-z]{2,8} +([A-Z][a-z]{2,8})\\.? +([0-9]{1,2}) ?,? +([0-9]{4})");
  private static final Pattern CORRECTION = Pattern.compile("^FOR CERTDATE +([0-9]{2})/([0-9]{2})/([0-9]{2})"
      + " +(?:(ADD|SUBTRACT) +)?([0-9][0-9,]{0,13}) +(?:[A-Z]{1,5} +)?([A-Z]{3,9}) +FROM +(.*?) +TO(?: +(.*))?$");

  private static final int LINES_OF_HEADING = 10;
  private static final int LINES_FROM_TITLE_TO_WEEK = 3;
  private static final int LONGEST_CORRECTION = 200;
  private static final int LINES_OF_STORAGE = 8;

  /// Tonnes. Some first tables differ by a container or two from what they sum up.
  private static final long ROUNDING = 100;
  private static final long MOST_WITHOUT_COLUMN = 10_000;
  private static final Pattern FIGURE = Pattern.compile("[0-9][0-9,]*");
  private static final String FOOT = "mnreports/wa_gr101";

  private record Destined(CommodityId grain, PartyId destination) {}

  /// @param destination  empty when nobody knows whom the report means
  private record Correction(int line, CommodityId grain, DateWindow week, Optional<PartyId> destination, long tonnes) {}

  private record Amount(int line, long tonnes) {
    Amount plus(long more) {
      return new Amount(line, tonnes + more);
    }
  }

  private final List<String> lines;
  private final DestinationNames names;
  private final List<Figure> figures = new ArrayList<>();
  private final TreeMap<Integer, DoubtfulRow> doubtful = new TreeMap<>();

  private WeeklyInspections(List<String> lines, DestinationNames names) {
    this.lines = lines;
    this.names = names;
  }

  /// @param names  what the report means by the countries it prints
  public static ParseOutcome parse(byte[] document, DestinationNames names) {
    try {
      return new WeeklyInspections(lines(document), names).read();
    } catch (Refusal refusal) {
      return refusal.toOutcome();
    }
  }

  /// The columns of a report that do not add up to their printed sums; empty if all do, or if there is no table.
  static List<Problem> failingTotals(byte[] document) {
    try {
      return CountryTable.read(lines(document)).failingTotals();
    } catch (Refusal refusal) {
      return List.of();
    }
  }

  private ParseOutcome read() throws Refusal {
    var table = CountryTable.read(lines);
    var week = week(table);
    var releasedAt = releasedAt(week);
    var failing = table.failingTotals();
    if (!failing.isEmpty()) {
      return new Unreadable(failing);
    }
    addPrints(table, week);
    addTotals(table, week);
    Optional<NationalTable> national = NationalTable.read(lines, table.titleLine());
    List<Restated> restated = national.map(summary -> restated(summary, week)).orElse(List.of());
    addCorrections(corrections(table, week), restated);
    national.ifPresent(summary -> holdAgainst(summary, table, week));
    doubtMissingFoot(table);
    return new Read(
        List.of(new PublishedRelease(
            week, releasedAt, ReleaseBasis.REPORTED, true, null, figures, coverage(table))),
        List.copyOf(doubtful.values()),
        restated,
        List.of());
  }

  /// What a report's first table says of its week, by grain; empty when the document is no report, or has no such table.
  ///
  /// @param week  that the table must be of
  public static Map<CommodityId, Long> national(byte[] document, DateWindow week) {
    try {
      Map<CommodityId, Long> tonnes = new HashMap<>();
      List<String> lines = lines(document);
      NationalTable.read(lines, lines.size())
          .filter(table -> table.week().equals(week.last()))
          .ifPresent(table -> table.rows().forEach((grain, row) -> tonnes.put(grain, row.tonnes())));
      return tonnes;
    } catch (Refusal noReport) {
      return Map.of();
    }
  }

  /// The first table states the week once more. It is larger by what was shipped for storage in Canada, which stands under
  /// the table by country.
  private void holdAgainst(NationalTable national, CountryTable table, DateWindow week) {
    if (!national.week().equals(week.last())) {
      doubtful.putIfAbsent(table.titleLine(), new DoubtfulRow(table.titleLine(), ("the report's first table is of the week to "
          + "%s and its table by country of that to %s: one of them is of another report").formatted(national.week(),
              week.last()), true));
      return;
    }
    Map<CommodityId, Long> byCountry = new HashMap<>();
    for (int i = 0; i < table.columns().size(); i++) {
      byCountry.merge(table.columns().get(i).grain(), table.totals().get(i), Long::sum);
    }
    List<Long> storage = shippedForStorage(table);
    national.rows().forEach((grain, row) -> {
      long total = byCountry.getOrDefault(grain, 0L);
      long more = row.tonnes() - total;
      boolean hasColumn = byCountry.containsKey(grain);
      if (Math.abs(more) > ROUNDING && !isMadeOf(more, storage) && (hasColumn || more > MOST_WITHOUT_COLUMN)) {
        doubtful.put(row.line(), new DoubtfulRow(row.line(), String.format(Locale.ROOT,
            "the report's first table says %,d t of %s for the week, and its table by country adds up to %,d t, which is "
                + "counted: the %,d t between them are not among the shipments to Canada for storage; look whether the "
                + "report is damaged", row.tonnes(), grain, total, Math.abs(more)), true));
      }
    });
  }

  /// The figures between the table's end and its notes.
  private List<Long> shippedForStorage(CountryTable table) {
    List<Long> found = new ArrayList<>();
    boolean named = false;
    for (int i = table.totalLine(); i < Math.min(lines.size(), table.totalLine() + LINES_OF_STORAGE); i++) {
      named |= lines.get(i).contains("CANADA");
      if (lines.get(i).strip().startsWith("FOR CERT") || lines.get(i).strip().startsWith("*NOT")) {
        break;
      }
      Matcher figure = FIGURE.matcher(lines.get(i));
      while (named && figure.find()) {
        found.add(Long.valueOf(figure.group().replace(",", "")));
      }
    }
    return found;
  }

  /// Corn has two columns, so that its part may be the sum of two.
  private static boolean isMadeOf(long tonnes, List<Long> parts) {
    for (int i = 0; i < parts.size(); i++) {
      if (Math.abs(parts.get(i) - tonnes) <= ROUNDING
          || (i > 0 && Math.abs(parts.get(i) + parts.get(i - 1) - tonnes) <= ROUNDING)) {
        return true;
      }
    }
    return false;
  }

  private static List<Restated> restated(NationalTable national, DateWindow week) {
    return national.week().equals(week.last()) && national.weekBefore().equals(week.last().minusWeeks(1))
        ? national.rows().entrySet().stream()
            .map(row -> new Restated(row.getValue().line(), row.getKey(), DateWindow.weekEnding(national.weekBefore()),
                row.getValue().tonnesBefore()))
            .toList()
        : List.of();
  }

  /// Lines as an editor counts them. One byte is one character: a stray byte in a name must not cost the report.
  private static List<String> lines(byte[] document) throws Refusal {
    var text = new String(document, StandardCharsets.ISO_8859_1);
    if (text.isBlank()) {
      throw new Refusal("is empty: a report WA_GR101 was expected");
    }
    if (text.stripLeading().startsWith("<") || text.toLowerCase(Locale.ROOT).contains("<html")) {
      throw new Refusal("is a page (HTML or XML), not a report: hand in the text of WA_GR101, "
          + "and look whether a proxy or a sign-in page answered");
    }
    Encodings.refuseWide(document, "a report WA_GR101");
    if (text.indexOf('\0') >= 0) {
      throw new Refusal("is not text: a report WA_GR101 was expected");
    }
    return List.of(text.split("\r\n|\r|\n", -1));
  }

  private DateWindow week(CountryTable table) throws Refusal {
    int title = table.titleLine();
    for (int line = title + 1; line <= Math.min(lines.size(), title + LINES_FROM_TITLE_TO_WEEK); line++) {
      var matcher = WEEK.matcher(lines.get(line - 1));
      if (matcher.find()) {
        int at = line;
        var end = day(matcher).orElseThrow(() -> new Refusal(at, "the week's last day is no day: "
            + CsvText.shortened(matcher.group())));
        if (end.getDayOfWeek() != DayOfWeek.THURSDAY) {
          throw new Refusal(at, "the week ends on %s, a %s, but weeks of this report end on a Thursday"
              .formatted(end, end.getDayOfWeek()));
        }
        return DateWindow.weekEnding(end);
      }
    }
    throw new Refusal(title, "no week is named under the table's title: \"REPORTED IN WEEK ENDING AUG 06, 2026\" "
        + "or the like was expected");
  }

  private @Nullable Instant releasedAt(DateWindow week) throws Refusal {
    for (int line = 1; line <= Math.min(lines.size(), LINES_OF_HEADING); line++) {
      var matcher = REPORT_DATE.matcher(lines.get(line - 1));
      if (matcher.find()) {
        var date = day(matcher);
        if (date.isPresent() && date.get().isBefore(week.last())) {
          throw new Refusal(line, "the report is dated %s, before its week ends on %s: one of the two is wrong"
              .formatted(date.get(), week.last()));
        }
        return date.map(day -> day.atTime(HOUR_OF_RELEASE).atZone(WASHINGTON).toInstant()).orElse(null);
      }
    }
    return null;
  }

  /// The day that the groups month, day of the month and year name.
  private static Optional<LocalDate> day(Matcher matcher) {
    int month = MONTHS.indexOf(matcher.group(1).substring(0, 3).toUpperCase(Locale.ROOT)) + 1;
    return day(Integer.parseInt(matcher.group(3)), month, Integer.parseInt(matcher.group(2)));
  }

  private static Optional<LocalDate> day(int year, int month, int dayOfMonth) {
    try {
      return Optional.of(LocalDate.of(year, month, dayOfMonth));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private void addPrints(CountryTable table, DateWindow week) {
    SequencedMap<Destined, Amount> sums = new LinkedHashMap<>();
    for (CountryTable.Row row : table.rows()) {
      var destination = names.find(row.country(), week.last());
      if (destination.isEmpty()) {
        doubt(row.line(), nameNotKnown(row.country()));
        continue;
      }
      for (int i = 0; i < row.tonnes().size(); i++) {
        long tonnes = row.tonnes().get(i);
        if (tonnes != 0) {
          sums.merge(new Destined(table.columns().get(i).grain(), destination.get()),
              new Amount(row.line(), tonnes), (sum, more) -> sum.plus(more.tonnes()));
        }
      }
    }
    sums.forEach((destined, sum) -> {
      if (sum.tonnes() != 0) {
        figures.add(figure(destined, week, Figure.Kind.PRINT, sum));
      }
    });
  }

  private void addTotals(CountryTable table, DateWindow week) {
    SequencedMap<CommodityId, Amount> sums = new LinkedHashMap<>();
    for (int i = 0; i < table.columns().size(); i++) {
      sums.merge(table.columns().get(i).grain(), new Amount(table.totalLine(), table.totals().get(i)),
          (sum, more) -> sum.plus(more.tonnes()));
    }
    sums.forEach((grain, sum) ->
        figures.add(figure(new Destined(grain, PartyId.WORLD), week, Figure.Kind.PRINT, sum)));
  }

  private List<Correction> corrections(CountryTable table, DateWindow week) {
    List<Correction> found = new ArrayList<>();
    for (int line = table.totalLine() + 1; line <= lines.size(); line++) {
      var text = lines.get(line - 1).strip();
      if (text.startsWith("FOR CERT")) {
        correction(line, text, week).ifPresent(found::add);
      }
    }
    return found;
  }

  /// @param restated  what the first table says of the week before
  private void addCorrections(List<Correction> corrections, List<Restated> restated) {
    List<Correction> ofWeekBefore = corrections.stream()
        .filter(each -> restated.stream().anyMatch(again -> again.period().equals(each.week())))
        .toList();
    Set<Correction> listedAgain = Set.copyOf(isAllOf(restated, ofWeekBefore) ? ofWeekBefore : List.of());
    SequencedMap<Destined, Amount> prints = new LinkedHashMap<>();
    for (Correction each : corrections) {
      if (each.destination().isEmpty()) {
        continue; // told
      }
      var destined = new Destined(each.grain(), each.destination().get());
      if (!listedAgain.contains(each)) {
        figures.add(figure(destined, each.week(), Figure.Kind.CORRECTION, new Amount(each.line(), each.tonnes())));
      } else if (!each.destination().get().equals(CANADA)) { // shipped for storage: not in the table by country either
        prints.merge(destined, new Amount(each.line(), each.tonnes()), (sum, more) -> sum.plus(more.tonnes()));
      }
    }
    if (!listedAgain.isEmpty()) {
      DateWindow week = ofWeekBefore.getFirst().week();
      prints.forEach((destined, sum) -> figures.add(figure(destined, week, Figure.Kind.PRINT, sum)));
      int line = ofWeekBefore.getFirst().line();
      doubtful.put(line, new DoubtfulRow(line, String.format(Locale.ROOT, "the corrections list the whole week to %s once more: its %d "
          + "lines add up to the %,d t of the report's first table, so they replace what was printed of it and are not added",
          week.last(), ofWeekBefore.size(), ofWeekBefore.stream().mapToLong(Correction::tonnes).sum()), true));
    }
  }

  /// Whether the corrections of a week add up to all that the first table says of it, of each grain.
  private static boolean isAllOf(List<Restated> restated, List<Correction> corrections) {
    Map<CommodityId, Long> listed = new HashMap<>();
    corrections.forEach(each -> listed.merge(each.grain(), each.tonnes(), Long::sum));
    return !corrections.isEmpty()
        && restated.stream().allMatch(again -> listed.getOrDefault(again.commodity(), 0L) == again.tonnes());
  }

  /// A correction is read by the names of the report that prints it, whatever the week it corrects.
  private Optional<Correction> correction(int line, String text, DateWindow week) {
    var matcher = CORRECTION.matcher(text);
    if (text.length() > LONGEST_CORRECTION || !matcher.matches()) {
      doubt(line, "the correction cannot be read: '%s'; FOR CERTDATE 01/08/26 ADD 490 YSB SOYBEANS FROM INTERIOR "
          .formatted(CsvText.shortened(text)) + "TO MALAYSIA or the like was expected");
      return Optional.empty();
    }
    var certified = day(2000 + Integer.parseInt(matcher.group(3)), Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)));
    var grain = Grains.ofWord(matcher.group(6));
    var verb = matcher.group(4);
    long tonnes = Long.parseLong(matcher.group(5).replace(",", ""));
    var name = Optional.ofNullable(matcher.group(8)).orElse("").strip();
    var destination = names.find(name, week.last());
    if (certified.isEmpty()) {
      doubt(line, "the correction's certificate date is no day");
    } else if (certified.get().isAfter(week.last())) {
      doubt(line, "the correction's certificate date %s lies after the report's week".formatted(certified.get()));
    } else if (grain.isEmpty()) {
      doubt(line, "no grain is known by the name '%s'".formatted(matcher.group(6)));
    } else if (verb == null && tonnes != 0) {
      doubt(line, "the correction says neither ADD nor SUBTRACT");
    } else {
      if (name.isEmpty()) {
        doubt(line, "the correction names no destination");
      } else if (destination.isEmpty()) {
        doubt(line, nameNotKnown(name));
      }
      return Optional.of(new Correction(line, grain.get(),
          DateWindow.weekEnding(certified.get().with(nextOrSame(DayOfWeek.THURSDAY))), destination,
          "SUBTRACT".equals(verb) ? -tonnes : tonnes));
    }
    return Optional.empty();
  }

  /// Every report ends with its address. Without it the corrections may have been cut off, which nothing else shows.
  private void doubtMissingFoot(CountryTable table) {
    var foot = lines.subList(table.totalLine(), lines.size());
    if (foot.stream().noneMatch(text -> text.contains(FOOT))) {
      doubtful.putIfAbsent(lines.size(), new DoubtfulRow(lines.size(),
          "the report's foot (%s) is missing: the list of corrections may have been cut off".formatted(FOOT), true));
    }
  }

  private static List<Coverage> coverage(CountryTable table) {
    Set<CommodityId> grains = new LinkedHashSet<>(Grains.TABLED);
    table.columns().forEach(column -> grains.add(column.grain()));
    return grains.stream().map(grain -> Coverage.full(grain, null)).toList();
  }

  private static Figure figure(Destined destined, DateWindow period, Figure.Kind kind, Amount amount) {
    return new Figure(Measure.INSPECTED, destined.grain(), UNITED_STATES, destined.destination(), Cadence.WEEKLY,
        period, null, kind, Quantity.tonnes(amount.tonnes()), amount.line(), false);
  }

  private static String nameNotKnown(String name) {
    return "no destination is known by the name '%s': add it to reference/fgis-destinations.csv"
        .formatted(CsvText.shortened(name));
  }

  private void doubt(int line, String reason) {
    doubtful.put(line, new DoubtfulRow(line, reason, false));
  }
}
