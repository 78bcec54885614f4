package io.offtake.commitment;

import java.util.List;

import io.offtake.quantity.Quantity;
import io.offtake.reference.CommodityId;
import org.jspecify.annotations.Nullable;

/// Other goods that stand for a part of what is owed, once in the window.
///
/// @param goods  what may be bought instead, in words
/// @param commodities  the same as commodities, counted together; empty where the words have not been read as such
/// @param value  so much of them
/// @param discharges  so much of the target
/// @param of  what they stand for, in words
/// @param targetThen  the target once they were bought; less by `discharges` when absent
public record Substitution(
    String goods,
    List<CommodityId> commodities,
    Quantity value,
    Quantity discharges,
    String of,
    @Nullable Quantity targetThen) {

  public Substitution {
    commodities = List.copyOf(commodities);
  }
}
