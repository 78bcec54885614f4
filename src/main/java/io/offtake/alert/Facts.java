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
import io.offtake.pairing.Pairing;
import io.offtake.pairing.Track.Point;
import io.offtake.projection.Projection;
import io.offtake.quantity.Quantity;
import io.offtake.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/// All that rules look at: one reading at one instant of knowledge. Plain values, so that they can be kept as they were
/// seen and a rule be tried on any past. Rates are in the unit a week; probabilities from 0 to 1.
///
/// @param open  whether the window is open at this instant, or reports of it are still to come or missing
/// @param stated  whether somebody had read the terms so in public
/// @param lastVerdict  the newest verdict that could be given, this one or an earlier; absent when none could ever
/// @param clears  what would change the verdict, in words
/// @param fulfilledAtLeast  whether a part of the window so far is not held, so that `fulfilled` is the least it can be
/// @param releases  how many releases the evidence counts
/// @param newPeriods  the periods of the window that became known since the facts before, in order
/// @param overdueSince  when the first missing release was due
/// @param terms  the version of the terms in force
/// @param amendment  who announced it, and what, in words
/// @param retractions  releases withdrawn since the facts before
public record Facts(
    String commitment,
    String title,
    String reading,
    String label,
    boolean headline,
    boolean stated,
    boolean open,
    Instant asOf,
    long dataVersion,
    Verdict verdict,
    @Nullable Verdict lastVerdict,
    String summary,
    String clears,
    @Nullable LocalDate deadline,
    @Nullable BigDecimal target,
    @Nullable BigDecimal fulfilled,
    boolean fulfilledAtLeast,
    @Nullable String unit,
    int reportsLeft,
    @Nullable Double requiredPerWeek,
    @Nullable Double actualOf4Weeks,
    @Nullable Double actualOf12Weeks,
    @Nullable LocalDate lastSafeDate,
    @Nullable Double shortfallProbability,
    @Nullable Double p10,
    @Nullable Double p50,
    @Nullable Double p90,
    @Nullable String notEstimable,
    @Nullable String source,
    @Nullable LocalDate newestPeriodEnd,
    @Nullable Instant newestRelease,
    int releases,
    List<PeriodFlow> newPeriods,
    List<LocalDate> overdue,
    @Nullable Instant overdueSince,
    int terms,
    String amendment,
    List<Retraction> retractions) {

  public Facts {
    newPeriods = List.copyOf(newPeriods);
    overdue = List.copyOf(overdue);
    retractions = List.copyOf(retractions);
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
    Optional<Pairing> pairing = assessment.pairing();
    Optional<Pace> pace = assessment.pace();
    Verdict verdict = assessment.judgement().verdict();
    Projection.Estimated estimated =
        assessment.projection().orElse(null) instanceof Projection.Estimated some ? some : null;
    var terms = assessment.commitment().termsAsOf(assessment.asOf());
    return new Facts(
        assessment.commitment().id().value(),
        assessment.commitment().title(),
        assessment.reading().id(),
        assessment.reading().label(),
        assessment.headline(),
        !assessment.notYetStated(),
        isOpen(assessment),
        assessment.asOf(),
        dataVersion,
        verdict,
        verdict != Verdict.UNOBSERVED ? verdict : before == null ? null : before.lastVerdict(),
        assessment.judgement().why().summary(),
        assessment.judgement().why().whatWouldChangeIt(),
        assessment.deadline().orElse(null),
        assessment.target().map(Quantity::value).orElse(null),
        pairing.filter(Pairing::isAnythingObserved).map(paired -> paired.fulfilled().middle().value()).orElse(null),
        pairing.filter(Pairing::isAtLeast).isPresent(),
        assessment.target().map(target -> target.unit().id()).orElse(null),
        pace.map(Pace::reportsLeft).orElse(0),
        boxed(pace.map(Pace::requiredPerWeek)),
        boxed(pace.map(known -> known.actual().w4())),
        boxed(pace.map(known -> known.actual().w12())),
        pace.flatMap(Pace::lastSafeDate).orElse(null),
        estimated == null ? null : estimated.shortfallProbability(),
        estimated == null ? null : estimated.total().quantile(0.1),
        estimated == null ? null : estimated.total().quantile(0.5),
        estimated == null ? null : estimated.total().quantile(0.9),
        assessment.projection().orElse(null) instanceof Projection.NotEstimable declined ? declined.detail() : null,
        pairing.map(paired -> paired.track().trade().source().value()).orElse(null),
        pairing.flatMap(Pairing::newestPeriodEnd).orElse(null),
        pairing.flatMap(Pairing::newestRelease).map(Release::releasedAt).orElse(null),
        pairing.map(Facts::releases).orElse(0),
        before == null ? List.of() : pairing.map(paired -> newPeriods(paired, before)).orElse(List.of()),
        pairing.map(Pairing::overdueUpToEnd).orElse(List.of()),
        pairing.flatMap(paired -> overdueSince(paired, calendars)).orElse(null),
        terms.map(version -> version.version()).orElse(0),
        terms.map(version -> version.announcedBy() + ": " + version.summary()).orElse(""),
        retractions);
  }

  /// Whether no judgement is possible for want of evidence.
  public boolean lacksEvidence() {
    return verdict == Verdict.UNOBSERVED;
  }

  /// Whether the reading was answered from one source then and is from another now: their figures are not compared.
  boolean isOfAnotherSourceThan(Facts before) {
    return source != null && before.source != null && !source.equals(before.source);
  }

  /// Whether later facts would be compared with these otherwise than with `before`.
  public boolean isNewsAfter(@Nullable Facts before) {
    return before == null
        || !retractions.isEmpty()
        || !Objects.equals(newestRelease, before.newestRelease)
        || !Objects.equals(newestPeriodEnd, before.newestPeriodEnd)
        || verdict != before.verdict
        || lastVerdict != before.lastVerdict
        || terms != before.terms
        || isOfAnotherSourceThan(before)
        || !Objects.equals(fulfilled, before.fulfilled);
  }

  private static boolean isOpen(Assessment assessment) {
    boolean ahead = assessment.deadline()
        .filter(day -> assessment.asOf().isBefore(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()))
        .isPresent();
    return ahead || assessment.pairing().filter(pairing -> !pairing.isComplete()).isPresent();
  }

  private static int releases(Pairing pairing) {
    return (int) pairing.track().periods().stream()
        .map(Point::release)
        .filter(Objects::nonNull)
        .distinct()
        .count();
  }

  private static List<PeriodFlow> newPeriods(Pairing pairing, Facts before) {
    return pairing.periods().stream()
        .filter(CountedPeriod::isObserved)
        .filter(period -> isNew(pairing, period, before))
        .flatMap(period -> period.observed()
            .map(flow -> new PeriodFlow(period.period().last(), flow.value())).stream())
        .toList();
  }

  /// Of another source than before a period is new only when its report is.
  private static boolean isNew(Pairing pairing, CountedPeriod period, Facts before) {
    if (before.source() != null && !before.source().equals(pairing.track().trade().source().value())) {
      return period.release().filter(release -> release.releasedAt().isAfter(before.asOf())).isPresent();
    }
    LocalDate known = before.newestPeriodEnd();
    return known == null || period.period().last().isAfter(known);
  }

  private static Optional<Instant> overdueSince(Pairing pairing, ReleaseCalendars calendars) {
    return pairing.overdueUpToEnd().stream().findFirst().flatMap(first ->
        calendars.of(pairing.track().trade().source()).map(rule -> rule.due(first)));
  }

  private static @Nullable Double boxed(Optional<OptionalDouble> value) {
    return value.filter(OptionalDouble::isPresent).map(OptionalDouble::getAsDouble).orElse(null);
  }
}
