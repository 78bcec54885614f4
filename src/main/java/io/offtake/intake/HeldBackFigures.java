package io.offtake.intake;

import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.evidence.Actor;
import io.offtake.evidence.DataVersion;
import io.offtake.evidence.EvidenceLog;
import io.offtake.evidence.HeldBack;
import io.offtake.evidence.SourceId;
import io.offtake.intake.Advance.Decision.Move;
import io.offtake.intake.Advance.Decision.Stay;

/// Releases figures that were held back.
@ApplicationScoped
public class HeldBackFigures {

  private final Advance advance;
  private final EvidenceLog evidence;
  private final Touched touched;

  HeldBackFigures(Advance advance, EvidenceLog evidence, Touched touched) {
    this.advance = advance;
    this.evidence = evidence;
    this.touched = touched;
  }

  /// What became of a decision.
  public sealed interface Outcome {

    record Done(HeldBack heldBack) implements Outcome {}

    record NotFound() implements Outcome {}

    record AlreadyReleased(HeldBack.Relief relief) implements Outcome {}
  }

  /// @param note  why the figures are believed
  /// @param by  who believes them
  public Outcome release(long id, String note, Actor by) {
    return advance.carryOut(by, (before, now) -> {
      Optional<HeldBack> found = before.panel().heldBack().stream().filter(each -> each.id() == id).findFirst();
      if (found.isEmpty()) {
        return new Stay<>(new Outcome.NotFound());
      }
      HeldBack heldBack = found.get();
      Optional<HeldBack.Relief> relief = before.panel().relief(heldBack);
      if (relief.isPresent()) {
        return new Stay<>(new Outcome.AlreadyReleased(relief.get()));
      }
      SourceId source = heldBack.release().source();
      return new Move<>(
          DataVersion.Cause.HELD_BACK_RELEASED,
          "%s: %s of the period to %s".formatted(source, heldBack.commodity(), heldBack.release().period().last()),
          version -> {
            evidence.append(new HeldBack.Relief(id, "", note, version.at(), version.id()));
            return new Outcome.Done(heldBack);
          },
          advance.on(after -> touched.by(source, Set.of(heldBack.commodity()), after)));
    });
  }
}
