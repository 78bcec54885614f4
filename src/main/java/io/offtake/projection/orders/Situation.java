package io.offtake.projection.orders;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One trade at the end of one week, looking `horizon` weeks ahead: what a regression is told, and what came of it.
///
/// Rates are per week and on the scale sqrt(rate / scale), which keeps its sign. The scale is
/// 0.5 m52 + 0.3 m104 + 0.22 m_all (m_k: mean of the last k weeks), so that trades of different size can be pooled.
///
/// @param week  of the book, counted from 0
/// @param season  marketing years since the book's first week
/// @param insideYear  the window ends before the marketing year turns, or with it
/// @param scale  above 0, in the unit a week
/// @param pace  mean rates of the last 4, 8 and 26 weeks
/// @param orders  1 if the window has no orders, else 0; orders of the window a week of it; orders of the running year
///     a week left of it; mean net sales of 4 weeks
/// @param bookedForWindow  what is sold and can ship in the window, in the unit: the running year's outstanding sales,
///     and of next year's as large a part as the window lies beyond the turn
/// @param booked  whether next year's sales are held, or do not matter
/// @param pace8  mean of the last 8 weeks, in the unit
/// @param expectedSales  the mean net sales of the last 4 weeks over the horizon, never below 0, in the unit; NaN if not
///     held
/// @param outcome  what was shipped in the window, in the unit; NaN if it is not known
@SuppressWarnings("ArrayRecordComponent") // asked once, never compared
public record Situation(
    int week,
    int horizon,
    int season,
    boolean insideYear,
    double scale,
    double[] pace,
    double[] orders,
    double bookedForWindow,
    boolean booked,
    double pace8,
    double expectedSales,
    double outcome) {

  private static final int WHOLE_BOOK = Integer.MAX_VALUE;
  private static final int NET_SALES_WEEKS = 4;

  /// The situation at the end of `week`; empty where the book cannot tell it.
  public static Optional<Situation> of(OrderBook book, int week, int horizon) {
    double outstanding = book.outstanding()[week];
    double pace4 = mean(book.shipped(), week, 4);
    double pace8 = mean(book.shipped(), week, 8);
    double pace26 = mean(book.shipped(), week, 26);
    if (!Double.isFinite(outstanding) || !Double.isFinite(book.shipped()[week]) || Double.isNaN(pace4 + pace8 + pace26)) {
      return Optional.empty();
    }
    int left = book.weeksLeft()[week];
    boolean inside = left >= horizon;
    double beyond = Math.max(0, horizon - left) / (double) horizon;
    boolean nextHeld = Double.isFinite(book.nextYear()[week]);
    double booked = Math.max(0, outstanding) + (nextHeld ? Math.max(0, book.nextYear()[week]) * beyond : 0);
    double scale = .5 * mean(book.shipped(), week, 52) + .3 * mean(book.shipped(), week, 104)
        + .22 * mean(book.shipped(), week, WHOLE_BOOK);
    // A trade that has not shipped yet is as large as what it has on order.
    double size = scale > 0 ? scale : Math.max(1, booked / 52);
    double sales = mean(book.netSales(), week, NET_SALES_WEEKS);
    return Optional.of(new Situation(
        week, horizon, season(book, week), inside, size,
        new double[] {root(pace4 / size), root(pace8 / size), root(pace26 / size)},
        new double[] {
            booked > 0 ? 0 : 1,
            root(booked / horizon / size),
            root(Math.max(0, outstanding) / Math.max(left, horizon) / size),
            Double.isNaN(sales) ? 0 : root(sales / size)},
        booked,
        inside || nextHeld,
        pace8,
        Math.max(0, sales) * horizon,
        sum(book.shipped(), week + 1, week + horizon)));
  }

  /// Every situation of the book that can be told and whose outcome is known.
  static List<Situation> past(OrderBook book, int horizon) {
    var past = new ArrayList<Situation>();
    for (int week = 0; week + horizon < book.weeks(); week++) {
      of(book, week, horizon).filter(each -> !Double.isNaN(each.outcome())).ifPresent(past::add);
    }
    return past;
  }

  /// What came of it, on the scale of the regression.
  double response() {
    return root(outcome / horizon / scale);
  }

  /// What a value on the scale of the regression means for the window, in the unit.
  double amount(double response) {
    double positive = Math.max(0, response);
    return positive * positive * horizon * scale;
  }

  /// A value in the unit, on the scale of the regression.
  double response(double amount) {
    return root(amount / horizon / scale);
  }

  /// How many times over the window is covered by orders, at the pace of 8 weeks; infinite when nothing moves.
  double cover() {
    return pace8 > 0 ? bookedForWindow / (pace8 * horizon) : Double.POSITIVE_INFINITY;
  }

  private static double root(double value) {
    return Math.signum(value) * Math.sqrt(Math.abs(value));
  }

  private static int season(OrderBook book, int week) {
    int season = 0;
    for (int i = 1; i <= week; i++) {
      if (book.weeksLeft()[i] > book.weeksLeft()[i - 1]) {
        season++;
      }
    }
    return season;
  }

  /// The mean of what is held of the last `weeks` weeks; of a window that reaches back before the book, what there is.
  private static double mean(double[] values, int week, int weeks) {
    int first = weeks > week ? 0 : week - weeks + 1;
    double sum = 0;
    int held = 0;
    for (int i = first; i <= week; i++) {
      if (Double.isFinite(values[i])) {
        sum += values[i];
        held++;
      }
    }
    return 2 * held >= week - first + 1 && held >= Math.min(weeks, 3) ? sum / held : Double.NaN;
  }

  private static double sum(double[] values, int first, int last) {
    double sum = 0;
    for (int i = first; i <= last; i++) {
      sum += i < values.length ? values[i] : Double.NaN;
    }
    return sum;
  }
}
