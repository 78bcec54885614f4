package io.offtake.projection.orders;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

import io.offtake.projection.orders.OrdersProjection.Estimated;
import io.offtake.projection.orders.OrdersProjection.NotEstimable;
import io.offtake.projection.orders.OrdersProjection.Window;
import io.offtake.text.Counted;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/// Projects shipments from the orders in hand: what is sold ships, and what is not sold does not.
///
/// Per window length, a ridge regression on the square-root scale from the trailing pace of 4, 8 and 26 weeks, the
/// orders of the window a week, those of the running marketing year a week left of it, the net sales of 4 weeks, and
/// whether there are orders at all. It is fitted on past origins whose window has ended. Nothing is drawn, so no seed is
/// needed. Where orders have not bettered the pace in past marketing years, the pace alone answers.
///
/// Where orders cover less than a quarter of what the pace would ship, the median is cut to the orders and the sales to
/// be expected; the spread around it stays.
///
/// What it does not know: the season beyond what pace and orders show of it, sales to unknown destinations that will be
/// given a name, and policy.
public final class OrdersModel {

  public static final int LONGEST_WEEKS = 52;

  /// Below this cover exports fell under half of the pace in 58 to 74 % of cases.
  private static final double THIN_COVER = .25;
  private static final int LEVELS = 99;
  private static final int ALIKE_WEEKS = 4;

  private OrdersModel() {}

  /// The levels of every answer: 0.01 to 0.99.
  public static double[] levels() {
    double[] levels = new double[LEVELS];
    Arrays.setAll(levels, i -> (i + 1) / 100.);
    return levels;
  }

  /// The fan: every window from one week to `weeks`. Since shipments only add up, no quantile of a longer window is let
  /// below that of a shorter one.
  public static OrdersProjection fan(OrderBook own, List<OrderBook> group, int weeks) {
    OrdersProjection projection = project(own, group, IntStream.rangeClosed(1, weeks).boxed().toList());
    if (!(projection instanceof Estimated estimated)) {
      return projection;
    }
    var rising = new TreeMap<Integer, Window>();
    double[] least = new double[LEVELS];
    for (var entry : estimated.windows().entrySet()) {
      double[] quantiles = entry.getValue().quantiles();
      for (int i = 0; i < LEVELS; i++) {
        least[i] = Math.max(least[i], quantiles[i]);
      }
      rising.put(entry.getKey(), entry.getValue().with(least.clone()));
    }
    return new Estimated(rising, estimated.declinedFrom());
  }

  /// Projects the sum of the next weeks, from the last week of the book on.
  ///
  /// @param group  the books of other trades of the same commodity group over the same weeks, to learn from. Orders of
  ///     grains and meal lead in one way, those of cotton in another: never mix them
  /// @param horizons  lengths of the windows, in weeks, from 1 to [#LONGEST_WEEKS]
  /// @throws IllegalArgumentException if a horizon lies outside, or a book of the group has other weeks
  public static OrdersProjection project(OrderBook own, List<OrderBook> group, Collection<Integer> horizons) {
    for (int horizon : horizons) {
      if (horizon < 1 || horizon > LONGEST_WEEKS) {
        throw new IllegalArgumentException("a window has 1 to %d weeks, not %d".formatted(LONGEST_WEEKS, horizon));
      }
    }
    if (group.stream().anyMatch(book -> book.weeks() != own.weeks())) {
      throw new IllegalArgumentException("the books of a group need the same weeks");
    }
    var windows = new TreeMap<Integer, Window>();
    int declined = 0;
    for (int horizon : new TreeSet<>(horizons)) {
      var now = own.weeks() == 0
          ? Optional.<Situation>empty()
          : Situation.of(own, own.weeks() - 1, horizon);
      if (now.isEmpty()) {
        return new NotEstimable("orders or shipments of the newest weeks are not held");
      }
      List<Situation> past = Situation.past(own, horizon);
      var pooled = group.stream().flatMap(book -> Situation.past(book, horizon).stream()).toList();
      var learnt = OrdersLead.learn(now.get(), past, pooled);
      if (learnt.isEmpty()) {
        declined = horizon;
        break;
      }
      windows.put(horizon, window(now.get(), past, learnt.get(), own.weeksLeft()));
    }
    return windows.isEmpty()
        ? new NotEstimable("held: %s; it takes three marketing years of windows that have ended"
            .formatted(Counted.of(own.weeks(), "week")))
        : new Estimated(windows, declined);
  }

  private static Window window(Situation now, List<Situation> past, OrdersLead learnt, int[] weeksLeft) {
    double[] quantiles = learnt.quantiles(now, levels());
    boolean capped = learnt.isGain() && cap(now, quantiles);
    return new Window(quantiles, learnt.isGain(), learnt.errorRatio(), capped,
        drivers(now, past, learnt, weeksLeft, capped));
  }

  /// Cuts the median to orders and expected sales where cover is thin, the rest moving with it on the square-root
  /// scale. Only where all orders that could ship in the window are known.
  static boolean cap(Situation now, double[] quantiles) {
    double median = quantiles[LEVELS / 2];
    double most = now.bookedForWindow() + now.expectedSales();
    if (!now.booked() || Double.isNaN(most) || now.cover() >= THIN_COVER || median <= most) {
      return false;
    }
    double cut = now.response(median) - now.response(most);
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] = now.amount(now.response(quantiles[i]) - cut);
    }
    return true;
  }

  private static List<String> drivers(
      Situation now, List<Situation> past, OrdersLead learnt, int[] weeksLeft, boolean capped) {
    var drivers = new ArrayList<String>();
    drivers.add(say("%,.0f are sold and can ship in the next %s%s%s",
        now.bookedForWindow(), Counted.of(now.horizon(), "week"),
        Double.isInfinite(now.cover()) ? "; nothing shipped in the last 8 weeks"
            : say(": %.2f times what the pace of 8 weeks would ship", now.cover()),
        now.booked() ? "" : "; sales for the next marketing year are not held, although the window reaches into it"));
    double[] hazards = past.stream()
        .filter(each -> each.bookedForWindow() > 0
            && Math.abs(weeksLeft[each.week()] - weeksLeft[now.week()]) <= ALIKE_WEEKS)
        .mapToDouble(each -> each.outcome() / each.bookedForWindow())
        .toArray();
    if (hazards.length > 0) {
      drivers.add(say("at this time of past marketing years the window shipped %.2f times such orders (median of %d)",
          new Median().evaluate(hazards), hazards.length));
    }
    String compared = say("on past seasons not seen the error was %.2f of that of the pace alone, and smaller in %d of %d",
        learnt.errorRatio(), learnt.betterSeasons(), learnt.seasons());
    if (learnt.isGain()) {
      drivers.add("orders lead: " + compared);
    } else {
      drivers.add("no gain is claimed from orders, the pace answers: " + (learnt.seasons() == 0
          ? "what is sold for the next marketing year is not known" : compared));
    }
    if (capped) {
      drivers.add(say("cover is below %.2f: the median was cut to orders and the sales of 4 weeks carried on, %,.0f",
          THIN_COVER, now.bookedForWindow() + now.expectedSales()));
    }
    return drivers;
  }

  private static String say(String format, Object... figures) {
    return String.format(Locale.ROOT, format, figures);
  }
}
