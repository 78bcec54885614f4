package io.offtake.document;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.offtake.calendar.DateWindow;
import io.offtake.calendar.MarketingYear;
import io.offtake.evidence.Ledger;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Stated;
import io.offtake.evidence.Trade;
import io.offtake.reference.Commodities;
import io.offtake.reference.Commodity;
import io.offtake.reference.CommodityId;
import io.offtake.text.Counted;
import org.jspecify.annotations.Nullable;

/// Holds rows of weekly export sales against the week before, be it in the same document or held.
///
/// For one destination within one marketing year, week upon week, accumulated exports grow by the weekly exports, what was
/// sold (accumulated exports plus outstanding sales) by the net sales, and outstanding sales for the next year by the net
/// sales for it. The last identity says nothing in the week in which a year ends, because what is left over is carried into
/// the next, nor where next-year sales were 0 to every destination, because the field was then empty. The first row of a
/// year has no week before.
public final class Identities {

  private static final Commodities COMMODITIES = Commodities.standard();
  static final Set<Measure> NEXT_YEAR = Set.of(Measure.NEXT_YEAR_NET_SALES, Measure.NEXT_YEAR_OUTSTANDING_SALES);

  /// All that a week says of sales, without its exports.
  static final Set<Measure> SALES = Set.of(Measure.NET_SALES, Measure.OUTSTANDING_SALES, Measure.ACCUMULATED_EXPORTS,
      Measure.NEXT_YEAR_NET_SALES, Measure.NEXT_YEAR_OUTSTANDING_SALES);

  private static final int DAYS_A_WEEK = 7;

  /// A breach of so much (in the commodity's unit), and of more than half of what either side says, is beyond any slip of
  /// rounding or of reporting.
  private static final BigDecimal SEVERE = BigDecimal.valueOf(100_000);
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private final SourceId source;
  private final Panel.View held;
  private final Map<Trade, Map<Integer, NavigableMap<LocalDate, Row>>> heldRows = new HashMap<>();

  /// @param held  what was known before
  Identities(SourceId source, Panel.View held) {
    this.source = source;
    this.held = held;
  }

  /// A contradiction.
  ///
  /// @param measures  what cannot be believed
  /// @param severe  it is too large for the row to be counted
  public record Breach(Trade trade, int marketYear, DateWindow period, int line, Set<Measure> measures, String reason,
      boolean severe) {}

  /// What one destination sold and shipped in one week.
  ///
  /// @param line  where it stands; 0 when it is held
  private record Row(Trade trade, int marketYear, DateWindow period, int line, Map<Measure, BigDecimal> values,
      boolean carriesOver) {

    @Nullable BigDecimal of(Measure measure) {
      return values.get(measure);
    }

    @Nullable BigDecimal sold() {
      BigDecimal accumulated = values.get(Measure.ACCUMULATED_EXPORTS);
      BigDecimal outstanding = values.get(Measure.OUTSTANDING_SALES);
      return accumulated == null || outstanding == null ? null : accumulated.add(outstanding);
    }

    boolean isHeld() {
      return line == 0;
    }

    String subject() {
      return "%s to %s, marketing year %d/%02d, week to %s".formatted(trade.commodity(), trade.destination(),
          marketYear - 1, marketYear % 100, period.last());
    }
  }

  /// Finds the contradictions of a document's rows, in the order of its releases.
  List<Breach> breaches(List<PublishedRelease> releases) {
    Map<Trade, Map<Integer, NavigableMap<LocalDate, Row>>> stated = stated(releases);
    Set<LocalDate> nextYearStated = nextYearStated(releases);
    List<Breach> breaches = new ArrayList<>();
    stated.forEach((trade, years) -> years.forEach((year, weeks) -> {
      NavigableMap<LocalDate, Row> known = heldRows(trade).getOrDefault(year, new TreeMap<>());
      for (Row row : weeks.values()) {
        Optional<Row> before = newest(weeks.lowerEntry(row.period().last()), known.lowerEntry(row.period().last()));
        before.ifPresent(each -> compare(each, row, row, nextYearStated, breaches));
        Map.Entry<LocalDate, Row> after = known.higherEntry(row.period().last());
        boolean next = after != null && !weeks.containsKey(after.getKey())
            && after.getValue().period().first().equals(row.period().last().plusDays(1));
        if (next) {
          compare(row, after.getValue(), row, nextYearStated, breaches);
        }
      }
    }));
    breaches.sort(Comparator.comparing((Breach breach) -> breach.period().last()).thenComparingInt(Breach::line));
    return breaches;
  }

  /// A row of a document: one destination in the week of one marketing year that ends on `end`.
  record Place(Trade trade, int marketYear, LocalDate end) {}

  /// The rows that state as their week's what several weeks brought, with the day after the row before: exports are what
  /// accumulated exports rose by, and net sales what was sold rose by, while nothing is known of the weeks between. At the
  /// side of one that shipped, others of its report that did not contradict it are such rows as well.
  Map<Place, LocalDate> overSeveralWeeks(List<PublishedRelease> releases) {
    Map<Trade, Map<Integer, NavigableMap<LocalDate, Row>>> stated = stated(releases);
    Map<Place, LocalDate> found = new LinkedHashMap<>();
    for (PublishedRelease release : releases) {
      record Part(CommodityId commodity, int marketYear) {}
      Map<Part, Map<Place, LocalDate>> silent = new LinkedHashMap<>();
      Map<Part, Set<LocalDate>> shipped = new HashMap<>();
      Map<Part, List<Place>> first = new LinkedHashMap<>();
      for (Row row : release.complete() ? List.<Row>of() : rows(release)) {
        var part = new Part(row.trade().commodity(), row.marketYear());
        var place = new Place(row.trade(), row.marketYear(), row.period().last());
        Optional<Row> before = before(row, stated);
        if (before.isEmpty()) {
          if (isAllOfItsYear(row)) {
            first.computeIfAbsent(part, _ -> new ArrayList<>()).add(place);
          }
        } else if (coversAllSince(before.get(), row)) {
          LocalDate start = before.get().period().last().plusDays(1);
          silent.computeIfAbsent(part, _ -> new LinkedHashMap<>()).put(place, start);
          BigDecimal exported = row.of(Measure.EXPORTED);
          if (exported != null && exported.signum() > 0) {
            shipped.computeIfAbsent(part, _ -> new HashSet<>()).add(start);
          }
        }
      }
      shipped.forEach((part, starts) -> {
        silent.getOrDefault(part, Map.of()).forEach((place, start) -> {
          if (starts.contains(start)) {
            found.put(place, start);
          }
        });
        if (starts.size() == 1) {
          first.getOrDefault(part, List.of()).forEach(place -> found.put(place, starts.iterator().next()));
        }
      });
    }
    return found;
  }

  private Optional<Row> before(Row row, Map<Trade, Map<Integer, NavigableMap<LocalDate, Row>>> stated) {
    LocalDate end = row.period().last();
    return newest(
        stated.getOrDefault(row.trade(), Map.of()).getOrDefault(row.marketYear(), new TreeMap<>()).lowerEntry(end),
        heldRows(row.trade()).getOrDefault(row.marketYear(), new TreeMap<>()).lowerEntry(end));
  }

  private boolean coversAllSince(Row before, Row row) {
    BigDecimal exported = row.of(Measure.EXPORTED);
    BigDecimal shippedMore = difference(row.of(Measure.ACCUMULATED_EXPORTS), before.of(Measure.ACCUMULATED_EXPORTS));
    BigDecimal net = row.of(Measure.NET_SALES);
    BigDecimal soldMore = difference(row.sold(), before.sold());
    long days = ChronoUnit.DAYS.between(before.period().last(), row.period().last());
    return row.period().days() == DAYS_A_WEEK && days > DAYS_A_WEEK && days % DAYS_A_WEEK == 0
        && !row.carriesOver() && !isOfTheYearBefore(before) && !isSilentBetween(before, row)
        && exported != null && shippedMore != null && exported.compareTo(shippedMore) == 0
        && (net == null || soldMore == null || net.compareTo(soldMore) == 0);
  }

  /// Whether all that the year brought to the row's destination is in it, so that it began in it.
  private static boolean isAllOfItsYear(Row row) {
    BigDecimal exported = row.of(Measure.EXPORTED);
    BigDecimal accumulated = row.of(Measure.ACCUMULATED_EXPORTS);
    BigDecimal net = row.of(Measure.NET_SALES);
    BigDecimal sold = row.sold();
    return row.period().days() == DAYS_A_WEEK && !row.carriesOver()
        && exported != null && accumulated != null && exported.compareTo(accumulated) == 0
        && (net == null || sold == null || net.compareTo(sold) == 0);
  }

  private Map<Trade, Map<Integer, NavigableMap<LocalDate, Row>>> stated(List<PublishedRelease> releases) {
    Map<Trade, Map<Integer, NavigableMap<LocalDate, Row>>> stated = new LinkedHashMap<>();
    releases.forEach(release -> rows(release).forEach(row -> stated
        .computeIfAbsent(row.trade(), _ -> new TreeMap<>())
        .computeIfAbsent(row.marketYear(), _ -> new TreeMap<>())
        .put(row.period().last(), row)));
    return stated;
  }

  /// The later of two; what the document states counts before what is held.
  private static Optional<Row> newest(Map.@Nullable Entry<LocalDate, Row> stated, Map.@Nullable Entry<LocalDate, Row> known) {
    if (stated == null || (known != null && known.getKey().isAfter(stated.getKey()))) {
      return Optional.ofNullable(known).map(Map.Entry::getValue);
    }
    return Optional.of(stated.getValue());
  }

  private List<Row> rows(PublishedRelease release) {
    record Key(Trade trade, int marketYear, DateWindow period) {}
    Map<Key, Map<Measure, Figure>> rows = new LinkedHashMap<>();
    for (Figure figure : release.figures()) {
      if (figure.marketYear() != null && figure.kind() == Figure.Kind.PRINT) {
        var trade = new Trade(source, figure.commodity(), figure.origin(), figure.destination());
        rows.computeIfAbsent(new Key(trade, figure.marketYear(), figure.period()), _ -> new EnumMap<>(Measure.class))
            .put(figure.measure(), figure);
      }
    }
    return rows.entrySet().stream().map(entry -> {
      Map<Measure, BigDecimal> values = new EnumMap<>(Measure.class);
      entry.getValue().forEach((measure, figure) -> values.put(measure, figure.value().value()));
      Key key = entry.getKey();
      return new Row(key.trade(), key.marketYear(), key.period(),
          entry.getValue().values().iterator().next().line(), values,
          entry.getValue().values().stream().anyMatch(Figure::carryOverIncluded));
    }).toList();
  }

  private Map<Integer, NavigableMap<LocalDate, Row>> heldRows(Trade trade) {
    return heldRows.computeIfAbsent(trade, _ -> {
      Map<Integer, NavigableMap<LocalDate, Row>> years = new HashMap<>();
      for (Ledger.Row row : held.ledger(trade).rows()) {
        if (row.marketYear() != null && row.isPrinted() && !row.cells().isEmpty() && !row.isUnlisted()) {
          Map<Measure, BigDecimal> values = new EnumMap<>(Measure.class);
          row.cells().forEach((measure, cell) -> values.put(measure, cell.value().value()));
          years.computeIfAbsent(row.marketYear(), _ -> new TreeMap<>())
              .put(row.period().last(), new Row(trade, row.marketYear(), row.period(), 0, values, false));
        }
      }
      return years;
    });
  }

  /// @param told  the row of the document that a contradiction is told of
  private void compare(Row before, Row row, Row told, Set<LocalDate> nextYearStated, List<Breach> breaches) {
    boolean adjacent = before.period().last().plusDays(1).equals(row.period().first()) || isSilentBetween(before, row);
    if (row.carriesOver() || isOfTheYearBefore(before)) {
      return;
    }
    BigDecimal exported = row.of(Measure.EXPORTED);
    BigDecimal shippedMore = difference(row.of(Measure.ACCUMULATED_EXPORTS), before.of(Measure.ACCUMULATED_EXPORTS));
    if (!adjacent) {
      weeksInOne(before, row, told, exported, shippedMore, breaches);
      return;
    }
    if (exported != null && shippedMore != null && exported.compareTo(shippedMore) != 0) {
      add(breaches, before, row, told, Set.of(), exported, shippedMore,
          "weekly exports are %s, but accumulated exports went from %s to %s, which is %s".formatted(plain(exported),
              plain(before.of(Measure.ACCUMULATED_EXPORTS)), plain(row.of(Measure.ACCUMULATED_EXPORTS)), plain(shippedMore)));
    }
    BigDecimal net = row.of(Measure.NET_SALES);
    BigDecimal soldMore = difference(row.sold(), before.sold());
    if (net != null && soldMore != null && net.compareTo(soldMore) != 0) {
      add(breaches, before, row, told, SALES, net, soldMore,
          "net sales are %s, but accumulated exports plus outstanding sales went from %s to %s, which is %s".formatted(
              plain(net), plain(before.sold()), plain(row.sold()), plain(soldMore)));
    }
    BigDecimal nextNet = row.of(Measure.NEXT_YEAR_NET_SALES);
    BigDecimal nextMore = difference(row.of(Measure.NEXT_YEAR_OUTSTANDING_SALES), before.of(Measure.NEXT_YEAR_OUTSTANDING_SALES));
    if (nextNet != null && nextMore != null && nextNet.compareTo(nextMore) != 0 && !endsItsYear(row)
        && isNextYearTold(before, nextYearStated) && isNextYearTold(row, nextYearStated)) {
      add(breaches, before, row, told, SALES, nextNet, nextMore,
          "net sales for the next year are %s, but outstanding sales for it went from %s to %s, which is %s".formatted(
              plain(nextNet), plain(before.of(Measure.NEXT_YEAR_OUTSTANDING_SALES)),
              plain(row.of(Measure.NEXT_YEAR_OUTSTANDING_SALES)), plain(nextMore)));
    }
  }

  /// A row that states as its week's what several weeks brought: the weeks between are then in it.
  private static void weeksInOne(Row before, Row row, Row told, @Nullable BigDecimal exported,
      @Nullable BigDecimal shippedMore, List<Breach> breaches) {
    if (exported == null || shippedMore == null || row.period().days() > DAYS_A_WEEK) {
      return;
    }
    long weeks = ChronoUnit.DAYS.between(before.period().last(), row.period().last()) / DAYS_A_WEEK;
    String went = "accumulated exports went from %s (week to %s) to %s in %s".formatted(
        plain(before.of(Measure.ACCUMULATED_EXPORTS)), before.period().last(), plain(row.of(Measure.ACCUMULATED_EXPORTS)),
        Counted.of(weeks, "week"));
    if (exported.signum() > 0 && exported.compareTo(shippedMore) == 0) {
      breaches.add(new Breach(told.trade(), told.marketYear(), told.period(), told.line(), Set.of(),
          "%s: weekly exports are %s, and %s, which is as much: the row may cover all of them; hand it in as a table with its "
              .formatted(row.subject(), plain(exported), went) + "periodStart if it does", false));
    } else if (exported.compareTo(shippedMore) > 0) {
      add(breaches, before, row, told, Set.of(), exported, shippedMore,
          "weekly exports are %s, but %s, which is %s".formatted(plain(exported), went, plain(shippedMore)));
    }
  }

  private static void add(List<Breach> breaches, Row before, Row row, Row told, Set<Measure> measures, BigDecimal says,
      BigDecimal moved, String reason) {
    BigDecimal breach = says.subtract(moved).abs();
    // Held against a later week that is held already, either may be the wrong one: it is told, and nothing is held back.
    boolean severe = !row.isHeld() && breach.compareTo(SEVERE) >= 0 && breach.multiply(TWO).compareTo(says.abs().max(moved.abs())) > 0;
    String where = before.isHeld() && !row.isHeld() ? " since the week to %s, which is held".formatted(before.period().last())
        : row.isHeld() ? " since the week to %s, which this document states".formatted(before.period().last()) : "";
    breaches.add(new Breach(told.trade(), told.marketYear(), told.period(), told.line(), measures,
        row.subject() + ": " + reason + where, severe));
  }

  /// Whether all weeks between two rows were reported and do not list the destination, so that its levels stood.
  private boolean isSilentBetween(Row before, Row row) {
    Set<LocalDate> silent = new HashSet<>();
    for (Ledger.Row each : held.ledger(row.trade()).rows()) {
      if (each.isPrinted() && each.isUnlisted() && Integer.valueOf(row.marketYear()).equals(each.marketYear())) {
        silent.add(each.period().last());
      }
    }
    LocalDate end = before.period().last().plusDays(DAYS_A_WEEK);
    while (end.isBefore(row.period().last())) {
      if (!silent.contains(end)) {
        return false;
      }
      end = end.plusDays(DAYS_A_WEEK);
    }
    return end.equals(row.period().last());
  }

  /// The ends of the weeks of which a document states next-year sales other than 0.
  private static Set<LocalDate> nextYearStated(List<PublishedRelease> releases) {
    Set<LocalDate> ends = new HashSet<>();
    releases.forEach(release -> release.figures().stream()
        .filter(figure -> NEXT_YEAR.contains(figure.measure()) && !figure.value().isZero())
        .forEach(figure -> ends.add(figure.period().last())));
    return ends;
  }

  private boolean isNextYearTold(Row before, Set<LocalDate> nextYearStated) {
    LocalDate end = before.period().last();
    if (!before.isHeld()) {
      return nextYearStated.contains(end);
    }
    Stated stated = held.stated(source, before.trade().commodity(), NEXT_YEAR);
    return stated.isAnythingStated(end) && stated.onlyZerosSince(end).isEmpty();
  }

  /// Whether a first row of a marketing year states what the year before shipped, as some copies have it: the reader tells.
  private static boolean isOfTheYearBefore(Row row) {
    BigDecimal exported = row.of(Measure.EXPORTED);
    BigDecimal accumulated = row.of(Measure.ACCUMULATED_EXPORTS);
    return exported != null && accumulated != null && exported.compareTo(accumulated) != 0 && yearOf(row)
        .filter(year -> row.period().contains(year.first())).isPresent();
  }

  /// Whether the marketing year ends in the row's week: what is left over then moves into the next.
  private static boolean endsItsYear(Row row) {
    return yearOf(row).map(year -> !row.period().last().isBefore(year.last())).orElse(true);
  }

  private static Optional<MarketingYear> yearOf(Row row) {
    return COMMODITIES.find(row.trade().commodity()).map(Commodity::marketingYearStart)
        .map(start -> new MarketingYear(row.marketYear(), start));
  }

  private static @Nullable BigDecimal difference(@Nullable BigDecimal now, @Nullable BigDecimal before) {
    return now == null || before == null ? null : now.subtract(before);
  }

  private static String plain(@Nullable BigDecimal value) {
    return value == null ? "-" : value.stripTrailingZeros().toPlainString();
  }
}
