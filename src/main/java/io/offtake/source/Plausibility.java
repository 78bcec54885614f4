package io.offtake.source;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.offtake.calendar.DateWindow;
import io.offtake.evidence.EvidenceLog.Doubt;
import io.offtake.evidence.EvidenceLog.Entry;
import io.offtake.evidence.EvidenceLog.Line;
import io.offtake.evidence.EvidenceLog.Scope;
import io.offtake.evidence.HeldBack;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Observation;
import io.offtake.evidence.Panel;
import io.offtake.evidence.SeriesId;
import io.offtake.evidence.SourceId;
import io.offtake.quantity.Quantity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// Judges what a document adds, release by release and commodity by commodity, before anybody counts it.
///
/// Two things are hard to believe:
///
/// - **an all-zero week**: every flow of the commodity is 0 in a release that speaks for all destinations, although in
///   the 8 weeks before the median shipment was 100,000 or more and none was below a fifth of it. The zero week to 18
///   August 2022 of soybeans is one: its report was withdrawn;
/// - **a jump**: a flow, or the change of a level over a week, more than 3 times the largest on record of its measure and
///   destination and more than half of the largest that all destinations together had on record. It needs a year's
///   record of the commodity. A first row of a marketing year, which contains what the year before left over, is not
///   judged, and a small destination's first cargo is no jump.
///
/// What is doubted is held back until another document states the same figures: then it is believed.
public final class Plausibility {

  private static final int DAYS_A_WEEK = 7;
  private static final int TRAILING_WEEKS = 8;
  private static final int LEAST_TRAILING = 6;
  private static final double LARGE = 100_000;
  private static final double STEADY = 0.2;
  private static final double TIMES_OWN_RECORD = 3;
  private static final double SHARE_OF_WHOLE_RECORD = 0.5;
  private static final int WEEKS_OF_RECORD = 52;

  private final SourceId source;
  private final Panel held;
  private final String document;
  private final Map<CommodityId, Past> records = new HashMap<>();

  /// @param document  the id of the document that is judged
  public Plausibility(SourceId source, Panel held, String document) {
    this.source = source;
    this.held = held;
    this.document = document;
  }

  /// @param entries  to be kept, those with doubts held back
  /// @param believed  what was held back and is stated by this document too
  /// @param restated  how many figures were held back already and are not kept once more
  public record Judged(List<Entry> entries, List<HeldBack> believed, int restated) {
    public Judged {
      entries = List.copyOf(entries);
      believed = List.copyOf(believed);
    }
  }

  private record Stated(SeriesId series, DateWindow period, @Nullable Integer marketYear, boolean correction,
      Quantity value) {

    static Stated of(Line line) {
      return new Stated(line.series(), line.period(), line.marketYear(), line.correction(), line.value());
    }

    static Stated of(Observation figure) {
      return new Stated(figure.series(), figure.period(), figure.marketYear(), figure.correction(), figure.value());
    }
  }

  /// @param decision  what the document adds
  public Judged judge(Vintages.Decision decision) {
    var judged = new ArrayList<Entry>();
    var believed = new ArrayList<HeldBack>();
    int restated = 0;
    for (int i = 0; i < decision.entries().size(); i++) {
      Entry entry = decision.entries().get(i);
      List<HeldBack> again = statedAgain(entry);
      Entry rest = without(entry, again);
      again.stream().filter(each -> !each.document().equals(document)).forEach(believed::add);
      restated += entry.lines().size() - rest.lines().size();
      if (rest.lines().isEmpty() && rest.scopes().isEmpty()) {
        continue;
      }
      var doubts = new ArrayList<Doubt>();
      for (CommodityId commodity : commodities(rest)) {
        Optional<Doubt> doubt = doubt(rest, decision.stated().get(i), commodity);
        doubt.ifPresentOrElse(doubts::add, () -> record(commodity).learn(
            rest.lines().stream().filter(line -> isOf(line, commodity)).toList()));
      }
      judged.add(doubts.isEmpty() ? rest : rest.doubting(doubts));
    }
    return new Judged(judged, believed.stream().distinct().toList(), restated);
  }

  /// What is held back of the entry's period and is stated here once more, to the figure.
  private List<HeldBack> statedAgain(Entry entry) {
    return held.at(Instant.MAX).heldBack(source).stream()
        .filter(each -> each.release().period().equals(entry.period()))
        .filter(each -> {
          Set<Stated> doubted = figures(each);
          Set<Stated> said = entry.lines().stream().filter(line -> isOf(line, each.commodity())).map(Stated::of)
              .collect(Collectors.toSet());
          return doubted.isEmpty() ? said.isEmpty() && speaksOf(entry, each.commodity()) : said.containsAll(doubted);
        })
        .toList();
  }

  private Set<Stated> figures(HeldBack heldBack) {
    return held.figuresOf(heldBack).map(Stated::of).collect(Collectors.toSet());
  }

  private Entry without(Entry entry, List<HeldBack> again) {
    if (again.isEmpty()) {
      return entry;
    }
    Set<Stated> known = new HashSet<>();
    again.forEach(each -> known.addAll(figures(each)));
    List<Line> lines = entry.lines().stream().filter(line -> !known.contains(Stated.of(line))).toList();
    Set<CommodityId> done = again.stream().map(HeldBack::commodity)
        .filter(commodity -> lines.stream().noneMatch(line -> isOf(line, commodity)))
        .collect(Collectors.toSet());
    List<Scope> scopes = entry.scopes().stream().filter(scope -> !done.contains(scope.commodity())).toList();
    return entry.with(lines, scopes);
  }

  private static Set<CommodityId> commodities(Entry entry) {
    Set<CommodityId> all = entry.scopes().stream().map(Scope::commodity).collect(Collectors.toSet());
    entry.lines().forEach(line -> all.add(line.series().commodity()));
    return all;
  }

  private static boolean speaksOf(Entry entry, CommodityId commodity) {
    return entry.scopes().stream().anyMatch(scope -> scope.commodity().equals(commodity));
  }

  private static boolean isOf(Line line, CommodityId commodity) {
    return line.series().commodity().equals(commodity);
  }

  private Optional<Doubt> doubt(Entry entry, PublishedRelease stated, CommodityId commodity) {
    return allZero(entry, stated, commodity)
        .or(() -> entry.lines().stream()
            .filter(line -> isOf(line, commodity))
            .flatMap(line -> record(commodity).jump(line).stream())
            .findFirst());
  }

  private Optional<Doubt> allZero(Entry entry, PublishedRelease stated, CommodityId commodity) {
    List<Figure> flows = stated.figures().stream()
        .filter(figure -> figure.commodity().equals(commodity) && figure.kind() == Figure.Kind.PRINT
            && figure.measure().kind() == Measure.Kind.FLOW)
        .toList();
    boolean adds = flows.isEmpty() || entry.lines().stream().anyMatch(line -> isOf(line, commodity));
    boolean whole = stated.coverage().stream()
        .anyMatch(scope -> scope.commodity().equals(commodity)
            && (scope.isFull() || scope.destinations().contains(PartyId.WORLD)));
    if (!adds || !whole || flows.stream().anyMatch(figure -> !figure.value().isZero())) {
      return Optional.empty();
    }
    return record(commodity).steady(entry.period()).map(median -> new Doubt(commodity, HeldBack.Reason.ALL_ZERO,
        String.format(Locale.ROOT, "every flow of %s in the period to %s is 0, although %,.0f were shipped in the median"
            + " of the %d weeks before and at least %.0f %% of that in each", commodity, entry.period().last(), median,
            TRAILING_WEEKS, STEADY * 100)));
  }

  private Past record(CommodityId commodity) {
    return records.computeIfAbsent(commodity, this::drawRecord);
  }

  private Past drawRecord(CommodityId commodity) {
    var past = new Past();
    held.trades().stream()
        .filter(trade -> trade.source().equals(source) && trade.commodity().equals(commodity))
        .flatMap(trade -> held.observations(trade).stream())
        .filter(figure -> !figure.correction())
        .sorted(Comparator.comparing(figure -> figure.period().last()))
        .forEach(figure -> past.learn(figure.series(), figure.period(), figure.marketYear(),
            figure.carryOverIncluded(), figure.value()));
    return past;
  }

  /// What is known of a commodity: week by week, a week's share where a period is longer.
  private static final class Past {

    private record Row(Measure measure, PartyId destination, int marketYear) {}

    private final Map<Row, Map<LocalDate, Double>> stated = new HashMap<>();
    private final Map<Measure, Map<PartyId, Double>> largest = new HashMap<>();
    private final Map<Measure, Map<LocalDate, Double>> together = new HashMap<>();
    private final Map<Measure, Double> largestTogether = new HashMap<>();
    private final Map<PartyId, NavigableMap<LocalDate, Double>> shipped = new HashMap<>();

    void learn(List<Line> lines) {
      lines.stream().filter(line -> !line.correction()).forEach(line ->
          learn(line.series(), line.period(), line.marketYear(), line.carryOverIncluded(), line.value()));
    }

    void learn(SeriesId series, DateWindow period, @Nullable Integer marketYear, boolean carryOver, Quantity value) {
      Measure measure = series.measure();
      OptionalDouble moved = moved(series, period, marketYear, carryOver, value);
      stated.computeIfAbsent(row(series, marketYear), _ -> new HashMap<>()).put(period.last(), value.toDouble());
      if (measure == Measure.EXPORTED || measure == Measure.INSPECTED) {
        shipped.computeIfAbsent(series.destination(), _ -> new TreeMap<>())
            .merge(period.last(), aWeek(period, value.toDouble()), Math::max);
      }
      if (moved.isEmpty()) {
        return;
      }
      double size = Math.abs(moved.getAsDouble());
      largest.computeIfAbsent(measure, _ -> new HashMap<>()).merge(series.destination(), size, Math::max);
      // The whole is printed as a row of its own, or it is the sum of the rows.
      var weeks = together.computeIfAbsent(measure, _ -> new HashMap<>());
      boolean isPart = !series.destination().equals(PartyId.WORLD) && !series.destination().equals(PartyId.EUROPEAN_UNION);
      double sum = weeks.merge(period.last(), isPart ? size : 0.0, Double::sum);
      largestTogether.merge(measure, series.destination().equals(PartyId.WORLD) ? size : sum, Math::max);
    }

    /// What a figure says moved in a week; empty where that cannot be said.
    private OptionalDouble moved(
        SeriesId series, DateWindow period, @Nullable Integer marketYear, boolean carryOver, Quantity value) {
      Map<LocalDate, Double> before = stated.getOrDefault(row(series, marketYear), Map.of());
      Double last = before.get(period.first().minusDays(1));
      boolean first = marketYear != null && last == null;
      if (carryOver || (first && series.measure() != Measure.EXPORTED)) {
        return OptionalDouble.empty();
      }
      return series.measure().kind() == Measure.Kind.FLOW
          ? OptionalDouble.of(aWeek(period, value.toDouble()))
          : last == null
              ? OptionalDouble.empty()
              : OptionalDouble.of(aWeek(period, value.toDouble() - last));
    }

    Optional<Doubt> jump(Line line) {
      SeriesId series = line.series();
      OptionalDouble moved = line.correction()
          ? OptionalDouble.of(line.value().toDouble())
          : moved(series, line.period(), line.marketYear(), line.carryOverIncluded(), line.value());
      if (moved.isEmpty() || together.getOrDefault(series.measure(), Map.of()).size() < WEEKS_OF_RECORD) {
        return Optional.empty();
      }
      double size = Math.abs(moved.getAsDouble());
      double own = largest.getOrDefault(series.measure(), Map.of()).getOrDefault(series.destination(), 0.0);
      double whole = largestTogether.getOrDefault(series.measure(), 0.0);
      if (size <= TIMES_OWN_RECORD * own || size <= SHARE_OF_WHOLE_RECORD * whole) {
        return Optional.empty();
      }
      return Optional.of(new Doubt(series.commodity(), HeldBack.Reason.JUMP, String.format(Locale.ROOT,
          "%s of %s to %s moved by %,.0f a week in the period to %s; the most on record is %,.0f, and %,.0f for all"
              + " destinations together", series.measure().id(), series.commodity(), series.destination(),
          moved.getAsDouble(), line.period().last(), own, whole)));
    }

    /// The median week of the weeks before `period`, if the commodity shipped steadily.
    Optional<Double> steady(DateWindow period) {
      LocalDate last = period.first().minusDays(1);
      double[] weeks = new double[TRAILING_WEEKS];
      int known = 0;
      for (int back = 0; back < TRAILING_WEEKS; back++) {
        LocalDate end = last.minusDays((long) back * DAYS_A_WEEK);
        Double world = shipped.getOrDefault(PartyId.WORLD, new TreeMap<>()).get(end);
        double sum = world != null ? world : shipped.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(PartyId.EUROPEAN_UNION))
            .mapToDouble(entry -> entry.getValue().getOrDefault(end, 0.0))
            .sum();
        if (sum > 0) {
          weeks[known++] = sum;
        }
      }
      if (known < LEAST_TRAILING) {
        return Optional.empty();
      }
      double[] sorted = Arrays.copyOf(weeks, known);
      Arrays.sort(sorted);
      double median = sorted[known / 2];
      return median >= LARGE && sorted[0] >= STEADY * median ? Optional.of(median) : Optional.empty();
    }

    private static double aWeek(DateWindow period, double value) {
      return value / Math.max(1, period.days() / DAYS_A_WEEK);
    }

    private static Row row(SeriesId series, @Nullable Integer marketYear) {
      return new Row(series.measure(), series.destination(), marketYear == null ? 0 : marketYear);
    }
  }
}
