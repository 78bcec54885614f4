package io.offtake.verdict;

import java.util.Arrays;
import java.util.Optional;

/// The state of one reading at one instant. Where several hold, the first in this order counts.
public enum Verdict {
  /// Aspiration, no window, or no measurable basis: kept and shown, never scored.
  NOT_ASSESSABLE("notAssessable"),
  /// Before the window.
  NOT_STARTED("notStarted"),
  /// The target is reached inside the window.
  MET("met"),
  /// The deadline has passed, the evidence for it is complete, and the target was not reached.
  MISSED("missed"),
  /// What was due has not come, or what is held does not reach: no judgement.
  UNOBSERVED("unobserved"),
  SHORTFALL_LIKELY("shortfallLikely"),
  AT_RISK("atRisk"),
  ON_TRACK("onTrack");

  private final String id;

  Verdict(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  public static Optional<Verdict> ofId(String id) {
    return Arrays.stream(values()).filter(verdict -> verdict.id.equals(id)).findFirst();
  }
}
