package io.offtake.alert;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

import io.offtake.assessment.Assessment;
import io.offtake.evidence.Release;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.pace.Pace;
import io.offtake.pairing.CountedPeriod;
import io.offtake.pairing.Progress;
import io.offtake.projection.Projection;
import io.offtake.quantity.Quantity;
import io.offtake.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/// All that rules look at: one reading at one instant of knowledge. Plain values, so that they can be kept as they were
/// seen and a rule be tried on any past.
///
/// @param terms  the version of the terms in force
/// @param amendment  who announced it, and what, in words
/// @param retractions  releases withdrawn since the facts before
public record Facts(
    Subject subject,
    Instant asOf,
    long dataVersion,
    Judged judged,
    Balance balance,
    Rates rates,
    Odds odds,
    Seen seen,
    int terms,
    String amendment,
    List<Retraction> retractions) {

  public Facts {
    retractions = List.copyOf(retractions);
  }

  /// Which reading.
  ///
  /// @param stated  whether somebody had read the terms so in public
  /// @param open  whether the window is open at this instant, or reports of it are still to come or missing
  public record Subject(
      String commitment, String title, String reading, String label, boolean headline, boolean stated, boolean open) {}

  /// @param lastVerdict  the newest verdict that could be given, this one or an earlier; absent when none could ever
  /// @param clears  what would change the verdict, in words
  public record Judged(Verdict verdict, @Nullable Verdict lastVerdict, String summary, String clears) {}

  /// @param fulfilledAtLeast  whether a part of the window so far is not held, so that `fulfilled` is the least it can be
  /// @param unit  of all amounts and rates of these facts
  public record Balance(
      @Nullable LocalDate deadline,
      @Nullable BigDecimal target,
      @Nullable BigDecimal fulfilled,
      boolean fulfilledAtLeast,
      @Nullable String unit) {}

  /// Rates are in the unit a week.
  public record Rates(
      int reportsLeft,
      @Nullable Double requiredPerWeek,
      @Nullable Double actualOf4Weeks,
      @Nullable Double actualOf12Weeks,
      @Nullable LocalDate lastSafeDate) {}

  /// What is projected.
  ///
  /// @param shortfallProbability  from 0 to 1
  /// @param notEstimable  why nothing is, in words
  public record Odds(
      @Nullable Double shortfallProbability,
      @Nullable Double p10,
      @Nullable Double p50,
      @Nullable Double p90,
      @Nullable String notEstimable) {}

  /// The evidence.
  ///
  /// @param releases  how many releases it counts
  /// @param newPeriods  the periods of the window that became known since the facts before, in order
  /// @param overdueSince  when the first missing release was due
  public record Seen(
      @Nullable String source,
      @Nullable LocalDate newestPeriodEnd,
      @Nullable Instant newestRelease,
      int releases,
      List<PeriodFlow> newPeriods,
      List<LocalDate> overdue,
      @Nullable Instant overdueSince) {

    public Seen {
      newPeriods = List.copyOf(newPeriods);
      overdue = List.copyOf(overdue);
    }
  }

  /// What one period brought by its own figures, in the unit of the reading.
  public record PeriodFlow(LocalDate periodEnd, BigDecimal flow) {}

  /// A release of the reading's own trade that was withdrawn.
  ///
  /// @param releasedAt  when the public had had it
  /// @param counted  whether a period of the window rested on it, by a first print or by a correction
  public record Retraction(
      String source, LocalDate periodEnd, Instant releasedAt, Instant retractedAt, String reason, boolean counted) {}

  /// What an assessment says to the rules.
  ///
  /// @param before  the facts of the same reading that were seen last; absent at first sight
  /// @param retractions  releases of the reading's trade withdrawn since `before`
  public static Facts of(
      Assessment assessment,
      ReleaseCalendars calendars,
      long dataVersion,
      @Nullable Facts before,
      List<Retraction> retractions) {
    var terms = assessment.commitment().termsAsOf(assessment.asOf());
    return new Facts(
        new Subject(
            assessment.commitment().id().value(),
            assessment.commitment().title(),
            assessment.reading().id(),
            assessment.reading().label(),
            assessment.headline(),
            !assessment.notYetStated(),
            isOpen(assessment)),
        assessment.asOf(),
        dataVersion,
        judged(assessment, before),
        balance(assessment),
        assessment.pace().map(Facts::rates).orElse(new Rates(0, null, null, null, null)),
        odds(assessment.projection().orElse(null)),
        assessment.progress().map(progress -> seen(progress, calendars, before))
            .orElse(new Seen(null, null, null, 0, List.of(), List.of(), null)),
        terms.map(version -> version.version()).orElse(0),
        terms.map(version -> version.announcedBy() + ": " + version.summary()).orElse(""),
        retractions);
  }

  private static Judged judged(Assessment assessment, @Nullable Facts before) {
    Verdict verdict = assessment.judgement().verdict();
    return new Judged(
        verdict,
        verdict != Verdict.UNOBSERVED ? verdict : before == null ? null : before.judged().lastVerdict(),
        assessment.judgement().why().summary(),
        assessment.judgement().why().whatWouldChangeIt());
  }

  private static Balance balance(Assessment assessment) {
    Optional<Progress> progress = assessment.progress();
    return new Balance(
        assessment.deadline().orElse(null),
        assessment.target().map(Quantity::value).orElse(null),
        progress.filter(Progress::isAnythingObserved).map(paired -> paired.fulfilled().middle().value()).orElse(null),
        progress.filter(Progress::isAtLeast).isPresent(),
        assessment.target().map(target -> target.unit().id()).orElse(null));
  }

  private static Rates rates(Pace pace) {
    return new Rates(
        pace.reportsLeft(),
        boxed(pace.requiredPerWeek()),
        boxed(pace.actual().w4()),
        boxed(pace.actual().w12()),
        pace.lastSafeDate().orElse(null));
  }

  private static Odds odds(@Nullable Projection projection) {
    return switch (projection) {
      case Projection.Estimated estimated -> new Odds(
          estimated.shortfallProbability(),
          estimated.total().quantile(0.1),
          estimated.total().quantile(0.5),
          estimated.total().quantile(0.9),
          null);
      case Projection.NotEstimable declined -> new Odds(null, null, null, null, declined.detail());
      case null -> new Odds(null, null, null, null, null);
    };
  }

  private static Seen seen(Progress progress, ReleaseCalendars calendars, @Nullable Facts before) {
    return new Seen(
        progress.source().value(),
        progress.newestPeriodEnd().orElse(null),
        progress.newestRelease().map(Release::releasedAt).orElse(null),
        progress.releases(),
        before == null ? List.of() : newPeriods(progress, before.seen(), before.asOf()),
        progress.overdueUpToEnd(),
        overdueSince(progress, calendars).orElse(null));
  }

  /// Whether no judgement is possible for want of evidence.
  public boolean lacksEvidence() {
    return judged.verdict() == Verdict.UNOBSERVED;
  }

  /// Whether the reading was answered from one source then and is from another now: their figures are not compared.
  boolean isOfAnotherSourceThan(Facts before) {
    return seen.source() != null && before.seen.source() != null && !seen.source().equals(before.seen.source());
  }

  /// Whether later facts would be compared with these otherwise than with `before`.
  public boolean isNewsAfter(@Nullable Facts before) {
    return before == null
        || !retractions.isEmpty()
        || !Objects.equals(seen.newestRelease(), before.seen.newestRelease())
        || !Objects.equals(seen.newestPeriodEnd(), before.seen.newestPeriodEnd())
        || judged.verdict() != before.judged.verdict()
        || judged.lastVerdict() != before.judged.lastVerdict()
        || terms != before.terms
        || isOfAnotherSourceThan(before)
        || !isSame(balance.fulfilled(), before.balance.fulfilled());
  }

  private static boolean isSame(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    return one == null || other == null ? one == null && other == null : one.compareTo(other) == 0;
  }

  private static boolean isOpen(Assessment assessment) {
    boolean ahead = assessment.deadline()
        .filter(day -> assessment.asOf().isBefore(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()))
        .isPresent();
    return ahead || assessment.progress().filter(progress -> !progress.isComplete()).isPresent();
  }

  private static List<PeriodFlow> newPeriods(Progress progress, Seen before, Instant then) {
    return progress.periods().stream()
        .filter(CountedPeriod::isObserved)
        .filter(period -> isNew(progress, period, before, then))
        .flatMap(period -> period.observed()
            .map(flow -> new PeriodFlow(period.period().last(), flow.value())).stream())
        .toList();
  }

  /// Of another source than before a period is new only when its report is.
  private static boolean isNew(Progress progress, CountedPeriod period, Seen before, Instant then) {
    if (before.source() != null && !before.source().equals(progress.source().value())) {
      return period.release().filter(release -> release.releasedAt().isAfter(then)).isPresent();
    }
    LocalDate known = before.newestPeriodEnd();
    return known == null || period.period().last().isAfter(known);
  }

  private static Optional<Instant> overdueSince(Progress progress, ReleaseCalendars calendars) {
    return progress.overdueUpToEnd().stream().findFirst().flatMap(first ->
        calendars.of(progress.source()).map(rule -> rule.due(first)));
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
