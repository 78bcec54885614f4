package io.offtake.alert;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.offtake.assessment.Assessment;
import io.offtake.assessment.PastPledge;
import io.offtake.assessment.PastPledges;
import io.offtake.evidence.ReleaseCalendars;
import org.jspecify.annotations.Nullable;

/// A rule tried on the past: the engine that moves alerts lives through pledges whose outcome is known, release by
/// release. Pure.
public final class RuleTrial {

  private static final List<Integer> DWELLS = List.of(0, 1, 2);
  private static final double[] STEPS_OF_LEVEL = {-.2, -.1, 0, .1, .2};
  private static final List<Integer> DAYS_AHEAD = List.of(7, 14, 28, 42);

  private RuleTrial() {}

  /// What a rule would have done with a pledge.
  ///
  /// @param firstFired  before the deadline had passed; empty when it never fired till then
  /// @param timesFired  till then
  public record Warning(PastPledge pledge, Optional<Instant> firstFired, int timesFired) {

    /// Whole days from the first firing to the end of the deadline's day, UTC.
    public Optional<Integer> leadDays() {
      return firstFired.map(instant -> Math.toIntExact(ChronoUnit.DAYS.between(instant, endOf(pledge.window().last()))));
    }
  }

  /// Why pledges of the past say nothing about a rule; empty where it can be tried.
  public static Optional<String> whyNot(AlertRule rule) {
    return switch (rule.kind()) {
      case RuleKind.ShortfallProbability _, RuleKind.PaceBelowRequired _, RuleKind.LastSafeDateWithin _ ->
          Optional.empty();
      case RuleKind.VerdictChanged _ -> Optional.of(
          "it tells each change of verdict, for the better too: there is no miss that it warns of");
      case RuleKind.TermsAmended _ -> Optional.of("a pledge that nobody made is never amended");
      case RuleKind.NetCancellation _ -> Optional.of(
          "it tells what a week has brought: there is no miss that it warns of");
      case RuleKind.SourceLate _ -> Optional.of(
          "it speaks of the publisher, not of the pledge; /v1/sources/{source}/releases tells which came late");
      case RuleKind.EvidenceRetracted _ -> Optional.of(
          "it speaks of the publisher, not of the pledge; /v1/changes tells what was withdrawn");
    };
  }

  /// The rule itself, first, and the same with other levels and dwells, to choose from. They look at every reading.
  public static List<AlertRule> variants(AlertRule rule) {
    Stream<RuleKind> kinds = switch (rule.kind()) {
      case RuleKind.ShortfallProbability(double level, double below) -> DoubleStream.of(STEPS_OF_LEVEL)
          .map(step -> step == 0 ? level : Math.round((level + step) * 1000) / 1000.0)
          .filter(other -> other > rule.hysteresis() && other < Math.min(below, 1))
          .mapToObj(other -> new RuleKind.ShortfallProbability(other, below));
      case RuleKind.LastSafeDateWithin(int days) -> Stream.concat(Stream.of(days), DAYS_AHEAD.stream()).sorted()
          .distinct()
          .map(RuleKind.LastSafeDateWithin::new);
      default -> Stream.of(rule.kind());
    };
    List<Integer> dwells = Stream.concat(Stream.of(rule.dwell()), DWELLS.stream()).sorted().distinct().toList();
    AlertRule own = with(rule, rule.kind(), rule.dwell());
    return Stream.concat(
        Stream.of(own),
        kinds.flatMap(kind -> dwells.stream().map(dwell -> with(rule, kind, dwell))).filter(other -> !other.equals(own)))
        .toList();
  }

  private static AlertRule with(AlertRule rule, RuleKind kind, int dwell) {
    return new AlertRule(rule.id(), rule.version(), rule.title(), kind, rule.severity(), rule.hysteresis(), dwell, true,
        AlertRule.Scope.ALL);
  }

  /// Lives through one pledge with all variants at once.
  ///
  /// @param dataVersion  that of the panel
  public static Witness witness(
      List<AlertRule> variants, PastPledge pledge, ReleaseCalendars calendars, long dataVersion) {
    return new Witness(variants, pledge, calendars, dataVersion);
  }

  /// Holds each variant against a pledge as it goes.
  public static final class Witness implements PastPledges.Witness {

    private final PastPledge pledge;
    private final ReleaseCalendars calendars;
    private final long dataVersion;
    private final Instant end;
    private final List<Variant> variants;
    private @Nullable Facts before;

    private Witness(List<AlertRule> variants, PastPledge pledge, ReleaseCalendars calendars, long dataVersion) {
      this.pledge = pledge;
      this.calendars = calendars;
      this.dataVersion = dataVersion;
      this.end = endOf(pledge.window().last());
      this.variants = variants.stream().map(Variant::new).toList();
    }

    @Override
    public void see(Assessment assessment) {
      Facts now = Facts.of(assessment, calendars, dataVersion, before, List.of());
      variants.forEach(variant -> variant.look(before, now, now.asOf().isBefore(end)));
      if (now.isNewsAfter(before)) {
        before = now;
      }
    }

    /// What each variant has done so far, in their order.
    public List<Warning> warnings() {
      return variants.stream()
          .map(variant -> new Warning(pledge, Optional.ofNullable(variant.firstFired), variant.timesFired))
          .toList();
    }
  }

  private static final class Variant {

    private final AlertRule rule;
    private Standing standing = Standing.NONE;
    private @Nullable Instant firstFired;
    private int timesFired;

    Variant(AlertRule rule) {
      this.rule = rule;
    }

    void look(@Nullable Facts before, Facts now, boolean beforeTheEnd) {
      AlertEngine.next(rule, before, now, standing, Optional.empty()).ifPresent(transition -> {
        standing = transition.standing();
        if (transition.kind() == Transition.Kind.FIRING && beforeTheEnd) {
          timesFired++;
          firstFired = firstFired == null ? now.asOf() : firstFired;
        }
      });
    }
  }

  private static Instant endOf(LocalDate day) {
    return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /// What a variant did with pledges of one commodity and one length of window.
  ///
  /// @param variant  its place in [#variants]
  /// @param weeks  how long the windows were
  public record Cell(int variant, String commodity, int weeks) {}

  /// Counts over pledges. What is asked of a warning: that it comes before a miss, early, and not without one.
  ///
  /// @param missed  pledges that were missed
  /// @param met  pledges that were met
  /// @param falseAlarms  pledges that were met though the rule had fired
  /// @param firedAgain  pledges for which it fired more than once
  /// @param leadDays  of each pledge that was missed and of which it had warned: days from then to the deadline
  public record Tally(int missed, int met, int falseAlarms, int firedAgain, List<Integer> leadDays) {

    public static final Tally NONE = new Tally(0, 0, 0, 0, List.of());

    public Tally {
      leadDays = List.copyOf(leadDays);
    }

    static Tally of(Warning warning) {
      boolean missed = warning.pledge().wasMissed();
      boolean fired = warning.timesFired() > 0;
      return new Tally(missed ? 1 : 0, missed ? 0 : 1, fired && !missed ? 1 : 0, warning.timesFired() > 1 ? 1 : 0,
          missed ? warning.leadDays().stream().toList() : List.of());
    }

    public Tally plus(Tally other) {
      return new Tally(missed + other.missed, met + other.met, falseAlarms + other.falseAlarms,
          firedAgain + other.firedAgain, Stream.concat(leadDays.stream(), other.leadDays.stream()).toList());
    }

    /// Pledges that were missed and of which it had warned.
    public int warned() {
      return leadDays.size();
    }

    /// Those of which it had warned so many days ahead or more.
    public int warnedAhead(int days) {
      return (int) leadDays.stream().filter(lead -> lead >= days).count();
    }

    /// The days of lead that a share `p` of the warnings stayed below; empty when there was none.
    public Optional<Integer> lead(double p) {
      List<Integer> sorted = leadDays.stream().sorted().toList();
      return sorted.isEmpty()
          ? Optional.empty()
          : Optional.of(sorted.get((int) Math.min(sorted.size() - 1, Math.floor(p * sorted.size()))));
    }
  }

  /// Counts what the variants did, by cell; each of `tried` holds one warning for each variant.
  public static List<Counted> count(List<List<Warning>> tried) {
    var counted = new LinkedHashMap<Cell, Tally>();
    for (List<Warning> warnings : tried) {
      IntStream.range(0, warnings.size()).forEach(variant -> {
        PastPledge pledge = warnings.get(variant).pledge();
        counted.merge(new Cell(variant, pledge.trade().commodity().value(), pledge.weeks()),
            Tally.of(warnings.get(variant)), Tally::plus);
      });
    }
    return counted.entrySet().stream().map(each -> new Counted(each.getKey(), each.getValue())).toList();
  }

  public record Counted(Cell cell, Tally tally) {}
}
