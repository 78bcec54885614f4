package io.offtake.commitment;

import java.math.BigDecimal;

/// How a reading treats sales whose buyer is not yet named.
public sealed interface UnknownDestinations {

  /// By name only.
  record None() implements UnknownDestinations {}

  /// A stated share of them, from `min` to `max`, each from 0 to 1.
  record Share(BigDecimal min, BigDecimal max) implements UnknownDestinations {
    public Share {
      if (min.signum() < 0 || max.compareTo(min) < 0 || max.compareTo(BigDecimal.ONE) > 0) {
        throw new IllegalArgumentException("a share needs 0 <= min <= max <= 1, but was %s to %s".formatted(min, max));
      }
    }

    public BigDecimal middle() {
      return min.add(max).divide(BigDecimal.TWO);
    }
  }

  /// All of them: an upper bound.
  record All() implements UnknownDestinations {}

  default String id() {
    return switch (this) {
      case None _ -> "none";
      case Share _ -> "share";
      case All _ -> "all";
    };
  }
}
