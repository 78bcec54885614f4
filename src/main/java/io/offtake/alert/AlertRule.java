package io.offtake.alert;

import java.util.List;

/// When to tell of a reading. A change is a new version.
///
/// @param version  counted from 1
/// @param hysteresis  by how much a condition must ease beyond its threshold before the alert clears, in the unit that
///     the kind names; 0 where the kind knows none
/// @param dwell  how many further releases a condition must stand before the alert fires
/// @param enabled  a rule that is switched off clears what it raised
public record AlertRule(
    String id,
    int version,
    String title,
    RuleKind kind,
    Severity severity,
    double hysteresis,
    int dwell,
    boolean enabled,
    Scope scope) {

  public AlertRule {
    if (hysteresis < 0 || dwell < 0) {
      throw new IllegalArgumentException(
          "hysteresis and dwell are not negative, but were %s and %s".formatted(hysteresis, dwell));
    }
  }

  /// The readings that a rule looks at.
  ///
  /// @param commitments  ids; empty for all
  /// @param readings  as `commitment/reading`; empty for all
  /// @param headlineOnly  only the reading that the terms in force name first
  public record Scope(List<String> commitments, List<String> readings, boolean headlineOnly) {

    public static final Scope ALL = new Scope(List.of(), List.of(), false);
    public static final Scope HEADLINES = new Scope(List.of(), List.of(), true);

    public Scope {
      commitments = List.copyOf(commitments);
      readings = List.copyOf(readings);
    }

    public boolean covers(String commitment, String reading, boolean headline) {
      return (commitments.isEmpty() || commitments.contains(commitment))
          && (readings.isEmpty() || readings.contains(commitment + "/" + reading))
          && (headline || !headlineOnly);
    }
  }

  /// The rules to start with, each in force until the store holds a version of its own. Levels and dwells of those
  /// that warn of a shortfall were chosen on pledges of the past ([RuleTrial]); `alerts.md` tells how.
  public static final List<AlertRule> DEFAULTS = List.of(
      new AlertRule("shortfall-likely", 1, "A shortfall is likely",
          new RuleKind.ShortfallProbability(0.70, 1), Severity.LIKELY, 0.20, 1, true, Scope.ALL),
      new AlertRule("shortfall-watch", 1, "A shortfall is more likely than not",
          new RuleKind.ShortfallProbability(0.50, 0.70), Severity.WATCH, 0.20, 1, true, Scope.ALL),
      new AlertRule("pace-behind", 1, "The pace is below what is required",
          new RuleKind.PaceBelowRequired(), Severity.WATCH, 0.20, 3, true, Scope.HEADLINES),
      new AlertRule("last-safe-date", 1, "The last safe date is near",
          new RuleKind.LastSafeDateWithin(14), Severity.WATCH, 7, 0, true, Scope.HEADLINES),
      new AlertRule("verdict-changed", 1, "The verdict has changed",
          new RuleKind.VerdictChanged(), Severity.INFO, 0, 0, true, Scope.HEADLINES),
      new AlertRule("terms-amended", 1, "The terms were amended",
          new RuleKind.TermsAmended(), Severity.INFO, 0, 0, true, Scope.HEADLINES),
      new AlertRule("net-cancellation", 1, "Sales were cancelled on balance",
          new RuleKind.NetCancellation(100_000), Severity.WATCH, 0, 0, true, Scope.HEADLINES),
      new AlertRule("source-late", 1, "A source is late",
          new RuleKind.SourceLate(24), Severity.WATCH, 0, 0, true, Scope.HEADLINES),
      new AlertRule("evidence-retracted", 1, "Evidence was withdrawn",
          new RuleKind.EvidenceRetracted(), Severity.WATCH, 0, 0, true, Scope.ALL));
}
