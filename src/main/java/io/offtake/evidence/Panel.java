package io.offtake.evidence;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.offtake.calendar.DateWindow;
import io.offtake.quantity.Unit;
import io.offtake.reference.Blocs;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// Everything that is held, at one data version: immutable, and therefore the same for every reader of that
/// version. Questions are asked of a [View] of it.
public final class Panel {

  private record Subject(SourceId source, CommodityId commodity) {}

  private record Told(
      SourceId source, CommodityId commodity, PartyId origin, Set<Measure> measures, @Nullable Unit unit) {}

  /// Figures of one unit: what is in money and what is in tonnes are never added.
  private record Drawn(Trade trade, Unit unit) {}

  private record Fields(SourceId source, CommodityId commodity, Set<Measure> measures) {

    boolean areOf(Observation figure) {
      return figure.series().source().equals(source) && figure.series().commodity().equals(commodity);
    }
  }

  private record Known(Release release, long dataVersion) {}

  /// What a release says of some measures of a commodity in one period, all destinations together.
  private record Statement(Release release, Part part, LocalDate end, boolean otherThanZero) {}

  /// What a later version brought.
  public record Growth(
      Collection<Observation> observations,
      Collection<ReleaseScope> scopes,
      Collection<Retraction> retractions,
      Collection<HeldBack> heldBack,
      Collection<HeldBack.Relief> reliefs) {}

  /// What a data version brought of a commodity in a release: what is held back is such a part.
  private record Part(long release, CommodityId commodity, long dataVersion) {

    static Part of(HeldBack heldBack) {
      return new Part(heldBack.release().id(), heldBack.commodity(), heldBack.dataVersion());
    }

    static Part of(Observation figure) {
      return new Part(figure.release().id(), figure.series().commodity(), figure.dataVersion());
    }

    static Part of(ReleaseScope scope) {
      return new Part(scope.release().id(), scope.commodity(), scope.dataVersion());
    }
  }

  /// What a view holds of a source rests on no more than this, as long as it is a view of one panel.
  ///
  /// @param panel  stands for the panel and keeps nothing of it
  /// @param newest  when the source told something for the last time, or took something back
  public record Standpoint(Object panel, SourceId source, long dataVersion, Instant newest) {}

  private final Object identity = new Object();
  private final long dataVersion;
  private final Map<Trade, List<Observation>> byTrade;
  private final Map<String, List<Observation>> byDocument;
  private final Map<Long, List<Observation>> byRelease;
  private final Map<Subject, List<ReleaseScope>> scopes;
  private final Map<SourceId, List<Known>> releases;
  private final Map<Long, Retraction> retractions;
  private final Map<Part, List<HeldBack>> heldBack;
  private final Map<Long, HeldBack.Relief> reliefs;
  private final Map<Fields, List<Statement>> statements = new ConcurrentHashMap<>();

  private Panel(
      long dataVersion,
      Map<Trade, List<Observation>> byTrade,
      Map<String, List<Observation>> byDocument,
      Map<Long, List<Observation>> byRelease,
      Map<Subject, List<ReleaseScope>> scopes,
      Map<SourceId, List<Known>> releases,
      Map<Long, Retraction> retractions,
      Map<Part, List<HeldBack>> heldBack,
      Map<Long, HeldBack.Relief> reliefs) {
    this.dataVersion = dataVersion;
    this.byTrade = byTrade;
    this.byDocument = byDocument;
    this.byRelease = byRelease;
    this.scopes = scopes;
    this.releases = releases;
    this.retractions = retractions;
    this.heldBack = heldBack;
    this.reliefs = reliefs;
  }

  public static Panel empty() {
    return new Panel(0, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of());
  }

  /// This panel and what a later version brought.
  public Panel with(long laterVersion, Growth growth) {
    var earliest = new HashMap<Release, Long>();
    growth.scopes().forEach(scope -> earliest.merge(scope.release(), scope.dataVersion(), Math::min));
    // A release that speaks for nothing but its figures is one too.
    growth.observations().forEach(figure -> earliest.merge(figure.release(), figure.dataVersion(), Math::min));
    Set<Long> held = releases.values().stream().flatMap(List::stream).map(each -> each.release().id())
        .collect(Collectors.toSet());
    var known = earliest.entrySet().stream()
        .filter(entry -> !held.contains(entry.getKey().id()))
        .map(entry -> new Known(entry.getKey(), entry.getValue()))
        .toList();
    var later = new Panel(
        laterVersion,
        grown(byTrade, growth.observations(), observation -> Trade.of(observation.series())),
        grown(byDocument, growth.observations(), observation -> observation.provenance().document()),
        grown(byRelease, growth.observations(), observation -> observation.release().id()),
        grown(scopes, growth.scopes(), scope -> new Subject(scope.release().source(), scope.commodity())),
        inOrder(grown(releases, known, each -> each.release().source()), known),
        joined(retractions, growth.retractions(), retraction -> retraction.release().id()),
        grown(heldBack, growth.heldBack(), Part::of),
        joined(reliefs, growth.reliefs(), HeldBack.Relief::heldBack));
    statements.forEach((fields, drawn) -> later.statements.put(fields, Stream.concat(drawn.stream(),
        drawn(fields, growth.observations().stream().filter(fields::areOf)).stream()).toList()));
    return later;
  }

  private static <K, V> Map<K, V> joined(Map<K, V> held, Collection<V> added, Function<V, K> key) {
    var all = new HashMap<>(held);
    added.forEach(each -> all.put(key.apply(each), each));
    return Map.copyOf(all);
  }

  private static <K, V> Map<K, List<V>> grown(Map<K, List<V>> held, Collection<V> added, Function<V, K> key) {
    var all = new HashMap<>(held);
    added.stream().collect(Collectors.groupingBy(key)).forEach((each, more) ->
        all.merge(each, List.copyOf(more), (before, after) -> Stream.concat(before.stream(), after.stream()).toList()));
    return Map.copyOf(all);
  }

  /// The sources of which releases were added, each in the order in which its releases became known.
  private static Map<SourceId, List<Known>> inOrder(Map<SourceId, List<Known>> all, List<Known> added) {
    if (added.isEmpty()) {
      return all;
    }
    var sorted = new HashMap<>(all);
    added.stream().map(each -> each.release().source()).distinct().forEach(source -> sorted.computeIfPresent(source,
        (_, list) -> list.stream().sorted(Comparator.comparing(Known::release, Release.BY_KNOWLEDGE)).toList()));
    return Map.copyOf(sorted);
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

  /// Every release of a source that is held and stands, in the order they became known.
  public List<Release> releases(SourceId source) {
    return at(Instant.MAX).releases(source);
  }

  /// Every release of a source that is held, retracted or held back or neither.
  public Stream<Release> everyRelease(SourceId source) {
    return releases.getOrDefault(source, List.of()).stream().map(Known::release);
  }

  /// Every figure of a trade that is held, retracted or held back or neither.
  public Stream<Observation> everyObservation(Trade trade) {
    return byTrade.getOrDefault(trade, List.of()).stream();
  }

  /// All that was ever held back, in the order it came.
  public List<HeldBack> heldBack() {
    return heldBack.values().stream().flatMap(List::stream).sorted(Comparator.comparingLong(HeldBack::id)).toList();
  }

  /// How held-back figures were released.
  public Optional<HeldBack.Relief> relief(HeldBack of) {
    return Optional.ofNullable(reliefs.get(of.id()));
  }

  /// The figures that are, or were, held back.
  public Stream<Observation> figuresOf(HeldBack of) {
    return observationsOf(of.release()).filter(figure -> Part.of(figure).equals(Part.of(of)) && of.isOf(figure));
  }

  /// A release by its id, whether it stands or was retracted.
  public Optional<Release> release(long id) {
    return releases.values().stream()
        .flatMap(List::stream)
        .map(Known::release)
        .filter(release -> release.id() == id)
        .findFirst();
  }

  /// The releases of a source that were retracted, whenever.
  public List<Retraction> retractions(SourceId source) {
    return retractions.values().stream()
        .filter(retraction -> retraction.release().source().equals(source))
        .sorted(Comparator.comparingLong(Retraction::dataVersion))
        .toList();
  }

  /// Every figure of a trade that is held and stands, all vintages.
  public List<Observation> observations(Trade trade) {
    return at(Instant.MAX).observations(trade).toList();
  }

  /// The figures that a document brought.
  public List<Observation> observationsOf(String document) {
    return byDocument.getOrDefault(document, List.of());
  }

  /// The commodities that a release speaks of.
  public Set<CommodityId> commoditiesOf(Release release) {
    return Stream.concat(scopesOf(release).map(ReleaseScope::commodity),
        observationsOf(release).map(figure -> figure.series().commodity())).collect(Collectors.toSet());
  }

  /// What a release speaks for, whether it stands or was retracted.
  public Stream<ReleaseScope> scopesOf(Release release) {
    return scopes.entrySet().stream()
        .filter(entry -> entry.getKey().source().equals(release.source()))
        .flatMap(entry -> entry.getValue().stream())
        .filter(scope -> scope.release().equals(release));
  }

  /// The figures of one release, whether it stands or was retracted.
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
    return at(Instant.MAX).scopes(source, commodity)
        .anyMatch(scope -> scope.release().period().equals(period)
            && Objects.equals(scope.marketYear(), marketYear)
            && scope.destinations().equals(destinations));
  }

  /// The end of the newest period of which a full report of a commodity is held.
  public Optional<LocalDate> newestFullPeriodEnd(SourceId source, CommodityId commodity) {
    return at(Instant.MAX).scopes(source, commodity)
        .filter(scope -> scope.destinations().isEmpty())
        .map(scope -> scope.release().period().last())
        .max(LocalDate::compareTo);
  }

  /// The end of the newest period of which any report of a commodity is held.
  public Optional<LocalDate> newestPeriodEnd(SourceId source, CommodityId commodity) {
    return at(Instant.MAX).scopes(source, commodity)
        .map(scope -> scope.release().period().last())
        .max(LocalDate::compareTo);
  }

  /// Every release that states one of the measures, period by period: drawn up when it is first asked for, once for all
  /// views, and carried on by what later versions bring.
  private List<Statement> statements(Fields fields) {
    return statements.computeIfAbsent(fields, _ -> drawn(fields, byTrade.entrySet().stream()
        .filter(entry -> entry.getKey().source().equals(fields.source())
            && entry.getKey().commodity().equals(fields.commodity()))
        .flatMap(entry -> entry.getValue().stream())));
  }

  private static List<Statement> drawn(Fields fields, Stream<Observation> figures) {
    record Said(Part part, LocalDate end) {}
    var said = new HashMap<Said, Statement>();
    figures.filter(each -> fields.measures().contains(each.series().measure())).forEach(each -> said.merge(
        new Said(Part.of(each), each.period().last()),
        new Statement(each.release(), Part.of(each), each.period().last(), !each.value().isZero()),
        (held, other) -> held.otherThanZero() ? held : other));
    return List.copyOf(said.values());
  }

  /// The panel as it was known at an instant. Everything released later is invisible, and so is what a release said
  /// that had been retracted by then.
  public final class View {

    private final Instant asOf;
    private final long atDataVersion;
    private final Map<Drawn, Ledger> ledgers = new ConcurrentHashMap<>();
    private final Map<Fields, Stated> stated = new ConcurrentHashMap<>();
    private final Map<Told, Boolean> states = new ConcurrentHashMap<>();

    private View(Instant asOf, long atDataVersion) {
      this.asOf = asOf;
      this.atDataVersion = atDataVersion;
    }

    public Instant asOf() {
      return asOf;
    }

    /// How far a source had told: views of one panel that are told the same of it hold the same of it.
    public Standpoint standpoint(SourceId source) {
      Instant newest = newestOf(releases.getOrDefault(source, List.of()));
      return new Standpoint(identity, source, atDataVersion, retractions.values().stream()
          .filter(each -> each.release().source().equals(source) && each.isInForceAt(asOf, atDataVersion))
          .map(Retraction::retractedAt)
          .reduce(newest, (one, other) -> one.isBefore(other) ? other : one));
    }

    /// @param told  in the order in which they became known
    private Instant newestOf(List<Known> told) {
      int from = 0;
      int to = told.size();
      while (from < to) {
        int middle = (from + to) >>> 1;
        if (told.get(middle).release().isKnownAt(asOf)) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      return from == 0 ? Instant.MIN : told.get(from - 1).release().releasedAt();
    }

    /// What was known just before an instant, of the same data version.
    public View before(Instant instant) {
      // Instants are kept to the microsecond.
      return at(instant.minus(1, ChronoUnit.MICROS), atDataVersion);
    }

    /// The same view, which remembers nothing of this one: what is drawn from it goes with it.
    public View unkept() {
      return new View(asOf, atDataVersion);
    }

    /// What was known of a trade in its unit of quantity; in money where that is all that is held.
    public Ledger ledger(Trade trade) {
      return ledger(trade, everyObservation(trade).map(each -> each.value().unit())
          .distinct()
          .min(Comparator.comparing((Unit unit) -> unit.dimension() == Unit.Dimension.MONEY)
              .thenComparing(Comparator.naturalOrder()))
          .orElse(Unit.TONNE));
    }

    /// What was known of a trade in one unit.
    public Ledger ledger(Trade trade, Unit unit) {
      return ledgers.computeIfAbsent(new Drawn(trade, unit), this::draw);
    }

    /// How the measures of a commodity were stated, to all destinations together.
    public Stated stated(SourceId source, CommodityId commodity, Set<Measure> measures) {
      return stated.computeIfAbsent(new Fields(source, commodity, measures), fields -> {
        var ends = new TreeSet<LocalDate>();
        var otherThanZero = new TreeSet<LocalDate>();
        statements(fields).stream()
            .filter(each -> each.part().dataVersion() <= atDataVersion && each.release().isKnownAt(asOf)
                && stands(each.release())
                && heldBack(each.part()).noneMatch(held -> held.destination() == null && held.measures().isEmpty()))
            .forEach(each -> {
              ends.add(each.end());
              if (each.otherThanZero()) {
                otherThanZero.add(each.end());
              }
            });
        return new Stated(ends, otherThanZero);
      });
    }

    /// Whether a source has told any of these measures of a commodity from an origin, to whatever destination. What it never
    /// tells of an origin is not held, however full its reports are; only what it does tell can be 0 for want of a row.
    ///
    /// @param commodity  of a basket, whether any of its parts was told
    /// @param measures  any of them; of all when empty
    /// @param unit  in which; in any when absent
    public boolean states(
        SourceId source, CommodityId commodity, PartyId origin, Set<Measure> measures, @Nullable Unit unit) {
      if (commodity.isBasket()) {
        return commodity.parts().stream().anyMatch(part -> states(source, part, origin, measures, unit));
      }
      return states.computeIfAbsent(new Told(source, commodity, origin, measures, unit), _ -> byTrade.keySet().stream()
          .filter(trade -> trade.source().equals(source) && trade.commodity().equals(commodity)
              && trade.origin().equals(origin))
          .anyMatch(trade -> observations(trade)
              .anyMatch(each -> (measures.isEmpty() || measures.contains(each.series().measure()))
                  && (unit == null || each.value().unit() == unit))));
    }

    /// Whether any figure of the trade was known; of one to a bloc, whether any to a member was, and of a basket, whether any
    /// of its parts was.
    ///
    /// @param unit  in which; in any when absent
    public boolean holds(Trade trade, @Nullable Unit unit) {
      if (trade.commodity().isBasket()) {
        return trade.commodity().parts().stream().anyMatch(part -> holds(trade.of(part), unit));
      }
      if (Blocs.standard().isBloc(trade.destination())) {
        return Blocs.standard().everMembers(trade.destination()).stream()
            .anyMatch(member -> holds(trade.to(member), unit));
      }
      return observations(trade).anyMatch(each -> unit == null || each.value().unit() == unit)
          || states(trade.source(), trade.commodity(), trade.origin(), Set.of(), unit)
              && scopes(trade.source(), trade.commodity()).anyMatch(scope -> scope.speaksFor(trade.destination()));
    }

    /// The trades of a source of which any figure was known.
    public Stream<Trade> trades(SourceId source) {
      return byTrade.keySet().stream()
          .filter(trade -> trade.source().equals(source))
          .filter(trade -> observations(trade).findAny().isPresent());
    }

    /// The releases of a source that stood and of which anything counted, in the order they became known.
    public List<Release> releases(SourceId source) {
      Set<Long> doubted = heldBack.keySet().stream().map(Part::release).collect(Collectors.toSet());
      return everyRelease(source).stream()
          .filter(release -> stands(release) && (!doubted.contains(release.id()) || countsAnyOf(release)))
          .toList();
    }

    private boolean countsAnyOf(Release release) {
      return scopesOf(release).anyMatch(scope -> scope.dataVersion() <= atDataVersion && counts(scope))
          || observationsOf(release).anyMatch(figure -> figure.dataVersion() <= atDataVersion
              && heldBack(figure).isEmpty());
    }

    /// The releases of a source, those among them that had been retracted or are held back, in the order they became
    /// known.
    public List<Release> everyRelease(SourceId source) {
      return releases.getOrDefault(source, List.of()).stream()
          .filter(known -> known.dataVersion() <= atDataVersion && known.release().isKnownAt(asOf))
          .map(Known::release)
          .toList();
    }

    /// That a release had been retracted.
    public Optional<Retraction> retraction(Release release) {
      return Optional.ofNullable(retractions.get(release.id()))
          .filter(retraction -> retraction.isInForceAt(asOf, atDataVersion));
    }

    /// The retracted releases of periods after the newest that a release stands for, commodity by commodity.
    public List<Release> withdrawn(SourceId source) {
      if (retractions.isEmpty()) {
        return List.of();
      }
      return everyRelease(source).stream()
          .filter(release -> !stands(release) && commoditiesOf(release).stream().anyMatch(commodity ->
              scopes(source, commodity).noneMatch(scope ->
                  !scope.release().period().last().isBefore(release.period().last()))))
          .toList();
    }

    private boolean stands(Release release) {
      Retraction retraction = retractions.get(release.id());
      return retraction == null || !retraction.isInForceAt(asOf, atDataVersion);
    }

    /// The release that became known last and stood, of all sources.
    public Optional<Release> newestRelease() {
      return releases.keySet().stream()
          .flatMap(source -> releases(source).stream())
          .max(Comparator.comparing(Release::releasedAt).thenComparingLong(Release::id));
    }

    /// The figures of a trade that were known and stood, every vintage of them.
    public Stream<Observation> observations(Trade trade) {
      return everyObservation(trade)
          .filter(observation -> stands(observation.release()) && !isHeldBack(observation));
    }

    /// That a figure was held back.
    public Optional<HeldBack> heldBack(Observation observation) {
      return heldBack(Part.of(observation)).filter(each -> each.isOf(observation)).findFirst();
    }

    /// Asked of every figure that is drawn: nearly none is.
    private boolean isHeldBack(Observation observation) {
      return isAnyHeldBackOf(Part.of(observation)) && heldBack(observation).isPresent();
    }

    private boolean isAnyHeldBackOf(Part part) {
      return !heldBack.isEmpty() && heldBack.containsKey(part);
    }

    private Stream<HeldBack> heldBack(Part part) {
      return heldBack.isEmpty()
          ? Stream.empty()
          : heldBack.getOrDefault(part, List.of()).stream()
              .filter(each -> each.dataVersion() <= atDataVersion && relief(each).isEmpty());
    }

    /// Whether a release speaks for a commodity at all, and not for nobody because all it says is held back.
    private boolean counts(ReleaseScope scope) {
      Part part = Part.of(scope);
      return !isAnyHeldBackOf(part)
          || heldBack(part).noneMatch(each -> each.destination() == null && each.measures().isEmpty());
    }

    /// How held-back figures had been released.
    public Optional<HeldBack.Relief> relief(HeldBack of) {
      return Optional.ofNullable(reliefs.get(of.id())).filter(relief -> relief.dataVersion() <= atDataVersion);
    }

    /// What of a source was held back, newest period last.
    public List<HeldBack> heldBack(SourceId source) {
      return heldBack.values().stream().flatMap(List::stream)
          .filter(each -> each.release().source().equals(source) && each.dataVersion() <= atDataVersion
              && each.release().isKnownAt(asOf) && stands(each.release()) && relief(each).isEmpty())
          .sorted(Comparator.comparing((HeldBack each) -> each.release().period().last())
              .thenComparingLong(HeldBack::id))
          .toList();
    }

    /// The figures of a trade that were known, those retracted or held back among them.
    public Stream<Observation> everyObservation(Trade trade) {
      return byTrade.getOrDefault(trade, List.of()).stream()
          .filter(observation -> observation.dataVersion() <= atDataVersion
              && observation.release().isKnownAt(asOf));
    }

    private Stream<ReleaseScope> scopes(SourceId source, CommodityId commodity) {
      return scopes.getOrDefault(new Subject(source, commodity), List.of()).stream()
          .filter(scope -> scope.dataVersion() <= atDataVersion && scope.release().isKnownAt(asOf)
              && stands(scope.release()) && counts(scope));
    }

    /// The periods of which a release that was withdrawn had printed a figure, each with the data version that withdrew it.
    /// Another report of before need not be silent of it: it may have said the same, and what says the same is kept once.
    private Map<DateWindow, Long> withdrawn(Trade trade) {
      Map<DateWindow, Long> withdrawn = new HashMap<>();
      if (!retractions.isEmpty()) {
        everyObservation(trade).filter(each -> !each.correction()).forEach(each -> retraction(each.release()).ifPresent(retraction ->
                withdrawn.merge(each.period(), retraction.dataVersion(), Math::max)));
      }
      return withdrawn;
    }

    private Ledger draw(Drawn drawn) {
      Trade trade = drawn.trade();
      boolean told = states(trade.source(), trade.commodity(), trade.origin(), Set.of(), drawn.unit());
      Map<DateWindow, Long> withdrawn = withdrawn(trade);
      return Ledger.of(trade, observations(trade).filter(each -> each.value().unit() == drawn.unit()).toList(), scopes(trade.source(), trade.commodity())
          .filter(scope -> told && scope.dataVersion() > withdrawn.getOrDefault(scope.release().period(), Long.MIN_VALUE))
          .filter(scope -> !isAnyHeldBackOf(Part.of(scope))
              || heldBack(Part.of(scope)).noneMatch(each -> each.isWholeOf(trade.destination())))
          .toList());
    }
  }
}
