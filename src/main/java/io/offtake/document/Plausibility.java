package io.offtake.document;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.offtake.calendar.DateWindow;
import io.offtake.document.Identities.Breach;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.evidence.EvidenceLog.Doubt;
import io.offtake.evidence.EvidenceLog.Entry;
import io.offtake.evidence.EvidenceLog.Line;
import io.offtake.evidence.EvidenceLog.Scope;
import io.offtake.evidence.EvidenceLog;
import io.offtake.evidence.HeldBack;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Observation;
import io.offtake.evidence.Panel;
import io.offtake.evidence.Release;
import io.offtake.evidence.SeriesId;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.quantity.Quantity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// Judges what a document adds, release by release and commodity by commodity, before anybody counts it.
///
/// Three things are hard to believe:
///
/// - **an all-zero week**: every flow of the commodity is 0 in a release that speaks for all destinations, although in
///   the 8 weeks before the median shipment was 100,000 or more and none was below a fifth of it. The zero week to 18
///   August 2022 of soybeans is one: its report was withdrawn;
/// - **a jump**: a flow, or the change of a level over a week, more than 3 times the largest on record of its measure and
///   destination and more than half of the largest that all destinations together had on record. The record is that of
///   the weeks before, and it needs a year of them: weeks in which the field is held and not 0 to every destination, for
///   then it may be empty. A first row of a marketing year, which contains what the year before left over, is not
///   judged, and a small destination's first cargo is no jump;
/// - **a contradiction**: a row that by far is not what its levels moved by since the week before, see [Identities].
///
/// Of a jump and a contradiction the destination's row is held back, and no other's; its exports stay where it is its
/// sales that are doubted. What is doubted is held back until another document states the same figures: then it is
/// believed. One that repeats a part of them, or states what goes with them, and corrects none is held back with them.
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
  /// @param doubtful  the contradictions of its rows, to others of the document and to what was held
  public record Judged(List<Entry> entries, List<HeldBack> believed, int restated, List<DoubtfulRow> doubtful) {
    public Judged {
      entries = List.copyOf(entries);
      believed = List.copyOf(believed);
      doubtful = List.copyOf(doubtful);
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

  /// One destination in one week of one marketing year.
  private record Row(Trade trade, DateWindow period, int marketYear) {

    static Row of(Line line) {
      return new Row(Trade.of(line.series()), line.period(), line.marketYear() == null ? 0 : line.marketYear());
    }

    static Row of(Observation figure) {
      return new Row(Trade.of(figure.series()), figure.period(), figure.marketYear() == null ? 0 : figure.marketYear());
    }

    static Row of(Breach breach) {
      return new Row(breach.trade(), breach.period(), breach.marketYear());
    }
  }

  /// @param decision  what the document adds
  public Judged judge(Vintages.Decision decision) {
    var judged = new ArrayList<Entry>();
    var believed = new ArrayList<HeldBack>();
    int restated = 0;
    Map<Row, List<Breach>> breaches = (isSales()
        ? new Identities(source, held.at(Instant.MAX)).breaches(decision.stated().stream().distinct().toList())
        : List.<Breach>of()).stream().collect(Collectors.groupingBy(Row::of, LinkedHashMap::new, Collectors.toList()));
    var doubtful = new ArrayList<DoubtfulRow>();
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
        List<Line> lines = rest.lines().stream().filter(line -> isOf(line, commodity)).toList();
        List<Doubt> found = allZero(rest, decision.stated().get(i), commodity).map(List::of)
            .orElseGet(() -> doubts(lines, breaches, partsOfHeldBack(rest, commodity, again)));
        doubts.addAll(found);
        record(commodity).learn(lines.stream()
            .filter(line -> found.stream().noneMatch(doubt -> isDoubted(line, doubt)))
            .toList());
      }
      judged.add(doubts.isEmpty() ? rest : rest.doubting(doubts));
      rest.lines().stream().map(Row::of).distinct()
          .flatMap(row -> breaches.getOrDefault(row, List.of()).stream())
          .forEach(breach -> doubtful.add(new DoubtfulRow(breach.line(), breach.reason(),
              doubts.stream().noneMatch(doubt -> isOf(breach, doubt)))));
    }
    return new Judged(judged, believed.stream().distinct().toList(), restated,
        doubtful.stream().distinct().toList());
  }

  /// Whether the source states levels and flows that follow from each other.
  private boolean isSales() {
    return source.equals(SourceId.FAS_EXPORT_SALES);
  }

  private static boolean isOf(Breach breach, Doubt doubt) {
    return breach.trade().commodity().equals(doubt.commodity())
        && (doubt.destination() == null || doubt.destination().equals(breach.trade().destination()));
  }

  private static boolean isDoubted(Line line, Doubt doubt) {
    return isOf(line, doubt.commodity())
        && (doubt.destination() == null || doubt.destination().equals(line.series().destination()))
        && (doubt.measures().isEmpty() || doubt.measures().contains(line.series().measure()));
  }

  /// The doubts about single destinations, one each.
  ///
  /// @param parts  of what is held back and is not corrected
  private List<Doubt> doubts(List<Line> lines, Map<Row, List<Breach>> breaches, List<Doubt> parts) {
    Map<PartyId, Doubt> doubts = new LinkedHashMap<>();
    // Zeros to every destination fill an empty field: who counts them knows that.
    boolean noNextYear = lines.stream().filter(line -> Identities.NEXT_YEAR.contains(line.series().measure()))
        .allMatch(line -> line.value().isZero());
    parts.forEach(doubt -> doubts.merge(destination(doubt), doubt, Plausibility::together));
    for (Line line : lines) {
      Optional<Doubt> jump = noNextYear && Identities.NEXT_YEAR.contains(line.series().measure())
          ? Optional.empty()
          : record(line.series().commodity()).jump(line);
      jump.ifPresent(doubt -> doubts.merge(
          line.series().destination(), doubt, Plausibility::together));
      breaches.getOrDefault(Row.of(line), List.of()).stream()
          .filter(Breach::severe)
          .forEach(breach -> doubts.merge(line.series().destination(), new Doubt(line.series().commodity(),
              line.series().destination(), breach.measures(), HeldBack.Reason.IDENTITY, breach.reason()),
              Plausibility::together));
    }
    return doubts.values().stream().map(doubt -> ofAllThatIsSaid(doubt, lines)).toList();
  }

  /// A doubt about all that is said of a destination is one about its whole row: nothing of it may count for 0.
  private static Doubt ofAllThatIsSaid(Doubt doubt, List<Line> lines) {
    boolean all = lines.stream().filter(line -> line.series().destination().equals(doubt.destination()))
        .allMatch(line -> isDoubted(line, doubt));
    return all ? new Doubt(doubt.commodity(), doubt.destination(), Set.of(), doubt.reason(), doubt.detail()) : doubt;
  }

  private static PartyId destination(Doubt doubt) {
    if (doubt.destination() == null) {
      throw new IllegalArgumentException("a doubt about one destination was expected: " + doubt);
    }
    return doubt.destination();
  }

  /// What the entry says of rows that are held back, where it states no figure of them anew: as much as they it is to be
  /// believed.
  private List<Doubt> partsOfHeldBack(Entry entry, CommodityId commodity, List<HeldBack> again) {
    List<Doubt> parts = new ArrayList<>();
    held.at(Instant.MAX).heldBack(source).stream()
        .filter(each -> each.commodity().equals(commodity) && !again.contains(each))
        .forEach(each -> {
          Map<Row, Map<Measure, Quantity>> doubted = new LinkedHashMap<>();
          held.figuresOf(each).filter(figure -> !figure.correction()).forEach(figure -> doubted
              .computeIfAbsent(Row.of(figure), _ -> new EnumMap<>(Measure.class))
              .put(figure.series().measure(), figure.value()));
          doubted.forEach((row, figures) -> {
            List<Line> said = entry.lines().stream()
                .filter(line -> !line.correction() && Row.of(line).equals(row)
                    && (each.measures().isEmpty() || each.measures().contains(line.series().measure())))
                .toList();
            boolean corrects = said.stream().anyMatch(line -> {
              Quantity value = figures.get(line.series().measure());
              return value != null && !value.equals(line.value());
            });
            if (!said.isEmpty() && !corrects) {
              parts.add(new Doubt(commodity, row.trade().destination(), each.measures(), each.reason(),
                  "what is said of %s to %s in the period to %s goes with figures that are held back, and corrects none of them"
                      .formatted(commodity, row.trade().destination(), row.period().last())));
            }
          });
        });
    return parts;
  }

  /// The first of two about one destination, and what either of them doubts.
  private static Doubt together(Doubt one, Doubt other) {
    Set<Measure> measures = new HashSet<>(one.measures());
    measures.addAll(other.measures());
    return new Doubt(one.commodity(), one.destination(),
        one.measures().isEmpty() || other.measures().isEmpty() ? Set.of() : measures, one.reason(), one.detail());
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
    return record(commodity).steady(entry.period()).map(median -> new Doubt(commodity, null, Set.of(),
        HeldBack.Reason.ALL_ZERO,
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
        .filter(figure -> !figure.correction() && figure.isListed())
        .sorted(Comparator.comparing((Observation figure) -> figure.period().last())
            .thenComparing(Observation::release, Release.BY_KNOWLEDGE))
        .forEach(figure -> past.learn(figure.series(), figure.period(), figure.marketYear(),
            figure.carryOverIncluded(), figure.value()));
    return past;
  }

  /// What is known of a commodity: week by week, a week's share where a period is longer.
  private static final class Past {

    private record Cell(Measure measure, PartyId destination, int marketYear) {}

    private record Before(Measure measure, LocalDate day) {}

    private final Map<Cell, NavigableMap<LocalDate, Double>> stated = new HashMap<>();

    /// How far a measure moved, by week and destination.
    private final Map<Measure, NavigableMap<LocalDate, Map<PartyId, Double>>> moves = new HashMap<>();

    /// The weeks in which a field is held and not 0 to every destination.
    private final Map<Set<Measure>, NavigableSet<LocalDate>> filled = new HashMap<>();
    private final Map<PartyId, NavigableMap<LocalDate, Double>> shipped = new HashMap<>();

    /// Asked for line by line, and forgotten when something is learnt.
    private final Map<Before, Double> largestTogether = new HashMap<>();

    void learn(List<Line> lines) {
      lines.stream().filter(line -> !line.correction() && line.line() != EvidenceLog.NOT_LISTED).forEach(line ->
          learn(line.series(), line.period(), line.marketYear(), line.carryOverIncluded(), line.value()));
    }

    void learn(SeriesId series, DateWindow period, @Nullable Integer marketYear, boolean carryOver, Quantity value) {
      Measure measure = series.measure();
      OptionalDouble moved = moved(series, period, marketYear, carryOver, value);
      stated.computeIfAbsent(row(series, marketYear), _ -> new TreeMap<>()).put(period.last(), value.toDouble());
      if (!value.isZero()) {
        filled.computeIfAbsent(field(measure), _ -> new TreeSet<>()).add(period.last());
      }
      if (measure == Measure.EXPORTED || measure == Measure.INSPECTED) {
        shipped.computeIfAbsent(series.destination(), _ -> new TreeMap<>())
            .merge(period.last(), aWeek(period, value.toDouble()), Math::max);
      }
      if (moved.isPresent()) {
        // A later vintage of the same figure takes the place of the earlier.
        moves.computeIfAbsent(measure, _ -> new TreeMap<>()).computeIfAbsent(period.last(), _ -> new HashMap<>())
            .put(series.destination(), Math.abs(moved.getAsDouble()));
        largestTogether.clear();
      }
    }

    /// A flow and its level are filled in together.
    private static Set<Measure> field(Measure measure) {
      return switch (measure) {
        case EXPORTED, ACCUMULATED_EXPORTS -> Set.of(Measure.EXPORTED, Measure.ACCUMULATED_EXPORTS);
        case NET_SALES, OUTSTANDING_SALES -> Set.of(Measure.NET_SALES, Measure.OUTSTANDING_SALES);
        case NEXT_YEAR_NET_SALES, NEXT_YEAR_OUTSTANDING_SALES ->
            Set.of(Measure.NEXT_YEAR_NET_SALES, Measure.NEXT_YEAR_OUTSTANDING_SALES);
        default -> Set.of(measure);
      };
    }

    /// What a figure says moved in a week; empty where that cannot be said.
    private OptionalDouble moved(
        SeriesId series, DateWindow period, @Nullable Integer marketYear, boolean carryOver, Quantity value) {
      NavigableMap<LocalDate, Double> before = stated.getOrDefault(row(series, marketYear), new TreeMap<>());
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

    /// How far a level moved a week since it was last known, across weeks that are missing or held back.
    private OptionalDouble movedSince(Line line) {
      LocalDate day = line.period().first();
      Map.Entry<LocalDate, Double> last = stated.getOrDefault(row(line.series(), line.marketYear()), new TreeMap<>())
          .lowerEntry(day);
      return line.carryOverIncluded() || last == null
          ? OptionalDouble.empty()
          : OptionalDouble.of((line.value().toDouble() - last.getValue()) * DAYS_A_WEEK
              / ChronoUnit.DAYS.between(last.getKey(), line.period().last()));
    }

    Optional<Doubt> jump(Line line) {
      if (line.line() == EvidenceLog.NOT_LISTED) {
        return Optional.empty();
      }
      SeriesId series = line.series();
      Measure measure = series.measure();
      LocalDate day = line.period().first();
      OptionalDouble moved = line.correction()
          ? OptionalDouble.of(line.value().toDouble())
          : moved(series, line.period(), line.marketYear(), line.carryOverIncluded(), line.value());
      if (moved.isEmpty() && measure.kind() == Measure.Kind.LEVEL && !line.correction()) {
        moved = movedSince(line);
      }
      if (moved.isEmpty()) {
        return Optional.empty();
      }
      double size = Math.abs(moved.getAsDouble());
      double whole = largestTogether(measure, day);
      if (size <= SHARE_OF_WHOLE_RECORD * whole || weeksOfRecord(measure, day) < WEEKS_OF_RECORD) {
        return Optional.empty();
      }
      double own = before(measure, day).values().stream()
          .mapToDouble(week -> week.getOrDefault(series.destination(), 0.0)).max().orElse(0);
      if (size <= TIMES_OWN_RECORD * own) {
        return Optional.empty();
      }
      boolean ofExports = measure == Measure.EXPORTED || measure == Measure.ACCUMULATED_EXPORTS;
      return Optional.of(new Doubt(series.commodity(), series.destination(),
          !ofExports && Identities.SALES.contains(measure) ? Identities.SALES : Set.of(), HeldBack.Reason.JUMP,
          String.format(Locale.ROOT, "%s of %s to %s moved by %,.0f a week in the period to %s; the most on record before it is "
              + "%,.0f, and %,.0f for all destinations together", measure.id(), series.commodity(), series.destination(),
              moved.getAsDouble(), line.period().last(), own, whole)));
    }

    private NavigableMap<LocalDate, Map<PartyId, Double>> before(Measure measure, LocalDate day) {
      return moves.getOrDefault(measure, new TreeMap<>()).headMap(day, false);
    }

    private int weeksOfRecord(Measure measure, LocalDate day) {
      return filled.getOrDefault(field(measure), new TreeSet<>()).headSet(day, false).size();
    }

    private double largestTogether(Measure measure, LocalDate day) {
      return largestTogether.computeIfAbsent(new Before(measure, day), _ ->
          before(measure, day).values().stream().mapToDouble(Past::together).max().orElse(0));
    }

    /// The whole is printed as a row of its own, or it is the sum of the rows.
    private static double together(Map<PartyId, Double> week) {
      double sum = week.entrySet().stream()
          .filter(each -> !each.getKey().equals(PartyId.WORLD) && !each.getKey().equals(PartyId.EUROPEAN_UNION))
          .mapToDouble(Map.Entry::getValue)
          .sum();
      return Math.max(sum, week.getOrDefault(PartyId.WORLD, 0.0));
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

    private static Cell row(SeriesId series, @Nullable Integer marketYear) {
      return new Cell(series.measure(), series.destination(), marketYear == null ? 0 : marketYear);
    }
  }
}
