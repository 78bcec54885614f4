package io.offtake.projection;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.offtake.projection.Projection.Estimated;
import io.offtake.projection.Projection.FanPoint;
import io.offtake.projection.Projection.NotEstimable;
import io.offtake.projection.Projection.Reason;
import io.offtake.projection.orders.OrderBook;
import io.offtake.projection.orders.OrdersModel;
import io.offtake.projection.orders.OrdersProjection;
import io.offtake.projection.orders.OrdersProjection.Window;
import io.offtake.projection.shipment.CentresMemory;
import io.offtake.projection.shipment.ShipmentPanel;

/// Projects what will have been shipped, inspected or exported, at the deadline.
///
/// Two experts answer: the panel of shipments ([ShipmentPanel]) and, where export sales are held and orders have led this
/// trade's shipments in past seasons it did not learn from, the order book ([OrdersModel]), half and half. A week that is
/// to come can only add, so no quantile of the path falls from one week to the next.
///
/// What it does not know: policy, prices, strikes, and sales to unknown destinations that will be named.
public final class ShipmentModel implements ProjectionModel {

  public static final String METHOD = "shipments-panel-orders/3";

  /// Horizons that are learnt; one between two of them takes its weekly pace from both.
  private static final int[] LEARNT = {1, 2, 4, 8, 13, 19, 26, 39, 52, 78, 104};
  private static final int LEVELS = 99;
  private static final int MEDIAN = LEVELS / 2;
  private static final int ANSWERS_REMEMBERED = 512;
  private static final long BYTES_AN_ANSWER = 1_000;
  private static final Duration REMEMBERED = Duration.ofMinutes(2);
  private static final int YEAR = 52;
  private static final int BRIDGED_BY = 4;

  /// A single buyer stops and starts as no history shows: nothing is ever called more certain than this.
  private static final double MOST_CERTAIN = .98;

  private final CentresMemory centres;
  private final boolean parallel;
  /// The panels of the last questions: one is the same for every reading of its source, and learning takes a while.
  private final Cache<List<Named>, Learnt> remembered;

  /// One that keeps up to 64 MB of what it has learnt, and learns on all processors.
  public ShipmentModel() {
    this(new CentresMemory(48L << 20, LEARNT), 16L << 20, true);
  }

  private ShipmentModel(CentresMemory centres, long bytes, boolean parallel) {
    this.centres = centres;
    this.parallel = parallel;
    this.remembered = Caffeine.newBuilder()
        .maximumWeight(bytes)
        .<List<Named>, Learnt>weigher((_, learnt) -> Math.toIntExact(Math.min(Integer.MAX_VALUE, learnt.bytes())))
        .expireAfterAccess(REMEMBERED)
        .scheduler(Scheduler.systemScheduler())
        .executor(Runnable::run)
        .build();
  }

  /// @param bytes  of what it has learnt that it keeps at most, about
  public static ShipmentModel keeping(long bytes) {
    return new ShipmentModel(new CentresMemory(bytes / 3 * 2, LEARNT), bytes / 3, true);
  }

  /// One for long work, on one processor. It takes what this one has learnt, answers the same, and what it learns
  /// besides goes with it.
  ///
  /// @param bytes  of that, at most
  public ShipmentModel apart(long bytes) {
    return new ShipmentModel(centres.apart(bytes / 2), bytes / 2, false);
  }

  /// What it has learnt and keeps, about.
  public long bytes() {
    return centres.bytes() + remembered.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  @Override
  public Projection project(Question question) {
    List<LocalDate> left = question.endsLeft();
    double fulfilled = question.fulfilled() + question.known().expectedCorrection();
    if (left.isEmpty()) {
      return settled(question, fulfilled);
    }
    Optional<WeeklySeries> held = question.known().flows().filter(flows -> known(flows) > 0);
    if (held.isEmpty()) {
      return new NotEstimable(Reason.NO_EVIDENCE, "no week of shipments is held");
    }
    WeeklySeries flows = trimmed(held.get());
    List<LocalDate> missing = left.stream().filter(end -> flows.weeksAhead(end) <= 0).toList();
    int farthest = Math.max(0, flows.weeksAhead(left.getLast()));
    if (flows.size() < ShipmentPanel.FEWEST_WEEKS) {
      return new NotEstimable(Reason.TOO_LITTLE_HISTORY, "%d week%s of shipments %s held; it takes %d".formatted(
          flows.size(), flows.size() == 1 ? "" : "s", flows.size() == 1 ? "is" : "are", ShipmentPanel.FEWEST_WEEKS));
    }
    if (farthest > LEARNT[LEARNT.length - 1]) {
      return new NotEstimable(Reason.TOO_FAR, "the last period left ends %d weeks after the newest one; %d can be answered for"
          .formatted(farthest, LEARNT[LEARNT.length - 1]));
    }
    return new Answer(question, flows, fulfilled, missing, farthest).estimate();
  }

  private static Estimated settled(Question question, double fulfilled) {
    Distribution total = Distribution.certain(fulfilled);
    return new Estimated(METHOD, question.seed(), 0, total, List.of(), fulfilled < question.target() ? 1 : 0,
        total.expectedShortfall(question.target()), List.of("every period of the window is known"));
  }

  private static long known(WeeklySeries series) {
    return Arrays.stream(series.values()).filter(Double::isFinite).count();
  }

  /// From the first week that is known to the newest.
  private static WeeklySeries trimmed(WeeklySeries series) {
    double[] values = series.values();
    int first = 0;
    while (Double.isNaN(values[first])) {
      first++;
    }
    int end = values.length;
    while (Double.isNaN(values[end - 1])) {
      end--;
    }
    return new WeeklySeries(series.endOf(first), Arrays.copyOfRange(values, first, end));
  }

  /// Quantiles of what a missing week of the past may have brought: those of the known ones among the four before and the
  /// four after, or of all when none of them is.
  private static double[] around(WeeklySeries flows, LocalDate end) {
    double[] near = IntStream.rangeClosed(-BRIDGED_BY, BRIDGED_BY)
        .mapToDouble(weeks -> flows.at(end.plusWeeks(weeks)))
        .filter(Double::isFinite)
        .toArray();
    var drawnFrom = new Distribution(near.length > 0
        ? near
        : Arrays.stream(flows.values()).filter(Double::isFinite).toArray());
    double[] quantiles = new double[LEVELS];
    Arrays.setAll(quantiles, i -> Math.max(0, drawnFrom.quantile((i + 1) / (LEVELS + 1.))));
    return quantiles;
  }

  /// A panel and what was learnt from it so far. Many questions are about the same weeks of the same trade: readings
  /// that differ in their target or their count alone.
  private final class Learnt {

    private record Asked(WeeklySeries flows, int horizon) {}

    private final List<Named> trades;
    private final ShipmentPanel panel;
    private final Map<List<Integer>, ShipmentPanel.Forecasts> forecasts = new ConcurrentHashMap<>();
    private final Cache<Asked, double[]> answers =
        Caffeine.newBuilder().maximumSize(ANSWERS_REMEMBERED).executor(Runnable::run).build();

    Learnt(List<Named> trades) {
      this.trades = trades;
      this.panel = new ShipmentPanel(trades, centres, parallel);
    }

    long bytes() {
      return panel.bytes() + trades.stream().mapToLong(trade -> 8L * trade.flows().size()).sum()
          + forecasts.values().stream().mapToLong(ShipmentPanel.Forecasts::bytes).sum()
          + BYTES_AN_ANSWER * answers.estimatedSize();
    }

    /// @param trade  its number in the panel, if it is there
    double[] quantiles(WeeklySeries flows, OptionalInt trade, int horizon) {
      var asked = new Asked(flows, horizon);
      double[] known = answers.getIfPresent(asked);
      if (known == null) {
        // Not inside of the map, whose lock would let one question wait for another.
        known = trade.isPresent()
            ? at(panel.lastWeek(trade.getAsInt()), horizon).quantiles(trade.getAsInt())
            : quantiles(new ShipmentPanel.Outsider(new Named("own", flows), centres), horizon);
        answers.put(asked, known);
        // It has grown, and is weighed anew.
        remembered.put(trades, this);
      }
      return known.clone();
    }

    private double[] quantiles(ShipmentPanel.Outsider outsider, int horizon) {
      return at(outsider.lastWeek(), horizon).quantiles(outsider);
    }

    private ShipmentPanel.Forecasts at(int origin, int horizon) {
      return forecasts.computeIfAbsent(List.of(origin, horizon), _ -> panel.at(origin, horizon));
    }
  }

  private Learnt learnt(List<Named> trades) {
    return remembered.get(trades, Learnt::new);
  }

  /// One question being answered.
  private final class Answer {

    private final Question question;
    private final List<LocalDate> ahead;
    private final WeeklySeries flows;
    private final double fulfilled;
    private final List<LocalDate> missing;
    private final int farthest;
    private final List<Named> trades;
    private final OptionalInt trade;
    private final Learnt learnt;
    private final Map<Integer, double[]> fromPanel = new TreeMap<>();

    Answer(Question question, WeeklySeries flows, double fulfilled, List<LocalDate> missing, int farthest) {
      this.question = question;
      this.ahead = question.endsLeft().stream().filter(end -> flows.weeksAhead(end) > 0).toList();
      this.flows = flows;
      this.fulfilled = fulfilled;
      this.missing = missing;
      this.farthest = farthest;
      var own = new Named("own", flows);
      List<Named> given = question.known().panel();
      this.trades = given.isEmpty() ? List.of(own) : given;
      int at = 0;
      while (at < trades.size() && !trades.get(at).flows().equals(flows)) {
        at++;
      }
      this.trade = at < trades.size() ? OptionalInt.of(at) : OptionalInt.empty();
      this.learnt = learnt(trades);
    }

    Estimated estimate() {
      var fan = new ArrayList<FanPoint>();
      // The missing weeks are taken to be high or low together, with one another and with those to come: their spread is
      // rather too wide than too narrow.
      double[] holes = new double[LEVELS];
      for (LocalDate end : missing) {
        double[] week = around(flows, end);
        Arrays.setAll(holes, i -> holes[i] + week[i]);
        if (question.fan()) {
          fan.add(new FanPoint(end, distribution(holes)));
        }
      }
      NavigableMap<Integer, Window> orders = ahead.isEmpty() ? new TreeMap<>() : orders();
      double[] last = holes;
      if (!ahead.isEmpty()) {
        int skipped = flows.weeksAhead(ahead.getFirst()) - 1;
        double[] before = skipped > 0 ? sum(skipped, orders) : new double[LEVELS];
        double[] total = without(before, sum(farthest, orders), skipped, farthest);
        if (question.fan()) {
          addPath(fan, holes, before, total, skipped, orders);
        }
        last = plus(holes, total);
      }
      Distribution total = distribution(last);
      // What has been shipped stays shipped.
      double probability = question.fulfilled() >= question.target() ? 0
          : Math.clamp(total.shareBelow(question.target()), 1 - MOST_CERTAIN, MOST_CERTAIN);
      return new Estimated(METHOD, question.seed(), pastSeasons(), total, fan,
          probability, total.expectedShortfall(question.target()),
          drivers(orders, last));
    }

    /// The path to the total, week by week. A week that is to come can only add; the total is the same whether its path is
    /// asked for or not.
    private void addPath(
        List<FanPoint> fan,
        double[] holes,
        double[] before,
        double[] total,
        int skipped,
        NavigableMap<Integer, Window> orders) {
      double[] reached = new double[LEVELS];
      for (LocalDate end : ahead) {
        int weeks = flows.weeksAhead(end);
        double[] sum = weeks == farthest ? total : without(before, sum(weeks, orders), skipped, weeks);
        Arrays.setAll(reached, i -> Math.min(total[i], Math.max(reached[i], sum[i])));
        fan.add(new FanPoint(end, distribution(plus(holes, reached))));
      }
    }

    private static double[] plus(double[] one, double[] other) {
      double[] sum = new double[LEVELS];
      Arrays.setAll(sum, i -> one[i] + other[i]);
      return sum;
    }

    private int pastSeasons() {
      return flows.size() / YEAR;
    }

    /// Windows that orders lead, from the newest week of the flows on.
    private NavigableMap<Integer, Window> orders() {
      var leading = new TreeMap<Integer, Window>();
      Optional<OrderBook> book = question.known().book();
      if (book.isEmpty()) {
        return leading;
      }
      // The book may end some weeks before the shipments do: what was shipped since is taken off its longer window.
      int behind = flows.size() - book.get().weeks();
      int longest = Math.min(farthest + behind, OrdersModel.LONGEST_WEEKS);
      if (behind < 0 || longest <= behind) {
        return leading;
      }
      double shippedSince = 0;
      for (int i = flows.size() - behind; i < flows.size(); i++) {
        shippedSince += Double.isNaN(flows.value(i)) ? 0 : flows.value(i);
      }
      List<Integer> asked = new ArrayList<>();
      if (question.fan()) {
        for (int h = behind + 1; h <= longest; h++) {
          asked.add(h);
        }
      } else {
        int skipped = flows.weeksAhead(ahead.getFirst()) - 1;
        if (skipped > 0 && skipped + behind <= longest) {
          asked.add(skipped + behind);
        }
        if (farthest + behind <= longest) {
          asked.add(farthest + behind);
        }
      }
      if (asked.isEmpty()
          || !(OrdersModel.project(book.get(), List.of(), asked) instanceof OrdersProjection.Estimated estimated)) {
        return leading;
      }
      double taken = shippedSince;
      estimated.windows().forEach((h, window) -> {
        if (window.ordersLead()) {
          double[] rest = Arrays.stream(window.quantiles()).map(q -> Math.max(0, q - taken)).toArray();
          leading.put(h - behind, new Window(
              rest, true, window.errorRatio(), window.capped(), window.drivers()));
        }
      });
      return leading;
    }

    /// Quantiles of the sum over the next `h` weeks; where orders lead, half theirs and half the panel's, on the root scale:
    /// each knows what the other does not.
    private double[] sum(int h, NavigableMap<Integer, Window> orders) {
      Window led = orders.get(h);
      double[] shipments = fromPanel(h);
      if (led == null) {
        return shipments;
      }
      double[] both = new double[LEVELS];
      for (int i = 0; i < LEVELS; i++) {
        double root = (Math.sqrt(led.quantiles()[i]) + Math.sqrt(shipments[i])) / 2;
        both[i] = root * root;
      }
      return both;
    }

    private double[] fromPanel(int h) {
      int at = Arrays.binarySearch(LEARNT, h);
      if (at >= 0) {
        return atLearnt(h);
      }
      int above = LEARNT[-at - 1];
      int below = LEARNT[-at - 2];
      double[] shorter = atLearnt(below);
      double[] longer = atLearnt(above);
      double share = (double) (h - below) / (above - below);
      double[] between = new double[LEVELS];
      for (int i = 0; i < LEVELS; i++) {
        double root = (1 - share) * Math.sqrt(shorter[i] / below) + share * Math.sqrt(longer[i] / above);
        between[i] = root * root * h;
      }
      return between;
    }

    private double[] atLearnt(int h) {
      return fromPanel.computeIfAbsent(h, horizon -> learnt.quantiles(flows, trade, horizon));
    }

    /// Takes the weeks off that do not count: those before the window's first period that is left. The spread that
    /// remains is in proportion to the median that remains.
    private double[] without(double[] before, double[] sum, int skipped, int h) {
      if (skipped <= 0) {
        return sum;
      }
      double median = sum[MEDIAN];
      double kept = median > 0
          ? Math.clamp((median - before[MEDIAN]) / median, 0, 1)
          : (double) (h - skipped) / h;
      return Arrays.stream(sum).map(q -> q * kept).toArray();
    }

    /// The total: its quantiles at 0, .01, ..., 1, the two ends carried on from their neighbours.
    private Distribution distribution(double[] sums) {
      double[] outcomes = new double[LEVELS + 2];
      for (int i = 0; i < LEVELS; i++) {
        outcomes[i + 1] = fulfilled + sums[i];
      }
      outcomes[0] = fulfilled + Math.max(0, 2 * sums[0] - sums[1]);
      outcomes[LEVELS + 1] = fulfilled + Math.max(sums[LEVELS - 1], 2 * sums[LEVELS - 1] - sums[LEVELS - 2]);
      return new Distribution(outcomes);
    }

    private List<String> drivers(NavigableMap<Integer, Window> orders, double[] sums) {
      var drivers = new ArrayList<String>();
      double needed = Math.max(0, question.target() - fulfilled);
      int weeks = question.endsLeft().size();
      drivers.add(say("%,.0f are needed in %d week%s; %s expected to bring %,.0f (P10 %,.0f, P90 %,.0f)",
          needed, weeks, weeks == 1 ? "" : "s", weeks == 1 ? "it is" : "they are", sums[MEDIAN], sums[9], sums[89]));
      Window led = orders.get(farthest);
      if (led != null) {
        drivers.addAll(led.drivers());
      } else if (!ahead.isEmpty()) {
        int other = trades.size() - (trade.isPresent() ? 1 : 0);
        drivers.add(other > 0
            ? say("learnt from what followed like moments of %d other trade%s of its source, and from this trade's own errors",
                other, other == 1 ? "" : "s")
            : "learnt from this trade's own past alone");
        if (question.known().book().isEmpty()) {
          drivers.add("no export sales are held for this trade: what is sold and will ship is not known");
        } else {
          drivers.add("orders are held, but no gain from them is claimed for this window: the shipments' own past answers");
        }
      }
      drivers.add(say("level: %,.0f a week in the last 8, %,.0f in the last 52 weeks", mean(8), mean(YEAR)));
      season().ifPresent(drivers::add);
      if (question.known().expectedCorrection() > 0) {
        drivers.add(say("the newest period is a first print: corrections of %,.0f are expected and counted",
            question.known().expectedCorrection()));
      }
      if (!missing.isEmpty()) {
        drivers.add(say("%s of the window past and missing: drawn from the weeks around, not taken as zero",
            missing.size() == 1 ? "1 week is" : missing.size() + " weeks are"));
      }
      int bridged = (int) Arrays.stream(flows.values()).filter(Double::isNaN).count();
      if (bridged > 0) {
        drivers.add(say("%s of the record missing and bridged, not taken as zero",
            bridged == 1 ? "1 week is" : bridged + " weeks are"));
      }
      return drivers;
    }

    private Optional<String> season() {
      List<LocalDate> left = ahead;
      double[] past = question.seasons().completeYears(left, 10).stream()
          .flatMapToDouble(back -> question.seasons().flows(left, back, 0).stream()
              .mapToDouble(each -> Arrays.stream(each).sum()))
          .toArray();
      return past.length == 0 ? Optional.empty() : Optional.of(say(
          "season: in the same %d week%s of %d past year%s %,.0f to %,.0f were shipped",
          left.size(), left.size() == 1 ? "" : "s", past.length, past.length == 1 ? "" : "s", Arrays.stream(past).min().orElseThrow(), Arrays.stream(past).max().orElseThrow()));
    }

    private double mean(int weeks) {
      double[] values = flows.values();
      return Arrays.stream(values, Math.max(0, values.length - weeks), values.length)
          .filter(Double::isFinite).average().orElse(0);
    }

    private static String say(String format, Object... figures) {
      return String.format(Locale.ROOT, format, figures);
    }
  }
}
