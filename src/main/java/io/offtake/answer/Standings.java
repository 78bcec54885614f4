package io.offtake.answer;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.offtake.answer.Assessments.Compared;
import io.offtake.assessment.Assessment;
import io.offtake.evidence.Release;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.SourceId;
import io.offtake.pairing.CountedPeriod;
import io.offtake.pairing.Pairing;
import io.offtake.pairing.Season;
import io.offtake.projection.Projection;
import io.offtake.quantity.Quantity;
import io.offtake.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/// What is said of a reading besides its assessment: how it stands to the release before, to last season and to the
/// calendar, and what its verdict rests on. Whatever door an answer leaves by says the same.
@Singleton
public class Standings {

  private static final int FEWEST_PAST_YEARS = 3;
  private static final int MOST_PAST_YEARS = 5;

  private final ReleaseCalendars calendars;

  Standings(ReleaseCalendars calendars) {
    this.calendars = calendars;
  }

  /// How a reading stands.
  ///
  /// @param daysLeft  to the deadline, negative when it has passed; absent where none is stated
  /// @param open  whether a report of the window is still to come
  /// @param whole  whether enough of the window so far is held to say what is left
  /// @param slackShare  the slack as a part of the target
  /// @param change  absent when there is no release before the newest
  public record Standing(
      Assessment now,
      @Nullable Integer daysLeft,
      boolean open,
      boolean whole,
      OptionalDouble slackShare,
      Optional<LastSeason> lastSeason,
      Optional<Change> change,
      List<Cause> causes,
      Optional<NextRelease> nextRelease,
      List<Overdue> overdue) {}

  /// The season before at the same point.
  ///
  /// @param total  of the whole season, where it is held
  /// @param periodEnd  of that season's period that answers to the newest one
  public record LastSeason(Quantity fulfilled, Optional<Quantity> total, Optional<LocalDate> periodEnd) {}

  /// What the newest release has changed.
  ///
  /// @param sourceBefore  set when another source was counted before: two sources count differently, and what lies
  ///     between them is no change
  /// @param shortfallProbability  now less before
  public record Change(
      Instant sinceRelease,
      Optional<SourceId> sourceBefore,
      Optional<Quantity> fulfilled,
      OptionalDouble slack,
      OptionalDouble shortfallProbability,
      Verdict verdictBefore) {}

  /// Something that a verdict rests on.
  ///
  /// @param periodEnd  of the release that it speaks of
  public record Cause(
      Kind kind, Instant at, Optional<SourceId> source, Optional<LocalDate> periodEnd, String text) {

    public enum Kind { RELEASE, RELEASE_OVERDUE, DEADLINE, TERMS }
  }

  /// The mean of the same window in years before.
  ///
  /// @param years  how many, without a gap from the last year back
  public record PastMean(int years, double mean) {}

  public record NextRelease(LocalDate periodEnd, Instant due) {}

  public record Overdue(LocalDate periodEnd, Instant dueAt) {}

  public Standing of(Compared compared) {
    Assessment now = compared.now();
    return new Standing(
        now,
        daysLeft(now),
        now.pace().filter(pace -> pace.reportsLeft() > 0).isPresent(),
        now.pairing().filter(Pairing::isPartial).isEmpty(),
        slackShare(now),
        now.pairing().filter(Pairing::isAnythingObserved).flatMap(Standings::lastSeason),
        change(compared),
        causes(now),
        now.pairing().flatMap(this::nextRelease),
        now.pairing().map(this::overdue).orElse(List.of()));
  }

  /// What the trade brought in the same window of past years, over 3 years and over 5 where all of them are held whole. Of
  /// a reading that is judged by a target; others have nothing to hold it against.
  public static List<PastMean> pastMeans(Assessment of) {
    if (of.target().isEmpty() || of.pairing().isEmpty() || of.pairing().get().periods().isEmpty()) {
      return List.of();
    }
    var totals = new ArrayList<Double>();
    for (int years = 1; years <= MOST_PAST_YEARS; years++) {
      Optional<Quantity> total = of.pairing().get().season(years).flatMap(Season::total);
      if (total.isEmpty()) {
        break;
      }
      totals.add(total.get().toDouble());
    }
    return Stream.of(FEWEST_PAST_YEARS, MOST_PAST_YEARS)
        .filter(years -> totals.size() >= years)
        .map(years -> new PastMean(years,
            totals.subList(0, years).stream().mapToDouble(Double::doubleValue).average().orElseThrow()))
        .toList();
  }

  /// Worst slack first, then those without a figure; unobserved ones after all that can be judged.
  ///
  /// @param verdict  of a row
  /// @param slackShare  likewise; null where there is none
  public static <R> Comparator<R> worstFirst(
      Function<R, Verdict> verdict,
      Function<R, @Nullable BigDecimal> slackShare,
      Function<R, String> commitment) {
    return Comparator.<R>comparingInt(row -> group(verdict.apply(row)))
        .thenComparing(slackShare, Comparator.nullsLast(Comparator.naturalOrder()))
        .thenComparing(commitment);
  }

  private static int group(Verdict verdict) {
    return switch (verdict) {
      case SHORTFALL_LIKELY, AT_RISK, ON_TRACK, MET, MISSED -> 0;
      case UNOBSERVED -> 1;
      case NOT_STARTED -> 2;
      case NOT_ASSESSABLE -> 3;
    };
  }

  /// How much is missing in the end when the total is at one of its quantiles: a high total is a low shortfall.
  public static double shortfall(Projection.Estimated estimated, double ofTotal, Quantity target) {
    return Math.max(0, target.toDouble() - estimated.total().quantile(ofTotal));
  }

  /// Whether a projection begins from less than the whole evidence.
  public static boolean isStale(Assessment of) {
    return of.pairing().filter(paired -> !paired.overdue().isEmpty() || paired.catchingUp()
        || !paired.missing().isEmpty() || paired.isAtLeast()).isPresent();
  }

  private static @Nullable Integer daysLeft(Assessment now) {
    return now.deadline()
        .map(deadline -> Math.toIntExact(
            ChronoUnit.DAYS.between(now.asOf().atZone(ZoneOffset.UTC).toLocalDate(), deadline)))
        .orElse(null);
  }

  private static OptionalDouble slackShare(Assessment now) {
    return now.slack().isPresent() && now.target().filter(Quantity::isPositive).isPresent()
        ? OptionalDouble.of(now.slack().getAsDouble() / now.target().get().toDouble())
        : OptionalDouble.empty();
  }

  private static Optional<LastSeason> lastSeason(Pairing pairing) {
    LocalDate newest = pairing.periods().reversed().stream()
        .filter(CountedPeriod::isObserved).map(period -> period.period().last()).findFirst().orElseThrow();
    return pairing.season(1).flatMap(season -> season.upTo(newest)
        .map(fulfilled -> new LastSeason(fulfilled, season.total(), season.endOf(newest))));
  }

  private static Optional<Change> change(Compared compared) {
    Optional<Assessment> before = compared.before();
    Optional<Pairing> was = before.flatMap(Assessment::pairing);
    Optional<Pairing> is = compared.now().pairing();
    Optional<Instant> since = was.flatMap(Pairing::newestRelease).map(Release::releasedAt);
    if (before.isEmpty() || was.isEmpty() || is.isEmpty() || since.isEmpty()) {
      return Optional.empty();
    }
    Verdict verdictBefore = before.get().judgement().verdict();
    SourceId sourceBefore = was.get().track().trade().source();
    if (!is.get().track().trade().source().equals(sourceBefore)
        || is.get().track().measure() != was.get().track().measure()) {
      return Optional.of(new Change(since.get(), Optional.of(sourceBefore), Optional.empty(), OptionalDouble.empty(),
          OptionalDouble.empty(), verdictBefore));
    }
    return Optional.of(new Change(
        since.get(),
        Optional.empty(),
        Optional.of(is.get().fulfilled().middle().minus(was.get().fulfilled().middle())),
        difference(compared.now().slack(), before.get().slack()),
        difference(probability(compared.now()), probability(before.get())),
        verdictBefore));
  }

  private static OptionalDouble difference(OptionalDouble now, OptionalDouble before) {
    return now.isPresent() && before.isPresent()
        ? OptionalDouble.of(now.getAsDouble() - before.getAsDouble())
        : OptionalDouble.empty();
  }

  private static OptionalDouble probability(Assessment assessment) {
    return assessment.projection().orElse(null) instanceof Projection.Estimated estimated
        ? OptionalDouble.of(estimated.shortfallProbability())
        : OptionalDouble.empty();
  }

  private List<Cause> causes(Assessment now) {
    var causes = new ArrayList<Cause>();
    now.pairing().ifPresent(pairing -> {
      pairing.newestRelease().ifPresent(release -> causes.add(new Cause(Cause.Kind.RELEASE, release.releasedAt(),
          Optional.of(release.source()), Optional.of(release.period().last()),
          "The release for the period that ends on %s is the newest that is known.".formatted(
              release.period().last()))));
      overdue(pairing).stream().findFirst().ifPresent(period -> causes.add(new Cause(Cause.Kind.RELEASE_OVERDUE,
          period.dueAt(), Optional.of(pairing.track().trade().source()), Optional.of(period.periodEnd()),
          "The release for the period that ends on %s fell due and has not come.".formatted(period.periodEnd()))));
    });
    now.deadline()
        .map(deadline -> deadline.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
        .filter(passed -> !passed.isAfter(now.asOf()))
        .ifPresent(passed -> causes.add(new Cause(
            Cause.Kind.DEADLINE, passed, Optional.empty(), Optional.empty(), "The deadline has passed.")));
    now.terms().ifPresent(terms -> causes.add(new Cause(
        Cause.Kind.TERMS, terms.announced().knownFrom(), Optional.empty(), Optional.empty(),
        "Version %d of the terms states the target.".formatted(terms.version()))));
    return List.copyOf(causes);
  }

  private Optional<NextRelease> nextRelease(Pairing pairing) {
    return calendars.of(pairing.track().trade().source()).flatMap(rule -> pairing.newestPeriodEnd()
        .map(newest -> rule.periodEndOnOrAfter(newest.plusDays(1)))
        .map(end -> new NextRelease(end, rule.due(end))));
  }

  private List<Overdue> overdue(Pairing pairing) {
    return calendars.of(pairing.track().trade().source()).stream()
        .flatMap(rule -> pairing.overdue().stream().map(end -> new Overdue(end, rule.due(end))))
        .toList();
  }
}
