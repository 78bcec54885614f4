package io.offtake.alert.store;

import io.offtake.alert.AlertRule;
import io.offtake.alert.RuleKind;
import org.jspecify.annotations.Nullable;

/// The parameters and the scope of a rule as they are kept; what its kind has no use for is absent.
record RuleJson(
    @Nullable Double level,
    @Nullable Double below,
    @Nullable Integer days,
    @Nullable Double size,
    @Nullable Integer hours,
    AlertRule.Scope scope) {

  static RuleJson of(AlertRule rule) {
    return switch (rule.kind()) {
      case RuleKind.ShortfallProbability(double level, double below) ->
          new RuleJson(level, below, null, null, null, rule.scope());
      case RuleKind.LastSafeDateWithin(int days) -> new RuleJson(null, null, days, null, null, rule.scope());
      case RuleKind.NetCancellation(double size) -> new RuleJson(null, null, null, size, null, rule.scope());
      case RuleKind.SourceLate(int hours) -> new RuleJson(null, null, null, null, hours, rule.scope());
      case RuleKind.PaceBelowRequired _, RuleKind.VerdictChanged _, RuleKind.TermsAmended _,
          RuleKind.EvidenceRetracted _ -> new RuleJson(null, null, null, null, null, rule.scope());
    };
  }

  RuleKind kind(String id) {
    return RuleKind.of(id, new RuleKind.Parameters(level, below, days, size, hours))
        .orElseThrow(() -> new IllegalStateException("no kind of rule is called %s, or it lacks a part".formatted(id)));
  }
}
