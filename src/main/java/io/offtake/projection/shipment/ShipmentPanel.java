package io.offtake.projection.shipment;

import java.util.Arrays;
import java.util.List;

import io.offtake.projection.ProjectionModel.Named;

/// Trades whose weekly shipments are projected together: each learns from what followed like moments of all of them.
///
/// A forecast of `h` weeks at an origin rests on weeks up to the origin and on nothing after it; what the panel holds
/// beyond changes no number. It is the mean, on the root scale, of the quantiles of two members, [PooledRegression] and
/// [OwnErrors], lowered by a twentieth of what separates its quartiles.
public final class ShipmentPanel {

  /// Weeks of a trade's own record that a forecast takes.
  public static final int FEWEST_WEEKS = Centres.FIRST + 1;

  /// On the development cases 57 % of the outcomes lay below the median without it: the centres are means, and a
  /// lumpy trade is below its mean more often than above.
  private static final double LOWERED = .05;
  private static final double POOLED_SHARE = .5;
  private static final int LOWER_QUARTILE = 24;
  private static final int UPPER_QUARTILE = 74;

  private final List<History> histories;
  private final int[] horizons;
  private final List<Centres> centres;

  /// @param trades  weekly shipments; a missing week is bridged, never counted as zero
  /// @param horizons  in weeks, that forecasts will be asked for; at least one, each at least 1
  public ShipmentPanel(List<Named> trades, int... horizons) {
    this.horizons = Arrays.stream(horizons).sorted().distinct().toArray();
    this.histories = trades.stream().map(trade -> History.of(trade.name(), trade.flows())).toList();
    this.centres = histories.stream().parallel().map(history -> new Centres(history, this.horizons)).toList();
  }

  /// What was learnt up to an origin for one horizon.
  public final class Forecasts {

    private final int[] origins;
    private final int h;
    private final int index;
    private final PooledRegression pooled;

    private Forecasts(int originWeek, int h) {
      this.h = h;
      this.index = Arrays.binarySearch(horizons, h);
      if (index < 0) {
        throw new IllegalArgumentException("the panel was not made for a horizon of " + h + " weeks");
      }
      this.origins = histories.stream().mapToInt(history -> originWeek - history.firstWeek()).toArray();
      this.pooled = new PooledRegression(centres, origins, h, index);
    }

    /// Whether the trade's record reaches the origin and is long enough.
    public boolean isPossible(int trade) {
      return origins[trade] >= Centres.FIRST && origins[trade] < histories.get(trade).weeks();
    }

    /// The sum of the trade's flows over the horizon: 99 quantiles at 0.01 to 0.99, none below zero, never crossing.
    ///
    /// @throws IllegalArgumentException  where [#isPossible] says no
    public double[] quantiles(int trade) {
      if (!isPossible(trade)) {
        throw new IllegalArgumentException(histories.get(trade).name() + " has too few weeks at the origin");
      }
      int t = origins[trade];
      double[] fromPanel = pooled.quantiles(trade);
      double[] fromOwn = OwnErrors.quantiles(centres.get(trade), t, h, index);
      double[] roots = new double[Levels.COUNT];
      for (int i = 0; i < roots.length; i++) {
        roots[i] = POOLED_SHARE * fromPanel[i] + (1 - POOLED_SHARE) * fromOwn[i];
      }
      double lowered = LOWERED * (roots[UPPER_QUARTILE] - roots[LOWER_QUARTILE]);
      double[] quantiles = new double[Levels.COUNT];
      for (int i = 0; i < quantiles.length; i++) {
        double root = Math.max(0, roots[i] - lowered);
        quantiles[i] = root * root * h * centres.get(trade).scale(t);
      }
      return quantiles;
    }
  }

  /// Learns for `h` weeks from the end of the week `originWeek`, numbered as `lastWeek`.
  public Forecasts at(int originWeek, int h) {
    return new Forecasts(originWeek, h);
  }

  /// The number of a trade's newest week.
  public int lastWeek(int trade) {
    History history = histories.get(trade);
    return history.firstWeek() + history.weeks() - 1;
  }

  /// How many weeks of a trade were missing and are bridged.
  public int bridged(int trade) {
    return histories.get(trade).bridged();
  }
}
