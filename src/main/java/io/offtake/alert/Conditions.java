package io.offtake.alert;

import static java.time.temporal.ChronoUnit.DAYS;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

import io.offtake.alert.Finding.Stands;
import io.offtake.alert.Finding.StandsNot;
import io.offtake.alert.Finding.Unclear;
import io.offtake.quantity.Figures;
import io.offtake.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/// Holds the rules against the facts.
final class Conditions {

  private Conditions() {}

  /// @param active  whether the alert fires already: it then clears only beyond the hysteresis
  static Finding find(AlertRule rule, @Nullable Facts before, Facts now, boolean active) {
    if (rule.kind().needsWholeEvidence()) {
      Optional<Finding> settled = settled(now);
      if (now.lacksEvidence() && settled.isEmpty()) {
        return new Unclear(now.judged().summary());
      }
      if (settled.isPresent() && !(rule.kind() instanceof RuleKind.VerdictChanged && !now.lacksEvidence())) {
        return settled.get();
      }
    }
    return switch (rule.kind()) {
      case RuleKind.ShortfallProbability kind -> probability(kind, rule.hysteresis(), now, active);
      case RuleKind.PaceBelowRequired _ -> pace(rule.hysteresis(), now, active);
      case RuleKind.LastSafeDateWithin(int days) -> lastSafeDate(days, rule.hysteresis(), now, active);
      case RuleKind.VerdictChanged _ -> verdict(before, now);
      case RuleKind.TermsAmended _ -> terms(before, now);
      case RuleKind.NetCancellation(double size) -> cancellation(size, now);
      case RuleKind.SourceLate(int hours) -> late(hours, now);
      case RuleKind.EvidenceRetracted _ -> retracted(now);
    };
  }

  /// Where the outcome is known, or nothing is asked yet, there is no outlook to warn of.
  private static Optional<Finding> settled(Facts now) {
    return switch (now.judged().verdict()) {
      case NOT_ASSESSABLE, NOT_STARTED, MET, MISSED -> Optional.of(new StandsNot(now.judged().summary()));
      case UNOBSERVED, SHORTFALL_LIKELY, AT_RISK, ON_TRACK -> now.subject().open()
          ? Optional.empty()
          : Optional.of(new StandsNot("the window has closed: " + now.judged().summary()));
    };
  }

  private static Finding probability(
      RuleKind.ShortfallProbability kind, double hysteresis, Facts now, boolean active) {
    Double probability = now.odds().shortfallProbability();
    if (probability == null) {
      return new Unclear(now.odds().notEstimable() == null ? "there is no projection" : "no projection: " + now.odds().notEstimable());
    }
    double clearsBelow = kind.level() - hysteresis;
    boolean stands = active ? probability >= clearsBelow : probability >= kind.level() && probability < kind.below();
    if (stands) {
      return new Stands(active && probability < kind.level()
          ? said(probability, "not yet below %s", clearsBelow)
          : said(probability, "at or above %s", kind.level()));
    }
    return new StandsNot(probability >= kind.below()
        ? said(probability, "from %s on another rule's matter", kind.below())
        : said(probability, "below %s", active ? clearsBelow : kind.level()));
  }

  private static Finding pace(double hysteresis, Facts now, boolean active) {
    Double required = now.rates().requiredPerWeek();
    Double recent = now.rates().actualOf4Weeks();
    Double longer = now.rates().actualOf12Weeks();
    if (required == null) {
      return new StandsNot("no report of the window is left to come");
    }
    if (recent == null || longer == null) {
      return new Unclear("a week of the last 12 is missing, so the rate is not known");
    }
    double threshold = active ? required * (1 + hysteresis) : required;
    String said = "%s a week are required; the rate is %s over 4 weeks and %s over 12".formatted(
        amount(required, now), amount(recent, now), amount(longer, now));
    return recent < threshold && longer < threshold ? new Stands(said) : new StandsNot(said);
  }

  private static Finding lastSafeDate(int days, double hysteresis, Facts now, boolean active) {
    LocalDate safe = now.rates().lastSafeDate();
    if (safe == null) {
      return new StandsNot("there is no last safe date: nothing is left, or no record rate is known");
    }
    long left = DAYS.between(now.asOf().atZone(ZoneOffset.UTC).toLocalDate(), safe);
    String said = left < 0
        ? "the last safe date, %s, passed %d day%s ago".formatted(safe, -left, left == -1 ? "" : "s")
        : "the last safe date, %s, is %d day%s ahead".formatted(safe, left, left == 1 ? "" : "s");
    return left <= (active ? days + hysteresis : days) ? new Stands(said) : new StandsNot(said);
  }

  private static Finding verdict(@Nullable Facts before, Facts now) {
    Verdict last = before == null ? null : before.judged().lastVerdict();
    if (before == null || last == null || last == now.judged().verdict()) {
      return new StandsNot("the verdict is still " + now.judged().verdict().id());
    }
    String sources = now.isOfAnotherSourceThan(before)
        ? ", counted from %s now and from %s before".formatted(now.seen().source(), before.seen().source())
        : "";
    return new Stands("the verdict was %s and is %s%s: %s".formatted(
        last.id(), now.judged().verdict().id(), sources, now.judged().summary()));
  }

  private static Finding terms(@Nullable Facts before, Facts now) {
    return before != null && before.terms() != now.terms()
        ? new Stands("version %d of the terms was in force and version %d is (%s)".formatted(
            before.terms(), now.terms(), now.amendment()))
        : new StandsNot("the terms are those of version " + now.terms());
  }

  private static Finding cancellation(double size, Facts now) {
    return now.seen().newPeriods().stream()
        .filter(period -> period.flow().doubleValue() <= -size)
        .findFirst()
        .<Finding>map(period -> new Stands("the week that ended on %s brought %s on balance".formatted(
            period.periodEnd(), amount(period.flow(), now))))
        .orElseGet(() -> new StandsNot("the newest release holds no net cancellation of %s or more".formatted(
            amount(size, now))));
  }

  private static Finding late(int hours, Facts now) {
    var since = now.seen().overdueSince();
    boolean awaited = now.subject().open() && (now.lacksEvidence() || settled(now).isEmpty());
    if (!awaited || since == null) {
      return new StandsNot(awaited ? "no release is overdue" : "no report is awaited: " + now.judged().summary());
    }
    return since.plus(Duration.ofHours(hours)).isAfter(now.asOf())
        ? new StandsNot("the release due at %s is less than %d hour%s late".formatted(since, hours, hours == 1 ? "" : "s"))
        : new Stands("%s of %s overdue, first the one for the period to %s, due at %s".formatted(
            now.seen().overdue().size() == 1 ? "1 release" : now.seen().overdue().size() + " releases",
            now.seen().source() + (now.seen().overdue().size() == 1 ? " is" : " are"), now.seen().overdue().getFirst(), since));
  }

  private static Finding retracted(Facts now) {
    return now.retractions().stream()
        .filter(Facts.Retraction::counted)
        .findFirst()
        .<Finding>map(of -> new Stands("the release of %s for the period to %s was withdrawn: %s".formatted(
            of.source(), of.periodEnd(), of.reason())))
        .orElseGet(() -> new StandsNot("nothing that counts was withdrawn"));
  }

  /// A probability beside the level that it is held against, told apart where they differ.
  private static String said(double probability, String comparison, double level) {
    String[] both = Figures.percents(probability, level);
    return "the probability of a shortfall is %s, %s".formatted(both[0], comparison.formatted(both[1]));
  }

  private static String amount(double value, Facts facts) {
    return Figures.say(value, facts.balance().unit() == null ? "" : facts.balance().unit());
  }

  private static String amount(BigDecimal value, Facts facts) {
    return Figures.say(value, facts.balance().unit() == null ? "" : facts.balance().unit());
  }
}
