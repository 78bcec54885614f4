package io.offtake.document;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.offtake.calendar.DateWindow;
import io.offtake.document.Identities.Place;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// Takes rows that call several weeks one for what they are: one observation from the row before to their own end. All that
/// such a row says is true of those weeks together, whichever of them brought it; of its own week it may be three times the
/// truth.
final class SeveralWeeks {

  private static final int DAYS_A_WEEK = 7;

  private final SourceId source;
  private final List<PublishedRelease> releases = new ArrayList<>();
  private final List<DoubtfulRow> doubtful = new ArrayList<>();

  private SeveralWeeks(SourceId source) {
    this.source = source;
  }

  /// @param releases  with such rows in releases of their own
  /// @param doubtful  what was read so
  record Taken(List<PublishedRelease> releases, List<DoubtfulRow> doubtful) {
    Taken {
      releases = List.copyOf(releases);
      doubtful = List.copyOf(doubtful);
    }
  }

  static Taken in(SourceId source, Panel.View held, List<PublishedRelease> releases) {
    if (!source.equals(SourceId.FAS_EXPORT_SALES)) {
      return new Taken(releases, List.of());
    }
    Map<Place, LocalDate> starts = new Identities(source, held).overSeveralWeeks(releases);
    if (starts.isEmpty()) {
      return new Taken(releases, List.of());
    }
    var taken = new SeveralWeeks(source);
    releases.forEach(release -> taken.take(release, starts));
    return new Taken(taken.releases, taken.doubtful);
  }

  private void take(PublishedRelease release, Map<Place, LocalDate> starts) {
    Map<LocalDate, List<Figure>> wide = new TreeMap<>();
    List<Figure> rest = new ArrayList<>();
    for (Figure figure : release.figures()) {
      Optional<LocalDate> start = release.complete() || figure.kind() != Figure.Kind.PRINT || figure.marketYear() == null
          ? Optional.empty()
          : Optional.ofNullable(starts.get(new Place(
              new Trade(source, figure.commodity(), figure.origin(), figure.destination()), figure.marketYear(),
              figure.period().last())));
      start.ifPresentOrElse(
          day -> wide.computeIfAbsent(day, _ -> new ArrayList<>()).add(over(day, figure)), () -> rest.add(figure));
    }
    if (wide.isEmpty()) {
      releases.add(release);
      return;
    }
    wide.forEach((start, figures) -> {
      var period = new DateWindow(start, release.period().last());
      boolean whole = wide.size() == 1;
      releases.add(with(release, period, figures, release.coverage().stream()
          .flatMap(scope -> coverage(scope, figures, whole && destinations(scope, rest).isEmpty()).stream())
          .toList()));
      tell(period, figures);
    });
    List<Coverage> left = release.coverage().stream()
        .flatMap(scope -> left(scope, destinations(scope, wide.values().stream().flatMap(List::stream).toList()),
            destinations(scope, rest)).stream())
        .toList();
    if (!rest.isEmpty() || !left.isEmpty()) {
      releases.add(with(release, release.period(), rest, left));
    }
  }

  /// What the rows over several weeks are all of, or else they alone.
  private static Optional<Coverage> coverage(Coverage scope, List<Figure> figures, boolean whole) {
    Set<PartyId> destinations = destinations(scope, figures);
    return destinations.isEmpty() ? Optional.empty()
        : Optional.of(whole ? scope : new Coverage(scope.commodity(), scope.marketYear(), destinations));
  }

  private static Optional<Coverage> left(Coverage scope, Set<PartyId> taken, Set<PartyId> rest) {
    if (taken.isEmpty()) {
      return Optional.of(scope);
    }
    Set<PartyId> listed = new HashSet<>(scope.isFull() ? rest : scope.destinations());
    listed.removeAll(taken);
    return listed.isEmpty() ? Optional.empty() : Optional.of(new Coverage(scope.commodity(), scope.marketYear(), listed));
  }

  private static Set<PartyId> destinations(Coverage scope, List<Figure> figures) {
    return figures.stream()
        .filter(figure -> figure.commodity().equals(scope.commodity())
            && Objects.equals(figure.marketYear(), scope.marketYear()))
        .map(Figure::destination)
        .collect(Collectors.toSet());
  }

  private static PublishedRelease with(
      PublishedRelease release, DateWindow period, List<Figure> figures, List<Coverage> coverage) {
    return new PublishedRelease(
        period, release.releasedAt(), release.basis(), release.complete(), release.report(), figures, coverage);
  }

  private static Figure over(LocalDate start, Figure figure) {
    return new Figure(figure.measure(), figure.commodity(), figure.origin(), figure.destination(), figure.cadence(),
        new DateWindow(start, figure.period().last()), figure.marketYear(), figure.kind(), figure.value(), figure.line(),
        figure.carryOverIncluded());
  }

  private void tell(DateWindow period, List<Figure> figures) {
    record Part(CommodityId commodity, @Nullable Integer marketYear) {}
    Map<Part, List<Figure>> parts = figures.stream()
        .filter(figure -> figure.measure() == Measure.EXPORTED && !figure.value().isZero())
        .collect(Collectors.groupingBy(
            figure -> new Part(figure.commodity(), figure.marketYear()), LinkedHashMap::new, Collectors.toList()));
    parts.forEach((part, shipped) -> doubtful.add(new DoubtfulRow(shipped.getFirst().line(),
        ("%s, marketing year ending %s, week to %s: weekly exports (%s to %s) are what accumulated exports rose by in %d "
            + "weeks; taken as one observation from %s on").formatted(part.commodity(), part.marketYear(), period.last(),
            shipped.getFirst().value(), shipped.getFirst().destination(),
            ChronoUnit.DAYS.between(period.first(), period.last().plusDays(1)) / DAYS_A_WEEK, period.first()), true)));
  }
}
