package io.offtake.assessment;

import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

import io.offtake.calendar.MarketingYear;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.pairing.Pairing;
import io.offtake.pairing.Track;
import io.offtake.pairing.Tracks;
import io.offtake.projection.WeeklySeries;
import io.offtake.projection.nowcast.SilentSource;
import io.offtake.quantity.Unit;
import io.offtake.reference.Blocs;
import io.offtake.reference.Commodities;
import io.offtake.reference.Commodity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import io.offtake.text.Counted;

/// What two sources say of one trade week by week: the margin between them, and what the one that is silent would say.
public final class TwoSources {

  private static final int DRIFT_WEEKS = 13;
  private static final int FEWEST_SPANS = 13;
  private static final PartyId ORIGIN = new PartyId("US");
  private static final double LOW = 0.05;
  private static final double HIGH = 0.95;

  /// Who tells the same movement: what leaves is inspected before.
  private static final Map<SourceId, SourceId> OTHER = Map.of(
      SourceId.FAS_EXPORT_SALES, SourceId.FGIS_WEEKLY,
      SourceId.FGIS_WEEKLY, SourceId.FAS_EXPORT_SALES);
  private static final Map<SourceId, Measure> MOVED = Map.of(
      SourceId.FAS_EXPORT_SALES, Measure.EXPORTED,
      SourceId.FGIS_WEEKLY, Measure.INSPECTED);

  private final Commodities commodities;

  public TwoSources(Commodities commodities) {
    this.commodities = commodities;
  }

  /// What a silent source would say, or why that cannot be told.
  public sealed interface Nowcast {

    /// @param silent  the source that is silent
    /// @param other  the one that goes on
    /// @param estimate  of the silent weeks of the window
    record Estimated(SourceId silent, SourceId other, Measure measure, SilentSource.Estimate estimate) implements Nowcast {}

    /// @param because  in words
    record None(String because) implements Nowcast {}
  }

  /// The margin of a marketing year.
  ///
  /// @param weeks  that both sources tell
  /// @param margin  what the numerator says for each unit of the denominator; empty where that says nothing
  public record YearMargin(int marketingYear, int weeks, double numerator, double denominator, OptionalDouble margin) {}

  /// Whether the newest 13 weeks lie within what 13 weeks showed before.
  ///
  /// @param low  the 5th percentile of every 13 weeks before, one beginning each week
  /// @param high  the 95th
  public record Drift(LocalDate from, LocalDate to, double recent, double low, double high) {

    public boolean isOutOfBand() {
      return recent < low || recent > high;
    }
  }

  /// Exports of the export sales for each unit of the inspections.
  ///
  /// @param drift  absent where too little is held
  public record Margin(Trade numerator, Trade denominator, Unit unit, List<YearMargin> years, Optional<Drift> drift) {
    public Margin {
      years = List.copyOf(years);
    }
  }

  /// Of a reading, as known at the instant of `tracks`.
  public Nowcast nowcast(Assessment of, Tracks tracks) {
    if (of.pairing().isEmpty() || of.deadline().isEmpty()) {
      return new Nowcast.None("nothing is held that the reading counts, or it has no deadline");
    }
    Pairing pairing = of.pairing().get();
    Track track = pairing.track();
    SourceId silent = track.trade().source();
    SourceId other = OTHER.get(silent);
    if (other == null || MOVED.get(silent) != track.measure()) {
      return new Nowcast.None("no other source tells week by week what %s tells as %s".formatted(silent, track.measure().id()));
    }
    Optional<Month> start = startMonth(track.trade());
    if (start.isEmpty()) {
      return new Nowcast.None("several commodities or a bloc are counted together; ask for one of them");
    }
    return nowcast(of, track, tracks.track(track.trade().from(other), moved(other), track.unit(), start.get()));
  }

  private static Nowcast nowcast(Assessment of, Track track, Track told) {
    SourceId silent = track.trade().source();
    SourceId other = told.trade().source();
    Optional<WeeklySeries> held = WeeklySeries.of(track);
    Optional<WeeklySeries> speaking = WeeklySeries.of(told);
    if (held.isEmpty() || speaking.isEmpty()) {
      return new Nowcast.None("nothing of this trade is held from %s".formatted(held.isEmpty() ? silent : other));
    }
    LocalDate last = held.get().lastEnd();
    LocalDate until = earlier(speaking.get().lastEnd(), of.deadline().orElseThrow());
    if (of.windowStart().filter(last::isBefore).isPresent()) {
      return new Nowcast.None("the window begins while %s is silent".formatted(silent));
    }
    int weeks = held.get().weeksAhead(until);
    // A week that ends after the deadline is not counted.
    weeks -= last.plusWeeks(weeks).isAfter(until) ? 1 : 0;
    if (weeks < 1) {
      return new Nowcast.None("%s is not silent: %s tells no week of the window after the one to %s".formatted(silent, other, last));
    }
    if (weeks > SilentSource.LONGEST) {
      return new Nowcast.None("%s has been silent for %s; no more than %d are estimated".formatted(
          silent, Counted.of(weeks, "week"), SilentSource.LONGEST));
    }
    return new SilentSource(held.get(), speaking.get()).after(weeks)
        .<Nowcast>map(estimate -> new Nowcast.Estimated(silent, other, told.measure(), estimate))
        .orElseGet(() -> new Nowcast.None("too little of both sources is held to learn from, or %s lacks a week too".formatted(other)));
  }

  /// Of every commodity that both tell, to one destination; or of one commodity.
  public List<Margin> margins(Panel.View view, Optional<CommodityId> commodity, PartyId destination) {
    var tracks = new Tracks(view);
    List<Margin> margins = new ArrayList<>();
    for (Commodity each : commodities.all()) {
      if (commodity.isPresent() && !commodity.get().equals(each.id()) || each.marketingYearStart() == null) {
        continue;
      }
      var exported = new Trade(SourceId.FAS_EXPORT_SALES, each.id(), ORIGIN, destination);
      Trade inspected = exported.from(SourceId.FGIS_WEEKLY);
      if (view.holds(exported, each.unit()) && view.holds(inspected, each.unit())) {
        margin(exported, inspected, each, tracks).ifPresent(margins::add);
      }
    }
    return margins;
  }

  private static Optional<Margin> margin(Trade exported, Trade inspected, Commodity of, Tracks tracks) {
    Optional<WeeklySeries> numerator = series(exported, of, tracks);
    Optional<WeeklySeries> denominator = series(inspected, of, tracks);
    if (numerator.isEmpty() || denominator.isEmpty()) {
      return Optional.empty();
    }
    List<Week> weeks = both(numerator.get(), denominator.get());
    return weeks.isEmpty() ? Optional.empty() : Optional.of(new Margin(exported, inspected, of.unit(),
        years(weeks, Objects.requireNonNull(of.marketingYearStart())), drift(weeks)));
  }

  private static Optional<WeeklySeries> series(Trade trade, Commodity of, Tracks tracks) {
    return WeeklySeries.of(tracks.track(trade, moved(trade.source()), of.unit(),
        Objects.requireNonNull(of.marketingYearStart())));
  }

  /// A week that both tell.
  private record Week(LocalDate end, double numerator, double denominator) {}

  private static List<Week> both(WeeklySeries numerator, WeeklySeries denominator) {
    List<Week> weeks = new ArrayList<>();
    for (int i = 0; i < numerator.size(); i++) {
      LocalDate end = numerator.endOf(i);
      double other = denominator.at(end);
      if (!Double.isNaN(numerator.value(i)) && !Double.isNaN(other)) {
        weeks.add(new Week(end, numerator.value(i), other));
      }
    }
    return weeks;
  }

  private static List<YearMargin> years(List<Week> weeks, Month start) {
    List<YearMargin> years = new ArrayList<>();
    for (int i = 0; i < weeks.size();) {
      int year = MarketingYear.of(weeks.get(i).end(), start).endingYear();
      int first = i;
      while (i < weeks.size() && MarketingYear.of(weeks.get(i).end(), start).endingYear() == year) {
        i++;
      }
      List<Week> of = weeks.subList(first, i);
      double numerator = of.stream().mapToDouble(Week::numerator).sum();
      double denominator = of.stream().mapToDouble(Week::denominator).sum();
      years.add(new YearMargin(year, of.size(), numerator, denominator, quotient(numerator, denominator)));
    }
    return years;
  }

  private static Optional<Drift> drift(List<Week> weeks) {
    int spans = weeks.size() - DRIFT_WEEKS + 1;
    if (spans < 1 + DRIFT_WEEKS + FEWEST_SPANS) {
      return Optional.empty();
    }
    OptionalDouble recent = span(weeks, spans - 1);
    // None that shares a week with the newest.
    double[] before = IntStream.range(0, spans - DRIFT_WEEKS).mapToObj(first -> span(weeks, first))
        .flatMapToDouble(OptionalDouble::stream).sorted().toArray();
    if (recent.isEmpty() || before.length < FEWEST_SPANS) {
      return Optional.empty();
    }
    return Optional.of(new Drift(weeks.get(spans - 1).end(), weeks.getLast().end(), recent.getAsDouble(),
        quantile(before, LOW), quantile(before, HIGH)));
  }

  private static OptionalDouble span(List<Week> weeks, int first) {
    List<Week> of = weeks.subList(first, first + DRIFT_WEEKS);
    return quotient(of.stream().mapToDouble(Week::numerator).sum(), of.stream().mapToDouble(Week::denominator).sum());
  }

  private static OptionalDouble quotient(double numerator, double denominator) {
    return denominator > 0 ? OptionalDouble.of(numerator / denominator) : OptionalDouble.empty();
  }

  private static double quantile(double[] sorted, double p) {
    double position = p * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  private Optional<Month> startMonth(Trade trade) {
    return trade.commodity().isBasket() || Blocs.standard().isBloc(trade.destination()) ? Optional.empty()
        : commodities.find(trade.commodity()).flatMap(found -> Optional.ofNullable(found.marketingYearStart()));
  }

  private static Measure moved(SourceId source) {
    return Objects.requireNonNull(MOVED.get(source));
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }
}
