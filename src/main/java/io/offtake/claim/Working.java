package io.offtake.claim;

import io.offtake.evidence.Measure;
import io.offtake.quantity.Quantity;
import org.jspecify.annotations.Nullable;

/// A further figure that was said to explain the claim's own.
///
/// @param basis  the measure that it was said to be of, if any
public record Working(As as, Quantity amount, @Nullable Measure basis) {

  /// What it is to the claim's figure.
  public enum As {
    /// The same amount in another form.
    SAME,
    /// One of the parts that it adds up.
    PART,
    /// What a percentage is of.
    WHOLE
  }
}
