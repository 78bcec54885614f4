package io.offtake.assessment;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.offtake.calendar.DateWindow;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Reading;
import io.offtake.commitment.UnknownDestinations;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.Release;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.pace.Seasons;
import io.offtake.pairing.Track;
import io.offtake.pairing.Track.Point;
import io.offtake.pairing.Tracks;
import io.offtake.projection.Projection;
import io.offtake.projection.ProjectionModel;
import io.offtake.projection.score.Method;
import io.offtake.projection.score.QuantileForecast;
import io.offtake.projection.score.ScoredCase;
import io.offtake.projection.score.ScoredCase.Forecast;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodities;
import io.offtake.reference.Commodity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;

/// Replays a span of releases: at each, what the public knew then is projected with the model of today and held against
/// what is known now.
///
/// Every forecast sees one view of the panel, cut at the instant of the release, so nothing that came later can reach it.
/// Two things it does know that nobody knew then: the method itself, and outcomes where a release's instant is estimated.
///
/// The thresholds whose reaching is forecast are 0.6, 0.8, 1, 1.2 and 1.5 times what the same weeks brought a year
/// before.
public final class Backtest {

  private static final double[] SHARES_OF_LAST_YEAR = {0.6, 0.8, 1.0, 1.2, 1.5};
  private static final int WEEKS_A_YEAR = 52;

  private final Plan plan;
  private final Panel panel;
  private final long dataVersion;
  private final Commodities commodities;
  private final Questions questions;
  private final ProjectionModel model;
  private final List<Trade> trades;
  private final Map<Trade, Truth> truths = new HashMap<>();

  /// What is replayed.
  ///
  /// @param destinations  empty for all that are held
  /// @param from  releases from this day on, UTC
  /// @param to  up to this day
  /// @param everyWeeks  the releases of every n-th week, at least 1
  /// @param horizons  in weeks, each at least 1
  public record Plan(
      SourceId source,
      Measure measure,
      CommodityId commodity,
      PartyId origin,
      Set<PartyId> destinations,
      LocalDate from,
      LocalDate to,
      int everyWeeks,
      List<Integer> horizons) {
    public Plan {
      destinations = Set.copyOf(destinations);
      horizons = List.copyOf(horizons);
    }
  }

  private record Truth(Map<LocalDate, Double> counted) {

    Optional<Double> sum(List<LocalDate> ends) {
      double sum = 0;
      for (LocalDate end : ends) {
        Double week = counted.get(end);
        if (week == null) {
          return Optional.empty();
        }
        sum += week;
      }
      return Optional.of(sum);
    }
  }

  /// @param dataVersion  figures kept here later are not used, neither for forecasts nor for outcomes
  public Backtest(Plan plan, Panel panel, long dataVersion, Commodities commodities, ProjectionModel model) {
    this.plan = plan;
    this.panel = panel;
    this.dataVersion = dataVersion;
    this.commodities = commodities;
    this.questions = new Questions(commodities);
    this.model = model;
    this.trades = panel.trades().stream()
        .filter(trade -> trade.source().equals(plan.source()) && trade.commodity().equals(plan.commodity())
            && trade.origin().equals(plan.origin()) && !trade.destination().equals(PartyId.UNKNOWN)
            && (plan.destinations().isEmpty() || plan.destinations().contains(trade.destination())))
        .sorted(Comparator.comparing(Trade::destination))
        .toList();
  }

  /// The instants that are replayed, in order: the first release of every n-th week that brought a newer week.
  public List<Instant> instants() {
    var instants = new ArrayList<Instant>();
    LocalDate newest = LocalDate.MIN;
    LocalDate taken = null;
    for (Release release : panel.at(Instant.MAX, dataVersion).releases(plan.source())) {
      LocalDate end = release.period().last();
      if (!end.isAfter(newest)) {
        continue;
      }
      newest = end;
      LocalDate day = release.releasedAt().atZone(ZoneOffset.UTC).toLocalDate();
      boolean inSpan = !day.isBefore(plan.from()) && !day.isAfter(plan.to());
      if (inSpan && (taken == null || !end.isBefore(taken.plusWeeks(plan.everyWeeks())))) {
        taken = end;
        instants.add(release.releasedAt());
      }
    }
    return instants.stream().distinct().toList();
  }

  /// The cases of one instant whose outcome is known, by destination and horizon.
  ///
  /// @param pause  called between any two projections
  public List<ScoredCase> casesAt(Instant instant, Runnable pause) {
    Optional<Commodity> commodity = commodities.find(plan.commodity());
    Month startMonth = commodity.map(Commodity::marketingYearStart).orElse(null);
    if (commodity.isEmpty() || startMonth == null) {
      return List.of();
    }
    Unit unit = commodity.get().unit();
    var tracks = new Tracks(panel.at(instant, dataVersion));
    var cases = new ArrayList<ScoredCase>();
    for (Trade trade : trades) {
      Track track = tracks.track(trade, plan.measure(), unit, startMonth);
      if (!isLive(track)) {
        continue;
      }
      for (int horizon : plan.horizons()) {
        pause.run();
        scored(track, tracks, horizon, unit, startMonth).ifPresent(cases::add);
      }
    }
    return cases;
  }

  /// Whether a year of weeks is known and anything moved in it: of a buyer that is not there, a forecast of zero
  /// is right and says nothing.
  private static boolean isLive(Track track) {
    List<Point> newest = track.periods().reversed().stream().filter(Point::printed).limit(WEEKS_A_YEAR).toList();
    return newest.size() == WEEKS_A_YEAR && newest.stream().anyMatch(point -> point.flow().value().signum() != 0);
  }

  private Optional<ScoredCase> scored(Track track, Tracks tracks, int horizon, Unit unit, Month startMonth) {
    LocalDate origin = track.newest().map(Point::end).orElseThrow();
    List<LocalDate> left = origin.plusWeeks(1)
        .datesUntil(origin.plusWeeks(horizon).plusDays(1), Period.ofWeeks(1)).toList();
    Optional<Double> outcome = truth(track.trade(), unit, startMonth).sum(left);
    if (outcome.isEmpty()) {
      return Optional.empty();
    }
    double lastYear = new Seasons(track).sum(left, 1).orElse(0.0);
    double[] targets = lastYear > 0 ? times(lastYear, SHARES_OF_LAST_YEAR) : new double[0];
    var window = new DateWindow(left.getFirst().minusDays(6), left.getLast());
    long seed = Questions.seed(track, new UnknownDestinations.None(), window);
    if (!(model.project(questions.of(track, tracks, new Questions.Asked(
        0, lastYear, left, window, false, seed, false))) instanceof Projection.Estimated said)) {
      return Optional.empty();
    }
    double[] reach = new double[targets.length];
    for (int i = 0; i < targets.length; i++) {
      reach[i] = 1 - said.total().probabilityBelow(targets[i]);
    }
    var forecasts = new HashMap<Method, Forecast>();
    TradeRules.of(track, 0, left, startMonth)
        .forEach((rule, forecast) -> forecasts.put(rule, Forecast.of(forecast, targets)));
    forecasts.put(Method.PROJECTION, new Forecast(QuantileForecast.of(said.total()), reach));
    return Optional.of(new ScoredCase("%s, %s".formatted(track.trade(), plan.measure().id()), plan.measure(),
        plan.commodity(), track.trade().destination(), origin, left.getLast(), horizon,
        TradeRules.scale(track, horizon), outcome.get(), targets, forecasts));
  }

  private Truth truth(Trade trade, Unit unit, Month startMonth) {
    return truths.computeIfAbsent(trade, of -> {
      Track track = new Tracks(panel.at(Instant.MAX, dataVersion)).track(of, plan.measure(), unit, startMonth);
      var counted = new TreeMap<LocalDate, Double>();
      for (Point point : track.periods()) {
        if (point.printed() && point.period().days() == DateWindow.weekEnding(point.end()).days()) {
          counted.put(point.end(), point.counted().toDouble());
        }
      }
      return new Truth(counted);
    });
  }

  private static double[] times(double value, double[] shares) {
    double[] products = new double[shares.length];
    for (int i = 0; i < products.length; i++) {
      products[i] = value * shares[i];
    }
    return products;
  }

  /// One reading as it stood at each of `instants`, each from what was known then.
  public static List<Assessment> replay(
      Commitment commitment, Reading reading, List<Instant> instants, Panel panel, Assessor assessor) {
    return instants.stream()
        .flatMap(instant -> assessor.assess(commitment, reading, new Tracks(panel.at(instant)), false).stream())
        .toList();
  }

  /// The replayed assessments of a reading that can be scored, held against its final total.
  public static List<ScoredCase> scored(List<Assessment> replayed, Quantity outcome, Commodities commodities) {
    return replayed.stream()
        .flatMap(assessment -> IssuedProjection.of(assessment, commodities).stream())
        .map(issued -> issued.scored(outcome.toDouble()))
        .toList();
  }
}
