package io.offtake.evidence;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.offtake.calendar.DateWindow;
import io.offtake.quantity.Quantity;
import org.jspecify.annotations.Nullable;

/// All that was known of one trade at an instant, a row for each period and marketing year, in order of period end
/// and then marketing year.
///
/// A row stands for a report: of a full report in which the destination is not listed the row is empty, and that
/// means zero. Where there was no report there is no row, and that means missing. A row that only corrections
/// speak of was never printed: it is missing, and its tonnes can be shown.
public record Ledger(Trade trade, List<Row> rows) {

  public Ledger {
    rows = List.copyOf(rows);
  }

  /// @param cells  by measure; a measure that a full report does not list is absent
  /// @param release  the newest release that printed or covered the row; absent when only corrections speak of it
  public record Row(
      DateWindow period, @Nullable Integer marketYear, Map<Measure, Cell> cells, @Nullable Release release) {

    public boolean isPrinted() {
      return release != null;
    }

    /// Whether a full report does not list the row, or lists it no longer.
    public boolean isUnlisted() {
      return cells.values().stream().flatMap(cell -> cell.observations().stream()).noneMatch(Observation::isListed);
    }

    public Optional<Quantity> value(Measure measure) {
      return Optional.ofNullable(cells.get(measure)).map(Cell::value);
    }
  }

  /// A figure as corrected: the newest print and every correction of it.
  ///
  /// @param observations  the print first, if there is one, then the corrections as they became known
  public record Cell(Quantity value, List<Observation> observations) {}

  private record Key(LocalDate end, LocalDate first, int marketYear) implements Comparable<Key> {

    static Key of(DateWindow period, @Nullable Integer marketYear) {
      return new Key(period.last(), period.first(), marketYear == null ? 0 : marketYear);
    }

    @Override
    public int compareTo(Key other) {
      int order = end.compareTo(other.end);
      if (order == 0) {
        order = first.compareTo(other.first);
      }
      return order == 0 ? Integer.compare(marketYear, other.marketYear) : order;
    }
  }

  private static final class Draft {
    private final DateWindow period;
    private final @Nullable Integer marketYear;
    private final Map<Measure, Observation> prints = new EnumMap<>(Measure.class);
    private final Map<Measure, List<Observation>> corrections = new EnumMap<>(Measure.class);
    private @Nullable Release release;

    Draft(DateWindow period, @Nullable Integer marketYear) {
      this.period = period;
      this.marketYear = marketYear;
    }

    void cover(Release by) {
      if (release == null || Release.BY_KNOWLEDGE.compare(release, by) < 0) {
        release = by;
      }
    }

    Row toRow() {
      Set<Measure> measures = EnumSet.noneOf(Measure.class);
      measures.addAll(prints.keySet());
      measures.addAll(corrections.keySet());
      var cells = new EnumMap<Measure, Cell>(Measure.class);
      for (Measure measure : measures) {
        Observation print = prints.get(measure);
        if (print != null && !print.isListed() && measure.kind() == Measure.Kind.LEVEL) {
          continue; // what is listed no longer moved by nothing: its level stands
        }
        List<Observation> corrected = corrections.get(measure);
        if (corrected == null && print != null) {
          cells.put(measure, new Cell(print.value(), List.of(print)));
          continue;
        }
        var observations = new ArrayList<Observation>();
        if (print != null) {
          observations.add(print);
        }
        corrections.getOrDefault(measure, List.of()).stream()
            .sorted(Comparator.comparing(Observation::release, Release.BY_KNOWLEDGE).thenComparingLong(Observation::id))
            .forEach(observations::add);
        cells.put(measure, new Cell(
            observations.stream().map(Observation::value).reduce(Quantity::plus).orElseThrow(),
            List.copyOf(observations)));
      }
      return new Row(period, marketYear, cells, release);
    }
  }

  /// Draws up the ledger from what was known.
  ///
  /// @param observations  of this trade, known at the instant, in any order
  /// @param scopes  of this trade's source and commodity, known at the instant
  static Ledger of(Trade trade, List<Observation> observations, List<ReleaseScope> scopes) {
    Set<Long> replaced = replaced(scopes);
    Map<Key, Draft> drafts = new TreeMap<>();
    for (ReleaseScope scope : scopes) {
      if (scope.speaksFor(trade.destination()) && !replaced.contains(scope.release().id())) {
        draft(drafts, scope.release().period(), scope.marketYear()).cover(scope.release());
      }
    }
    for (Observation observation : observations) {
      Release release = observation.release();
      if (replaced.contains(release.id())) {
        continue;
      }
      Draft draft = draft(drafts, observation.period(), observation.marketYear());
      Measure measure = observation.series().measure();
      if (observation.correction()) {
        draft.corrections.computeIfAbsent(measure, _ -> new ArrayList<>()).add(observation);
      } else {
        draft.cover(release);
        draft.prints.merge(measure, observation, (held, other) ->
            Release.BY_KNOWLEDGE.compare(held.release(), other.release()) < 0 ? other : held);
      }
    }
    return new Ledger(trade, drafts.values().stream().map(Draft::toRow).toList());
  }

  /// Of complete releases for one period only the newest counts.
  private static Set<Long> replaced(List<ReleaseScope> scopes) {
    Map<DateWindow, Release> newest = new HashMap<>();
    var byId = new HashMap<Long, Release>();
    scopes.stream().map(ReleaseScope::release).filter(Release::complete).forEach(each -> byId.put(each.id(), each));
    Collection<Release> complete = byId.values();
    for (Release release : complete) {
      newest.merge(release.period(), release, (held, other) ->
          Release.BY_KNOWLEDGE.compare(held, other) < 0 ? other : held);
    }
    return complete.stream()
        .filter(release -> release.id() != newest.getOrDefault(release.period(), release).id())
        .map(Release::id)
        .collect(Collectors.toSet());
  }

  private static Draft draft(Map<Key, Draft> drafts, DateWindow period, @Nullable Integer marketYear) {
    return drafts.computeIfAbsent(Key.of(period, marketYear), _ -> new Draft(period, marketYear));
  }
}
