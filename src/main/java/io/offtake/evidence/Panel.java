package io.offtake.evidence;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.offtake.calendar.DateWindow;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// Everything that is held, at one data version: immutable, and therefore the same for every reader of that
/// version. Questions are asked of a [View] of it.
public final class Panel {

  private record Subject(SourceId source, CommodityId commodity) {}

  private record Known(Release release, long dataVersion) {}

  private final long dataVersion;
  private final Map<Trade, List<Observation>> byTrade;
  private final Map<String, List<Observation>> byDocument;
  private final Map<Long, List<Observation>> byRelease;
  private final Map<Subject, List<ReleaseScope>> scopes;
  private final Map<SourceId, List<Known>> releases;

  private Panel(
      long dataVersion,
      Map<Trade, List<Observation>> byTrade,
      Map<String, List<Observation>> byDocument,
      Map<Long, List<Observation>> byRelease,
      Map<Subject, List<ReleaseScope>> scopes,
      Map<SourceId, List<Known>> releases) {
    this.dataVersion = dataVersion;
    this.byTrade = byTrade;
    this.byDocument = byDocument;
    this.byRelease = byRelease;
    this.scopes = scopes;
    this.releases = releases;
  }

  public static Panel empty() {
    return new Panel(0, Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
  }

  /// This panel and what a later version brought.
  public Panel with(long laterVersion, Collection<Observation> observations, Collection<ReleaseScope> added) {
    var known = added.stream()
        .collect(Collectors.toMap(ReleaseScope::release, ReleaseScope::dataVersion, Math::min))
        .entrySet().stream()
        .map(entry -> new Known(entry.getKey(), entry.getValue()))
        .filter(each -> !releases.getOrDefault(each.release().source(), List.of()).contains(each))
        .toList();
    return new Panel(
        laterVersion,
        grown(byTrade, observations, observation -> Trade.of(observation.series())),
        grown(byDocument, observations, observation -> observation.provenance().document()),
        grown(byRelease, observations, observation -> observation.release().id()),
        grown(scopes, added, scope -> new Subject(scope.release().source(), scope.commodity())),
        grown(releases, known, each -> each.release().source()));
  }

  private static <K, V> Map<K, List<V>> grown(Map<K, List<V>> held, Collection<V> added, Function<V, K> key) {
    var all = new HashMap<>(held);
    added.stream().collect(Collectors.groupingBy(key)).forEach((each, more) ->
        all.merge(each, List.copyOf(more), (before, after) -> Stream.concat(before.stream(), after.stream()).toList()));
    return Map.copyOf(all);
  }

  public long dataVersion() {
    return dataVersion;
  }

  public View at(Instant asOf) {
    return at(asOf, dataVersion);
  }

  /// What this service could have answered about `asOf` when its data stood at an earlier version.
  public View at(Instant asOf, long atDataVersion) {
    return new View(asOf, atDataVersion);
  }

  /// The trades of which any figure is held, whenever it was released.
  public Collection<Trade> trades() {
    return byTrade.keySet();
  }

  /// Every release of a source that is held, in the order they became known.
  public List<Release> releases(SourceId source) {
    return at(Instant.MAX).releases(source);
  }

  /// Every figure of a trade that is held, all vintages.
  public List<Observation> observations(Trade trade) {
    return byTrade.getOrDefault(trade, List.of());
  }

  /// The figures that a document brought.
  public List<Observation> observationsOf(String document) {
    return byDocument.getOrDefault(document, List.of());
  }

  /// The figures of one release.
  public Stream<Observation> observationsOf(Release release) {
    return byRelease.getOrDefault(release.id(), List.of()).stream();
  }

  /// What the releases speak for that one data version brought.
  public Stream<ReleaseScope> scopesOfVersion(long version) {
    return scopes.values().stream().flatMap(List::stream).filter(scope -> scope.dataVersion() == version);
  }

  /// Whether a release of `period` is held that speaks for just these destinations.
  public boolean holdsScope(
      SourceId source,
      DateWindow period,
      CommodityId commodity,
      @Nullable Integer marketYear,
      Set<PartyId> destinations) {
    return scopes.getOrDefault(new Subject(source, commodity), List.of()).stream()
        .anyMatch(scope -> scope.release().period().equals(period)
            && Objects.equals(scope.marketYear(), marketYear)
            && scope.destinations().equals(destinations));
  }

  /// The end of the newest period of which a full report of a commodity is held.
  public Optional<LocalDate> newestFullPeriodEnd(SourceId source, CommodityId commodity) {
    return scopes.getOrDefault(new Subject(source, commodity), List.of()).stream()
        .filter(scope -> scope.destinations().isEmpty())
        .map(scope -> scope.release().period().last())
        .max(LocalDate::compareTo);
  }

  /// The panel as it was known at an instant. Everything released later is invisible.
  public final class View {

    private final Instant asOf;
    private final long atDataVersion;
    private final Map<Trade, Ledger> ledgers = new ConcurrentHashMap<>();

    private View(Instant asOf, long atDataVersion) {
      this.asOf = asOf;
      this.atDataVersion = atDataVersion;
    }

    public Instant asOf() {
      return asOf;
    }

    public Ledger ledger(Trade trade) {
      return ledgers.computeIfAbsent(trade, this::draw);
    }

    /// Whether any figure of the trade was known.
    public boolean holds(Trade trade) {
      return observations(trade).findAny().isPresent()
          || scopes(trade.source(), trade.commodity()).anyMatch(scope -> scope.speaksFor(trade.destination()));
    }

    /// The trades of a source of which any figure was known.
    public Stream<Trade> trades(SourceId source) {
      return byTrade.keySet().stream()
          .filter(trade -> trade.source().equals(source))
          .filter(trade -> observations(trade).findAny().isPresent());
    }

    /// The releases of a source, in the order they became known.
    public List<Release> releases(SourceId source) {
      return releases.getOrDefault(source, List.of()).stream()
          .filter(known -> known.dataVersion() <= atDataVersion && known.release().isKnownAt(asOf))
          .map(Known::release)
          .distinct()
          .sorted(Release.BY_KNOWLEDGE)
          .toList();
    }

    /// The release that became known last, of all sources.
    public Optional<Release> newestRelease() {
      return releases.keySet().stream()
          .flatMap(source -> releases(source).stream())
          .max(Comparator.comparing(Release::releasedAt).thenComparingLong(Release::id));
    }

    /// The figures of a trade that were known, every vintage of them.
    public Stream<Observation> observations(Trade trade) {
      return byTrade.getOrDefault(trade, List.of()).stream()
          .filter(observation -> observation.dataVersion() <= atDataVersion
              && observation.release().isKnownAt(asOf));
    }

    private Stream<ReleaseScope> scopes(SourceId source, CommodityId commodity) {
      return scopes.getOrDefault(new Subject(source, commodity), List.of()).stream()
          .filter(scope -> scope.dataVersion() <= atDataVersion && scope.release().isKnownAt(asOf));
    }

    private Ledger draw(Trade trade) {
      return Ledger.of(
          trade, observations(trade).toList(), scopes(trade.source(), trade.commodity()).toList());
    }
  }
}
