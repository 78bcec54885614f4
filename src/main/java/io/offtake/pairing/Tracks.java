package io.offtake.pairing;

import java.time.Month;
import java.util.HashMap;
import java.util.Map;

import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.Trade;
import io.offtake.quantity.Unit;

/// The tracks of one view, each drawn once however many readings ask for it. For one thread.
public final class Tracks {

  private record Key(Trade trade, Measure measure, Unit unit) {}

  private final Panel.View view;
  private final Map<Key, Track> drawn = new HashMap<>();

  public Tracks(Panel.View view) {
    this.view = view;
  }

  public Panel.View view() {
    return view;
  }

  /// @param startMonth  the month that opens the commodity's marketing year
  public Track track(Trade trade, Measure measure, Unit unit, Month startMonth) {
    return drawn.computeIfAbsent(new Key(trade, measure, unit), _ -> measure == Measure.SOLD
        ? Track.ofSales(view, trade, unit, startMonth)
        : Track.ofFlow(view.ledger(trade), measure, unit, startMonth));
  }
}
