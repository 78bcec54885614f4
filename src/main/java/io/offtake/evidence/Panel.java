package io.offtake.evidence;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.offtake.reference.CommodityId;

/// Everything that is held, at one data version: immutable, and therefore the same for every reader of that
/// version. Questions are asked of a [View] of it.
public final class Panel {

  private record Subject(SourceId source, CommodityId commodity) {}

  private record Known(Release release, long dataVersion) {}

  private final long dataVersion;
  private final Map<Trade, List<Observation>> byTrade;
  private final Map<Subject, List<ReleaseScope>> scopes;
  private final Map<SourceId, List<Known>> releases;

  public Panel(long dataVersion, Collection<Observation> observations, Collection<ReleaseScope> scopes) {
    this.dataVersion = dataVersion;
    this.byTrade = observations.stream()
        .collect(Collectors.groupingBy(observation -> Trade.of(observation.series()),
            Collectors.collectingAndThen(Collectors.toList(), List::copyOf)));
    this.scopes = scopes.stream()
        .collect(Collectors.groupingBy(scope -> new Subject(scope.release().source(), scope.commodity()),
            Collectors.collectingAndThen(Collectors.toList(), List::copyOf)));
    this.releases = scopes.stream()
        .collect(Collectors.toMap(ReleaseScope::release, ReleaseScope::dataVersion, Math::min))
        .entrySet().stream()
        .map(entry -> new Known(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparing(Known::release, Release.BY_KNOWLEDGE))
        .collect(Collectors.groupingBy(known -> known.release().source()));
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

  /// A panel with more in it.
  public Panel with(long newDataVersion, Collection<Observation> observations, Collection<ReleaseScope> added) {
    return new Panel(newDataVersion,
        Stream.concat(byTrade.values().stream().flatMap(List::stream), observations.stream()).toList(),
        Stream.concat(scopes.values().stream().flatMap(List::stream), added.stream()).toList());
  }

  /// The trades of which any figure is held, whenever it was released.
  public Collection<Trade> trades() {
    return byTrade.keySet();
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

    /// The releases of a source, in the order they became known.
    public List<Release> releases(SourceId source) {
      return releases.getOrDefault(source, List.of()).stream()
          .filter(known -> known.dataVersion() <= atDataVersion && known.release().isKnownAt(asOf))
          .map(Known::release)
          .toList();
    }

    /// The release that became known last, of all sources.
    public Optional<Release> newestRelease() {
      return releases.keySet().stream()
          .flatMap(source -> releases(source).stream())
          .max(Comparator.comparing(Release::releasedAt).thenComparing(Release::id));
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
