package io.offtake.assessment;

import io.offtake.calendar.DateWindow;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Trade;
import io.offtake.quantity.Quantity;

/// A pledge that nobody made, over a window that is past: so much as would have been a share of what the same weeks
/// brought a year before. What became of it is known.
///
/// @param target  `share` times what was known, when the window opened, of the same weeks a year before
/// @param outcome  what the window brought, as it is known now
public record PastPledge(
    Trade trade, Measure measure, DateWindow window, double share, Quantity target, Quantity outcome) {

  public boolean wasMissed() {
    return outcome.compareTo(target) < 0;
  }

  public int weeks() {
    return (int) (window.days() / 7);
  }
}
