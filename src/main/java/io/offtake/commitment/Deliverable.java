package io.offtake.commitment;

import io.offtake.quantity.Quantity;

/// What somebody who could know said can still be delivered by the deadline, at most.
///
/// @param quantity  counted from the day of the statement on
/// @param stated  when it was said in public
/// @param statedBy  who said so, and where
public record Deliverable(Quantity quantity, Statement stated, String statedBy) {}
