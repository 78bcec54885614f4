package io.offtake.assessment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import io.offtake.calendar.DateWindow;
import io.offtake.commitment.Citation;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.CommitmentId;
import io.offtake.commitment.Reading;
import io.offtake.commitment.ReadingWindow;
import io.offtake.commitment.Statement;
import io.offtake.commitment.Strength;
import io.offtake.commitment.Target;
import io.offtake.commitment.Terms;
import io.offtake.commitment.Tranche;
import io.offtake.commitment.UnknownDestinations;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.Release;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.pairing.Track;
import io.offtake.pairing.Track.Point;
import io.offtake.pairing.Tracks;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodities;
import io.offtake.reference.Commodity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;

/// Pledges that nobody made, lived through release by release: each is assessed as a declared commitment would have been,
/// from what the public knew then. Real commitments are too few to choose rules by.
///
/// What it knows that nobody knew then: the method, the record rate's rules, and release instants that are estimated.
public final class PastPledges {

  private static final int WEEKS_A_YEAR = 52;
  private static final int DAYS_A_WEEK = 7;
  private static final String READING = "pledged";

  private final Plan plan;
  private final Panel panel;
  private final long dataVersion;
  private final Commodities commodities;
  private final Assessor assessor;
  private final List<Trade> trades;
  private final Map<Trade, Map<LocalDate, Quantity>> outcomes = new HashMap<>();

  /// Which pledges.
  ///
  /// @param measure  what they count
  /// @param destinations  empty for all that are held; totals and buyers not yet named are left out
  /// @param from  windows that open on this day or later
  /// @param to  the last day on which one opens
  /// @param everyWeeks  a window opens every so many weeks, at least 1
  /// @param weeks  how long the windows are, each at least 2 and at most 52
  /// @param shares  of the same weeks a year before, each above 0
  public record Plan(
      SourceId source,
      Measure measure,
      List<CommodityId> commodities,
      PartyId origin,
      Set<PartyId> destinations,
      LocalDate from,
      LocalDate to,
      int everyWeeks,
      List<Integer> weeks,
      List<Double> shares) {
    public Plan {
      commodities = List.copyOf(commodities);
      destinations = Set.copyOf(destinations);
      weeks = List.copyOf(weeks);
      shares = List.copyOf(shares);
    }
  }

  /// Sees how a pledge stands at each release from the opening of its window until its outcome is known. Thousands are
  /// lived through at once, so it is told as it goes and keeps what it needs.
  public interface Witness {

    void see(Assessment assessment);
  }

  /// @param dataVersion  figures kept here later are not used, neither for assessments nor for outcomes
  public PastPledges(Plan plan, Panel panel, long dataVersion, Commodities commodities, Assessor assessor) {
    this.plan = plan;
    this.panel = panel;
    this.dataVersion = dataVersion;
    this.commodities = commodities;
    this.assessor = assessor;
    this.trades = panel.trades().stream()
        .filter(trade -> trade.source().equals(plan.source()) && plan.commodities().contains(trade.commodity())
            && trade.origin().equals(plan.origin()) && isCountry(trade.destination())
            && (plan.destinations().isEmpty() || plan.destinations().contains(trade.destination())))
        .sorted(Comparator.comparing(Trade::commodity).thenComparing(Trade::destination))
        .toList();
  }

  /// Whether pledges to it are tried: not totals, not a bloc's, not those of buyers not yet named.
  public static boolean isCountry(PartyId destination) {
    return destination.value().matches("[A-Z]{2}") && !destination.equals(PartyId.EUROPEAN_UNION);
  }

  /// The days on which windows open, in order, each the first day of a reporting week; none after the newest that is
  /// held, since nothing can be known of what became of it.
  public List<LocalDate> openings() {
    return openings(plan, panel, dataVersion);
  }

  /// The same, before anything is made ready for them.
  public static List<LocalDate> openings(Plan plan, Panel panel, long dataVersion) {
    List<LocalDate> weeks = panel.at(Instant.MAX, dataVersion).releases(plan.source()).stream()
        .map(release -> release.period().last().plusDays(1))
        .filter(day -> !day.isBefore(plan.from()) && !day.isAfter(plan.to()))
        .sorted()
        .toList();
    return weeks.isEmpty()
        ? List.of()
        : weeks.getFirst().datesUntil(weeks.getLast().plusDays(1), Period.ofWeeks(plan.everyWeeks())).toList();
  }

  /// Lives through the pledges whose windows open on `opening` and whose outcome is known.
  ///
  /// @param witness  called for each of them, before all
  /// @param pause  called between any two assessments
  /// @return the witnesses after the last release, by trade, length of the window and share
  public <W extends Witness> List<W> from(LocalDate opening, Function<PastPledge, W> witness, Runnable pause) {
    Instant opened = opening.atStartOfDay(ZoneOffset.UTC).toInstant();
    var atOpening = new Tracks(panel.at(opened, dataVersion));
    var lives = new ArrayList<Life<W>>();
    for (Trade trade : trades) {
      for (int weeks : plan.weeks()) {
        pledges(trade, new DateWindow(opening, opening.plusWeeks(weeks).minusDays(1)), atOpening)
            .forEach(pledge -> lives.add(new Life<>(pledge, witness.apply(pledge))));
      }
    }
    if (lives.isEmpty()) {
      return List.of();
    }
    LocalDate last = lives.stream().map(life -> life.pledge.window().last()).max(Comparator.naturalOrder()).orElseThrow();
    for (Instant instant : instants(opened, last)) {
      var tracks = new Tracks(panel.at(instant, dataVersion));
      for (Life<W> life : lives) {
        pause.run();
        life.live(tracks);
      }
    }
    return lives.stream().map(life -> life.witness).toList();
  }

  private List<PastPledge> pledges(Trade trade, DateWindow window, Tracks atOpening) {
    Optional<Commodity> commodity = commodities.find(trade.commodity());
    Month startMonth = commodity.map(Commodity::marketingYearStart).orElse(null);
    if (commodity.isEmpty() || startMonth == null) {
      return List.of();
    }
    Unit unit = commodity.get().unit();
    Track known = atOpening.track(trade, plan.measure(), unit, startMonth);
    Optional<Quantity> outcome = sum(outcomes(trade, unit, startMonth), ends(window, 0));
    Optional<Quantity> lastYear = sum(counted(known), ends(window, WEEKS_A_YEAR)).filter(Quantity::isPositive);
    if (outcome.isEmpty() || lastYear.isEmpty()) {
      return List.of();
    }
    return plan.shares().stream()
        .map(share -> new PastPledge(trade, plan.measure(), window, share,
            Quantity.of(lastYear.get().value().multiply(BigDecimal.valueOf(share)).setScale(0, RoundingMode.HALF_UP), unit),
            outcome.get()))
        .filter(pledge -> pledge.target().isPositive())
        .toList();
  }

  /// The releases from the opening until the week that ends on `last` is known.
  private List<Instant> instants(Instant opened, LocalDate last) {
    return panel.at(Instant.MAX, dataVersion).releases(plan.source()).stream()
        .filter(release -> !release.releasedAt().isBefore(opened) && !release.period().last().isAfter(last))
        .map(Release::releasedAt)
        .distinct()
        .sorted()
        .toList();
  }

  private Map<LocalDate, Quantity> outcomes(Trade trade, Unit unit, Month startMonth) {
    return outcomes.computeIfAbsent(trade, of ->
        counted(new Tracks(panel.at(Instant.MAX, dataVersion)).track(of, plan.measure(), unit, startMonth)));
  }

  private static Map<LocalDate, Quantity> counted(Track track) {
    var counted = new HashMap<LocalDate, Quantity>();
    for (Point point : track.periods()) {
      if (point.printed() && point.period().days() == DAYS_A_WEEK) {
        counted.put(point.end(), point.counted());
      }
    }
    return counted;
  }

  private static List<LocalDate> ends(DateWindow window, int weeksBefore) {
    return window.first().plusDays(DAYS_A_WEEK - 1).datesUntil(window.last().plusDays(1), Period.ofWeeks(1))
        .map(end -> end.minusWeeks(weeksBefore))
        .toList();
  }

  /// Empty when a week is not held.
  private static Optional<Quantity> sum(Map<LocalDate, Quantity> counted, List<LocalDate> ends) {
    List<Quantity> found = ends.stream().flatMap(end -> Optional.ofNullable(counted.get(end)).stream()).toList();
    return found.size() == ends.size() ? found.stream().reduce(Quantity::plus) : Optional.empty();
  }

  private final class Life<W extends Witness> {

    private final PastPledge pledge;
    private final W witness;
    private final Commitment commitment;
    private final Reading reading;
    private boolean over;

    Life(PastPledge pledge, W witness) {
      this.pledge = pledge;
      this.witness = witness;
      this.reading = reading(pledge);
      this.commitment = commitment(pledge, reading);
    }

    /// Assesses the pledge unless all of it was known before.
    void live(Tracks tracks) {
      if (over) {
        return;
      }
      assessor.assess(commitment, reading, tracks, false).ifPresent(assessment -> {
        witness.see(assessment);
        over = assessment.pairing().filter(pairing -> pairing.endsLeft().isEmpty()).isPresent();
      });
    }
  }

  private static Reading reading(PastPledge pledge) {
    var opened = new Statement(pledge.window().first().atStartOfDay(ZoneOffset.UTC).toInstant(), false);
    return new Reading(READING, "%s in the window".formatted(pledge.measure().id()), READING, pledge.measure(),
        new UnknownDestinations.None(), new ReadingWindow.Days(pledge.window()), List.of(pledge.trade().source()),
        List.of(), opened, "Offtake", null, false);
  }

  private static Commitment commitment(PastPledge pledge, Reading reading) {
    Trade trade = pledge.trade();
    DateWindow window = pledge.window();
    String id = String.format(Locale.ROOT, "past-pledge-%s-%s-%s-%dw-k%03.0f", trade.commodity(), trade.destination(),
        window.first(), pledge.weeks(), pledge.share() * 100).toLowerCase(Locale.ROOT);
    String title = String.format(Locale.ROOT, "%.2f of last year's %s to %s, %s", pledge.share(), trade.commodity(),
        trade.destination(), window);
    var tranche = new Tranche(READING, window.first(), window.last(),
        new Target.AtLeast(pledge.target(), false, false), false, null, true);
    var terms = new Terms(1, reading.stated(), "Offtake", title, new Citation(null, "Offtake", null, null), READING, null,
        List.of(tranche));
    return new Commitment(new CommitmentId(id), title, trade.destination().value(), trade.origin().value(),
        List.of(trade.commodity()), Strength.AGREEMENT, List.of(terms), List.of(reading), null, null, null);
  }
}
