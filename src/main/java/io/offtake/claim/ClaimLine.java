package io.offtake.claim;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import io.offtake.evidence.Measure;
import io.offtake.quantity.Quantity;
import io.offtake.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/// One way of counting what a claim speaks of, with what was public when it was made and what came out later.
///
/// @param reading  of the commitment; absent for the trade's own figures
/// @param unknownDestinations  how sales without a named buyer are treated: none, share or all
/// @param deadline  of the reading
/// @param verdict  of the reading, by what was public
/// @param shortfallProbability  likewise
/// @param target  of the reading
/// @param known  the newest figure that was public of the day that the claim is of
/// @param unknownLevel  for what was sold by name: what was outstanding to unknown destinations at the same time
/// @param later  what is known now of the periods from that one to the one that holds the day, in order
public record ClaimLine(
    @Nullable String reading,
    String label,
    Measure measure,
    String unknownDestinations,
    @Nullable LocalDate deadline,
    Optional<Verdict> verdict,
    OptionalDouble shortfallProbability,
    Optional<Quantity> target,
    Optional<Seen> known,
    Optional<Quantity> unknownLevel,
    List<Seen> later) {

  /// A figure at the end of a period.
  public record Seen(LocalDate periodEnd, Quantity value) {}

  public ClaimLine {
    later = List.copyOf(later);
  }

  /// Whether it counts by name only.
  public boolean isByName() {
    return unknownDestinations.equals("none");
  }
}
