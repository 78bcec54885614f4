package io.offtake.assessment;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.offtake.commitment.Problem;
import io.offtake.evidence.Cadence;
import io.offtake.evidence.Measure;
import io.offtake.projection.Projection;
import io.offtake.projection.ProjectionModel;
import io.offtake.projection.ProjectionModel.Known;
import io.offtake.projection.ProjectionModel.Named;
import io.offtake.projection.ProjectionModel.Openings;
import io.offtake.projection.SeasonResampling;
import io.offtake.projection.WeeklySeries;
import io.offtake.projection.orders.OrderBook;

/// A series that somebody hands in, to be projected by the engine of the readings. Nothing of it is kept.
///
/// Weekly figures go through the model that the readings use. Monthly figures do not: spread over weeks they would look
/// far smoother than any week is, so months are drawn whole from the same months of past years.
public final class OwnSeries {

  private static final int LONGEST_HORIZON_WEEKS = 104;
  private static final int LONGEST_HOLE_WEEKS = 4;
  private static final int MOST_FAULTS = 20;
  private static final double LARGEST = 1e15;
  private static final int DAYS_A_WEEK = 7;
  private static final int WEEKS_A_YEAR = 52;

  private OwnSeries() {}

  public record Figure(LocalDate end, double value) {}

  public record Member(String name, List<Figure> figures) {}

  /// @param cadence  weekly or monthly
  /// @param figures  what each period brought
  /// @param outstanding  sold and not yet shipped at each period's end; may be empty
  /// @param netSales  may be empty
  /// @param target  absent when only the distribution is wanted
  /// @param canFall  whether a period may bring less than nothing, as sales can
  public record Asked(
      Cadence cadence,
      List<Figure> figures,
      List<Figure> outstanding,
      List<Figure> netSales,
      List<Member> panel,
      LocalDate windowStart,
      LocalDate deadline,
      OptionalDouble target,
      boolean canFall,
      long seed) {}

  /// @param left  the ends of the periods that are projected, those among them that are missing included
  /// @param missing  the ends of the window's periods before the newest figure that were not given
  /// @param partial  so much of the window so far was not given that nothing is said of its total: it begins before the
  ///     first figure, or a hole is longer than four weeks
  /// @param actual1  the newest period, beside the means of the newest 4 and 12; absent where one is missing
  /// @param notes  what was made of the input, and what of it is not used
  public record Answer(
      double fulfilled,
      List<LocalDate> left,
      List<LocalDate> missing,
      boolean partial,
      OptionalDouble actual1,
      OptionalDouble actual4,
      OptionalDouble actual12,
      Projection projection,
      List<String> notes) {}

  /// What is wrong with a question, at most the first 20 things; empty when nothing is.
  public static List<Problem> problems(Asked asked) {
    var problems = new ArrayList<Problem>();
    check(asked, "/observations", asked.figures(), !asked.canFall(), problems);
    check(asked, "/outstanding", asked.outstanding(), true, problems);
    check(asked, "/netSales", asked.netSales(), false, problems);
    Set<String> names = new HashSet<>();
    for (int i = 0; i < asked.panel().size(); i++) {
      Member member = asked.panel().get(i);
      if (!names.add(member.name())) {
        problems.add(new Problem("/panel/%d/name".formatted(i), "the name '%s' is used twice".formatted(member.name()),
            "give each series of the panel its own name"));
      }
      check(asked, "/panel/%d/observations".formatted(i), member.figures(), !asked.canFall(), problems);
    }
    if (asked.deadline().isBefore(asked.windowStart())) {
      problems.add(new Problem("/deadline", "the window ends before it starts",
          "write a day on or after windowStart"));
    } else if (!asked.figures().isEmpty() && asked.deadline()
        .isAfter(asked.figures().getLast().end().plusWeeks(LONGEST_HORIZON_WEEKS))) {
      problems.add(new Problem("/deadline",
          "it lies more than %d weeks after the newest figure".formatted(LONGEST_HORIZON_WEEKS),
          "write a day up to " + asked.figures().getLast().end().plusWeeks(LONGEST_HORIZON_WEEKS)));
    } else if (!asked.figures().isEmpty() && asked.windowStart()
        .isBefore(asked.figures().getFirst().end().minusWeeks(LONGEST_HORIZON_WEEKS))) {
      problems.add(new Problem("/windowStart", "the window begins long before the first figure",
          "give the figures of the window, or a later day"));
    }
    asked.target().ifPresent(target -> {
      if (!(target >= 0 && target <= LARGEST)) {
        problems.add(new Problem("/target", "it is negative or too large", "write a number from 0 to 1e15"));
      }
    });
    return problems.stream().limit(MOST_FAULTS).toList();
  }

  /// Projects a question that has no [#problems(Asked)].
  ///
  /// @param weekly  the model of the readings
  public static Answer project(Asked asked, ProjectionModel weekly) {
    List<LocalDate> ends = asked.figures().stream().map(Figure::end).toList();
    List<Double> flows = asked.figures().stream().map(Figure::value).toList();
    Set<LocalDate> known = new HashSet<>(ends);
    LocalDate newest = ends.getLast();
    var left = new TreeSet<LocalDate>();
    for (LocalDate end = newest; !end.isAfter(asked.deadline()); end = next(asked.cadence(), end, 1)) {
      left.add(end);
    }
    for (LocalDate end = newest; !end.isBefore(asked.windowStart()); end = next(asked.cadence(), end, -1)) {
      left.add(end);
    }
    left.removeIf(end ->
        known.contains(end) || end.isBefore(asked.windowStart()) || end.isAfter(asked.deadline()));
    List<LocalDate> missing = left.stream().filter(end -> end.isBefore(newest)).toList();
    double fulfilled = asked.figures().stream()
        .filter(figure -> !figure.end().isBefore(asked.windowStart()) && !figure.end().isAfter(asked.deadline()))
        .mapToDouble(Figure::value)
        .sum();
    ProjectionModel model = asked.cadence() == Cadence.MONTHLY ? new SeasonResampling() : weekly;
    Optional<String> hole = tooMuchMissing(asked, missing);
    Projection projection = hole.isPresent()
        ? new Projection.NotEstimable(Projection.Reason.PARTLY_HELD, hole.get())
        : model.project(Questions.ofSeries(
            ends, flows, fulfilled, asked.target().orElse(0), List.copyOf(left), known(asked), asked.seed()));
    return new Answer(fulfilled, List.copyOf(left), missing, hole.isPresent(),
        actual(asked, 1), actual(asked, 4), actual(asked, 12), projection,
        notes(asked, hole.isPresent() ? List.of() : missing));
  }

  /// Why too much of the window so far is missing for anything to be said of its total; empty where it is not.
  private static Optional<String> tooMuchMissing(Asked asked, List<LocalDate> missing) {
    LocalDate first = asked.figures().getFirst().end();
    if (!missing.isEmpty() && missing.getFirst().isBefore(first)) {
      return Optional.of("the window begins on %s and the first figure is of the period that ends on %s".formatted(
          asked.windowStart(), first));
    }
    int run = 0;
    LocalDate before = null;
    for (LocalDate end : missing) {
      run = before != null && next(asked.cadence(), before, 1).equals(end) ? run + 1 : 1;
      before = end;
      if (asked.cadence() == Cadence.MONTHLY || run > LONGEST_HOLE_WEEKS) {
        return Optional.of("a hole of the window, up to the period that ends on %s, is longer than %d weeks".formatted(
            end, LONGEST_HOLE_WEEKS));
      }
    }
    return Optional.empty();
  }

  /// The weekly figures that come with a weekly question; months have none.
  private static Known known(Asked asked) {
    Measure measure = asked.canFall() ? Measure.SOLD : Measure.EXPORTED;
    if (asked.cadence() == Cadence.MONTHLY) {
      return new Known(measure, Optional.empty(), Optional.empty(), Optional.empty(), Openings.NONE, Optional.empty(),
          Optional.empty(), 0, List.of());
    }
    Optional<WeeklySeries> flows = weekly(asked.figures());
    Optional<WeeklySeries> outstanding = weekly(asked.outstanding());
    Optional<WeeklySeries> netSales = weekly(asked.netSales());
    List<Named> panel = asked.panel().stream()
        .flatMap(member -> weekly(member.figures()).stream().map(series -> new Named(member.name(), series)))
        .toList();
    return new Known(measure, flows, outstanding, netSales, Openings.NONE, Optional.empty(),
        flows.flatMap(own -> outstanding.map(book -> book(own, book, netSales))), 0, panel);
  }

  /// A book without marketing years: all that is outstanding can ship at any time.
  private static OrderBook book(WeeklySeries flows, WeeklySeries outstanding, Optional<WeeklySeries> netSales) {
    int weeks = flows.size();
    double[] levels = new double[weeks];
    double[] sales = new double[weeks];
    double[] nextYear = new double[weeks];
    int[] weeksLeft = new int[weeks];
    for (int i = 0; i < weeks; i++) {
      LocalDate end = flows.endOf(i);
      levels[i] = outstanding.at(end);
      sales[i] = netSales.map(series -> series.at(end)).orElse(Double.NaN);
      nextYear[i] = Double.NaN;
      weeksLeft[i] = WEEKS_A_YEAR;
    }
    int held = weeks;
    while (held > 0 && Double.isNaN(levels[held - 1])) {
      held--;
    }
    return new OrderBook(flows.values(), levels, nextYear, sales, weeksLeft).first(held);
  }

  private static Optional<WeeklySeries> weekly(List<Figure> figures) {
    var byEnd = new TreeMap<LocalDate, Double>();
    figures.forEach(figure -> byEnd.put(figure.end(), figure.value()));
    return byEnd.isEmpty() ? Optional.empty() : Optional.of(WeeklySeries.of(byEnd));
  }

  private static List<String> notes(Asked asked, List<LocalDate> missing) {
    var notes = new ArrayList<String>();
    if (asked.cadence() == Cadence.MONTHLY) {
      notes.add("the periods are months, drawn whole from the same months of past years, not spread over weeks");
    }
    if (!missing.isEmpty()) {
      notes.add(missing.size() == 1
          ? "1 period of the window was not given and is projected like those to come"
          : "%d periods of the window were not given and are projected like those to come".formatted(missing.size()));
    }
    boolean months = asked.cadence() == Cadence.MONTHLY;
    unused(months && !asked.outstanding().isEmpty(), "outstanding", notes);
    unused(months && !asked.netSales().isEmpty(), "netSales", notes);
    unused((months || asked.canFall()) && !asked.panel().isEmpty(), "panel", notes);
    return notes;
  }

  private static void unused(boolean given, String what, List<String> notes) {
    if (given) {
      notes.add("%s was given; the method of this answer does not use it".formatted(what));
    }
  }

  private static OptionalDouble actual(Asked asked, int periods) {
    List<Figure> figures = asked.figures();
    if (figures.size() < periods) {
      return OptionalDouble.empty();
    }
    List<Figure> newest = figures.subList(figures.size() - periods, figures.size());
    boolean whole = newest.getFirst().end().equals(next(asked.cadence(), newest.getLast().end(), 1 - periods));
    return whole ? newest.stream().mapToDouble(Figure::value).average() : OptionalDouble.empty();
  }

  private static LocalDate next(Cadence cadence, LocalDate end, int periods) {
    return cadence == Cadence.MONTHLY
        ? YearMonth.from(end).plusMonths(periods).atEndOfMonth()
        : end.plusWeeks(periods);
  }

  private static void check(
      Asked asked, String at, List<Figure> figures, boolean nonNegative, List<Problem> problems) {
    for (int i = 0; i < figures.size(); i++) {
      Figure figure = figures.get(i);
      String place = "%s/%d".formatted(at, i);
      if (!(Math.abs(figure.value()) <= LARGEST)) {
        problems.add(new Problem(place + "/value", "the figure is too large", "write a number up to 1e15"));
      } else if (nonNegative && figure.value() < 0) {
        problems.add(new Problem(place + "/value", "the figure is negative",
            at.equals("/outstanding") ? "write a number from 0 on"
                : "write a number from 0 on, or measure as sales, which can be cancelled"));
      }
      LocalDate before = i == 0 ? null : figures.get(i - 1).end();
      if (before != null && figure.end().equals(before)) {
        problems.add(new Problem(place + "/periodEnd", "%s is given twice".formatted(figure.end()),
            "give each period once"));
      } else if (before != null && figure.end().isBefore(before)) {
        problems.add(new Problem(place + "/periodEnd", "%s comes after %s".formatted(figure.end(), before),
            "write the figures in the order of their periods, oldest first"));
      } else if (!isOnCadence(asked, figure.end())) {
        problems.add(new Problem(place + "/periodEnd", "%s is off the cadence".formatted(figure.end()),
            asked.cadence() == Cadence.MONTHLY
                ? "write the last day of the month, " + YearMonth.from(figure.end()).atEndOfMonth()
                : "write a day that is whole weeks from " + asked.figures().getFirst().end()));
      }
    }
  }

  private static boolean isOnCadence(Asked asked, LocalDate end) {
    return asked.cadence() == Cadence.MONTHLY
        ? end.equals(YearMonth.from(end).atEndOfMonth())
        : ChronoUnit.DAYS.between(asked.figures().getFirst().end(), end) % DAYS_A_WEEK == 0;
  }
}
