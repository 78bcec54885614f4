package io.offtake.projection.shipment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.offtake.projection.ProjectionModel.Named;
import io.offtake.projection.orders.OrderBook;

/// Trades whose weekly shipments are projected together: each learns from what followed like moments of all of them.
///
/// A forecast of `h` weeks at an origin rests on weeks up to the origin and on nothing after it; what the panel holds
/// beyond changes no number. It is the plain mean, on the root scale, of the quantiles of four members: [PooledRegression],
/// [OwnErrors], [WavePaths] and [ProfilePaths]. Weights that were fitted did not do better on cases they had not seen. Where
/// order books are held and would have bettered the past, half of it comes from a member that listens to them
/// ([OrdersTold]).
public final class ShipmentPanel {

  /// Weeks of a trade's own record that a forecast takes.
  public static final int FEWEST_WEEKS = Centres.FIRST + 1;

  private static final double MEMBERS = 4;
  /// Less than a hundredth of the level is nothing: a lumpy trade often ships just that.
  private static final double NOTHING = .1;

  private final List<History> histories;
  private final int[] horizons;
  private final List<Centres> centres;
  private final List<Optional<OrderBook>> books;
  private final long bytes;

  /// @param trades  weekly shipments; a missing week is bridged, never counted as zero
  /// @param horizons  in weeks, that forecasts will be asked for; at least one, each at least 1
  public ShipmentPanel(List<Named> trades, int... horizons) {
    this.horizons = Arrays.stream(horizons).sorted().distinct().toArray();
    this.histories = trades.stream().map(trade -> History.of(trade.name(), trade.flows())).toList();
    this.books = trades.stream().map(Named::book).toList();
    this.centres = histories.stream().parallel().map(history -> new Centres(history, this.horizons)).toList();
    this.bytes = centres.stream().mapToLong(Centres::ownBytes).sum();
  }

  /// The same, for the horizons of a memory, which says what it knows and keeps what is new.
  ///
  /// @param parallel  on all processors: somebody waits for it
  public ShipmentPanel(List<Named> trades, CentresMemory memory, boolean parallel) {
    this.horizons = memory.horizons();
    this.histories = trades.stream().map(trade -> History.of(trade.name(), trade.flows())).toList();
    this.books = trades.stream().map(Named::book).toList();
    Stream<History> each = parallel ? histories.parallelStream() : histories.stream();
    this.centres = each.map(memory::of).toList();
    this.bytes = IntStream.range(0, centres.size())
        .mapToLong(trade -> memory.beside(histories.get(trade), centres.get(trade)))
        .sum();
  }

  /// About what it takes in memory, beside what the memory of centres keeps.
  public long bytes() {
    return bytes;
  }

  /// The member that listens to orders.
  private record Listening(OrdersTold told, PooledRegression learnt) {}

  /// What was learnt up to an origin for one horizon.
  public final class Forecasts {

    private final int[] origins;
    private final int h;
    private final int index;
    private final PooledRegression pooled;
    private final Optional<Listening> orders;

    private Forecasts(int originWeek, int h) {
      this.h = h;
      this.index = Arrays.binarySearch(horizons, h);
      if (index < 0) {
        throw new IllegalArgumentException("the panel was not made for a horizon of " + h + " weeks");
      }
      this.origins = histories.stream().mapToInt(history -> originWeek - history.firstWeek()).toArray();
      this.pooled = new PooledRegression(centres, origins, h, index);
      this.orders = books.stream().anyMatch(Optional::isPresent) ? orders() : Optional.empty();
    }

    /// About what they take in memory, the panel not counted.
    public long bytes() {
      return pooled.bytes() + orders.map(each -> each.learnt().bytes()).orElse(0L);
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
      double[] quantiles = ofShipments(centres.get(trade), t, pooled.quantiles(trade));
      orders.filter(each -> each.told().isKnown(trade, t)).ifPresent(each -> {
        double[] byOrders = each.learnt().quantiles(trade);
        Arrays.setAll(quantiles, i -> (quantiles[i] + byOrders[i]) / 2);
      });
      return amounts(quantiles, centres.get(trade).scale(t));
    }

    /// The same for a trade that the panel did not learn from, at its newest week.
    ///
    /// @throws IllegalArgumentException  if its record is too short, or made for other horizons
    public double[] quantiles(Outsider outsider) {
      int t = outsider.history.weeks() - 1;
      if (t < Centres.FIRST || !Arrays.equals(outsider.horizons, horizons)) {
        throw new IllegalArgumentException(outsider.history.name() + " has too few weeks, or other horizons");
      }
      return amounts(ofShipments(outsider.centres, t, pooled.quantiles(outsider.centres, t)), outsider.centres.scale(t));
    }

    /// Learns what order books add; empty where no gain is found in the past.
    private Optional<Listening> orders() {
      var told = new OrdersTold(books, pooled, h, index);
      var cases = PooledRegression.Cases.of(centres, origins, h, index, told.regressors());
      return told.isGain(cases)
          ? Optional.of(new Listening(told, new PooledRegression(centres, origins, h, index, told.regressors(), cases)))
          : Optional.empty();
    }

    /// The mean of the four members that know shipments alone, on the root scale.
    private double[] ofShipments(Centres own, int t, double[] fromPanel) {
      double[] fromOwn = OwnErrors.quantiles(own, t, h, index);
      double[] byWave = own.wavePaths(t, h);
      double[] byProfile = own.profilePaths(t, h);
      double[] quantiles = new double[Levels.COUNT];
      for (int i = 0; i < quantiles.length; i++) {
        quantiles[i] = (fromPanel[i] + fromOwn[i] + byWave[i] + byProfile[i]) / MEMBERS;
      }
      return quantiles;
    }

    private double[] amounts(double[] roots, double scale) {
      return Arrays.stream(roots).map(root -> root < NOTHING ? 0 : root * root * h * scale).toArray();
    }
  }

  /// A trade that profits from a panel without being in it.
  public static final class Outsider {

    private final History history;
    private final Centres centres;
    private final int[] horizons;

    /// @param horizons  those of the panel
    public Outsider(Named trade, int... horizons) {
      this.horizons = horizons.clone();
      this.history = History.of(trade.name(), trade.flows());
      this.centres = new Centres(history, this.horizons);
    }

    /// The same, for the horizons of a memory.
    public Outsider(Named trade, CentresMemory memory) {
      this.horizons = memory.horizons();
      this.history = History.of(trade.name(), trade.flows());
      this.centres = memory.of(history);
    }

    /// The number of its newest week.
    public int lastWeek() {
      return history.firstWeek() + history.weeks() - 1;
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
}
