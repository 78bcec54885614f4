package io.offtake.alert;

import java.util.Optional;

/// What a rule cannot speak of.
public final class Reach {

  private Reach() {}

  /// When a rule of a kind cannot fire, in words.
  public static String limits(RuleKind kind) {
    String evidence = kind.needsWholeEvidence()
        ? "before the window opens, while evidence is missing, once the outcome is known, and for readings that are"
            + " shown and not assessed"
        : "for readings that are shown and not assessed";
    return switch (kind) {
      case RuleKind.ShortfallProbability _ -> evidence + "; and where the measure has no projection";
      case RuleKind.PaceBelowRequired _ -> evidence + "; and while a week of the last 12 is missing";
      case RuleKind.LastSafeDateWithin _ -> evidence + "; and where no record rate is known";
      case RuleKind.SourceLate _ -> evidence + "; and for sources without a release calendar";
      case RuleKind.NetCancellation _ -> evidence + "; and for measures that cannot fall";
      case RuleKind.VerdictChanged _, RuleKind.TermsAmended _, RuleKind.EvidenceRetracted _ -> evidence;
    };
  }

  /// Why a rule cannot fire for a reading as it stands; empty where it can, or does not look at it.
  public static Optional<String> whyNot(AlertRule rule, Facts facts) {
    if (!rule.scope().covers(facts.subject().commitment(), facts.subject().reading(), facts.subject().headline())) {
      return Optional.empty();
    }
    if (!rule.enabled()) {
      return Optional.of("the rule is switched off");
    }
    if (!facts.subject().stated()) {
      return Optional.of("nobody has read the terms so in public yet");
    }
    if (rule.kind() instanceof RuleKind.TermsAmended) {
      return Optional.empty();
    }
    if (facts.seen().source() == null) {
      return Optional.of(facts.judged().summary());
    }
    return switch (Conditions.find(rule, null, facts, false)) {
      case Finding.Unclear(String words) -> Optional.of(words);
      case Finding.StandsNot _, Finding.Stands _ when rule.kind().needsWholeEvidence() && !facts.subject().open() ->
          Optional.of(facts.judged().summary());
      case Finding.StandsNot _, Finding.Stands _ -> Optional.empty();
    };
  }
}
