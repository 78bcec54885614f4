package io.offtake.assessment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import io.offtake.commitment.Commitment;
import io.offtake.commitment.Owed;
import io.offtake.commitment.Reading;
import io.offtake.commitment.Terms;
import io.offtake.pace.Pace;
import io.offtake.pairing.Pairing;
import io.offtake.pairing.Progress;
import io.offtake.projection.Projection;
import io.offtake.quantity.Quantity;
import io.offtake.verdict.Judgement;

/// How one reading stood at one instant.
///
/// @param headline  whether the terms in force name this reading first
/// @param notYetStated  nobody had yet read the terms so in public
/// @param terms  the version whose words the target is from
/// @param target  absent when no single quantity was declared
/// @param pairing  absent when there is no window, no quantity, or nothing is held
/// @param pace  absent without a pairing, and once the target is met
/// @param projection  absent without a pairing
/// @param owed  how the target follows from the terms; absent where no amount does
/// @param legs  where several amounts are owed, each by itself; empty where it is one
public record Assessment(
    Commitment commitment,
    Reading reading,
    Instant asOf,
    boolean headline,
    boolean notYetStated,
    Optional<Terms> terms,
    Optional<LocalDate> windowStart,
    Optional<LocalDate> deadline,
    Optional<Quantity> target,
    Optional<Pairing> pairing,
    Optional<Pace> pace,
    Optional<Projection> projection,
    Judgement judgement,
    Optional<Owed.Leg> owed,
    List<Leg> legs) {

  public Assessment {
    legs = List.copyOf(legs);
  }

  /// One of several amounts that are owed.
  ///
  /// @param binds  whether the verdict is decided by it
  public record Leg(
      Owed.Leg owed,
      Optional<Pairing> pairing,
      Optional<Projection> projection,
      Judgement judgement,
      boolean binds) {

    /// What is fulfilled of it; absent before anything is observed.
    public Optional<Quantity> fulfilled() {
      return pairing.filter(Pairing::isAnythingObserved).map(paired -> paired.fulfilled().middle());
    }

    /// The same as a fraction of what is owed.
    public OptionalDouble fulfilledShare() {
      return fulfilled().map(so -> OptionalDouble.of(so.toDouble() / owed.target().toDouble())).orElse(OptionalDouble.empty());
    }
  }

  /// How far the reading has come, whatever is counted; empty as long as nothing can be.
  public Optional<Progress> progress() {
    return pairing.map(paired -> paired);
  }

  /// Fulfilled as a fraction of the target; it may exceed 1.
  public OptionalDouble fulfilledShare() {
    return target.isEmpty() || pairing.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(pairing.get().fulfilled().middle().toDouble() / target.get().toDouble());
  }

  /// The median of the projected total less the target, in the target's unit: negative is bad.
  public OptionalDouble slack() {
    return target.isPresent() && projection.orElse(null) instanceof Projection.Estimated estimated
        ? OptionalDouble.of(estimated.total().quantile(0.5) - target.get().toDouble())
        : OptionalDouble.empty();
  }
}
