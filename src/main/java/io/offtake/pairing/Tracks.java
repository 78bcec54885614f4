package io.offtake.pairing;

import java.time.Month;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.Trade;
import io.offtake.quantity.Unit;
import io.offtake.reference.Blocs;
import io.offtake.reference.Commodities;
import io.offtake.reference.Commodity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;

/// The tracks of one view, each drawn once however many readings ask for it. For one thread.
public final class Tracks {

  private record Key(Trade trade, Measure measure, Unit unit) {}

  private record Levels(Trade trade, Unit unit) {}

  private static final Blocs BLOCS = Blocs.standard();
  private static final Commodities COMMODITIES = Commodities.standard();

  private final Panel.View view;
  private final Map<Key, Track> drawn = new HashMap<>();
  private final Map<Levels, OutstandingLevels> levels = new HashMap<>();
  private final Map<Object, Object> workedOut = new HashMap<>();

  public Tracks(Panel.View view) {
    this.view = view;
  }

  public Panel.View view() {
    return view;
  }

  /// The track of a trade; that of a basket is the sum of those of its parts, and that of one to a bloc the sum of those to
  /// its members, never what a publisher totals.
  ///
  /// @param startMonth  the month that opens the commodity's marketing year
  public Track track(Trade trade, Measure measure, Unit unit, Month startMonth) {
    var key = new Key(trade, measure, unit);
    Track known = drawn.get(key);
    if (known != null) {
      return known;
    }
    Track track;
    if (trade.commodity().isBasket()) {
      var parts = new TreeMap<CommodityId, Track>();
      trade.commodity().parts().forEach(part ->
          parts.put(part, track(trade.of(part), measure, unit, startMonth(part, startMonth))));
      track = SumTrack.ofBasket(trade, measure, unit, parts);
    } else if (BLOCS.isBloc(trade.destination())) {
      var members = new TreeMap<PartyId, Track>();
      BLOCS.everMembers(trade.destination())
          .forEach(member -> members.put(member, track(trade.to(member), measure, unit, startMonth)));
      track = SumTrack.toBloc(trade, measure, unit, members);
    } else {
      track = measure == Measure.SOLD
          ? Track.ofSales(view, trade, unit, startMonth)
          : Track.ofFlow(view.ledger(trade, unit), measure, unit, startMonth);
    }
    drawn.put(key, track);
    return track;
  }

  private static Month startMonth(CommodityId of, Month otherwise) {
    Month own = COMMODITIES.find(of).map(Commodity::marketingYearStart).orElse(null);
    return own == null ? otherwise : own;
  }

  /// The sales of a trade that were not shipped yet, at each period's end.
  ///
  /// @param startMonth  the month that opens the commodity's marketing year
  public OutstandingLevels outstanding(Trade trade, Unit unit, Month startMonth) {
    return levels.computeIfAbsent(new Levels(trade, unit), _ -> Track.outstanding(view.ledger(trade, unit), unit, startMonth));
  }

  /// What follows from the tracks and costs much to work out, once for all who ask with an equal `key`.
  @SuppressWarnings("unchecked") // one key, one question
  public <K extends Record, V> V once(K key, Function<K, V> question) {
    Object known = workedOut.get(key);
    if (known == null) {
      known = question.apply(key);
      workedOut.put(key, known);
    }
    return (V) known;
  }

  /// A track that is drawn to be looked at once: unless others have asked for it, it is not kept.
  public Track passing(Trade trade, Measure measure, Unit unit, Month startMonth) {
    Track known = drawn.get(new Key(trade, measure, unit));
    return known != null ? known : new Tracks(view.unkept()).track(trade, measure, unit, startMonth);
  }
}
