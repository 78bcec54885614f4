package io.offtake.assessment;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.offtake.calendar.DateWindow;
import io.offtake.commitment.Owed;
import io.offtake.commitment.Problem;
import io.offtake.commitment.Reading;
import io.offtake.commitment.ReadingWindow;
import io.offtake.commitment.TargetBounds;
import io.offtake.commitment.UnknownDestinations;
import io.offtake.evidence.Measure;
import io.offtake.pairing.Pairing;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;

/// What is supposed to be otherwise than it stands: altered terms and evidence as values, which nobody keeps.
///
/// @param rate  what comes from the newest report on
/// @param more  that comes on top of what is counted; what is cancelled is negative
public record Supposition(
    Optional<Rate> rate,
    List<Amount> more,
    Optional<LocalDate> deadline,
    Optional<Quantity> target,
    Optional<BigDecimal> unknownShare) {

  public static final Supposition NONE =
      new Supposition(Optional.empty(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());

  private static final int LONGEST_WINDOW_YEARS = 50;
  private static final double DAYS_A_WEEK = 7;
  private static final double DAYS_A_MONTH = 365.25 / 12;

  public Supposition {
    more = List.copyOf(more);
  }

  public enum Per { WEEK, MONTH }

  public record Rate(Quantity amount, Per per) {

    double perWeek() {
      return per == Per.WEEK ? amount.toDouble() : amount.toDouble() * DAYS_A_WEEK / DAYS_A_MONTH;
    }
  }

  /// @param pointer  where it was asked for
  public record Amount(LocalDate date, Quantity quantity, String pointer) {}

  public boolean isEmpty() {
    return equals(NONE);
  }

  /// The reading as it is supposed to be.
  Reading of(Reading reading) {
    Reading over = deadline.flatMap(day -> windowStart(reading).map(first -> reading.over(new DateWindow(first, day))))
        .orElse(reading);
    return unknownShare.map(share -> over.with(unknown(share))).orElse(over);
  }

  private static UnknownDestinations unknown(BigDecimal share) {
    if (share.signum() == 0) {
      return new UnknownDestinations.None();
    }
    return share.compareTo(BigDecimal.ONE) == 0 ? new UnknownDestinations.All() : new UnknownDestinations.Share(share, share);
  }

  /// The amount that is owed as it is supposed to be: minimums and earlier baselines stand.
  Owed.Leg of(Owed.Leg leg) {
    return target.filter(other -> isOf(leg) && leg.target().unit() == other.unit())
        .map(other -> leg.withTarget(other, "as supposed")).orElse(leg);
  }

  /// What is counted as it is supposed to be.
  Pairing of(Pairing pairing, Owed.Leg leg) {
    return isOf(leg) ? more.stream().map(Amount::quantity).filter(each -> each.unit() == pairing.unit())
        .reduce(Quantity::plus).map(pairing::plus).orElse(pairing) : pairing;
  }

  /// The weekly rate that a leg is supposed to have.
  Optional<Rate> rateOf(Owed.Leg leg) {
    return rate.filter(each -> isOf(leg) && each.amount().unit() == leg.target().unit());
  }

  /// What comes on top after a day, in the unit of a leg.
  double after(LocalDate day, Owed.Leg leg) {
    return isOf(leg) ? more.stream()
        .filter(each -> each.date().isAfter(day) && each.quantity().unit() == leg.target().unit())
        .mapToDouble(each -> each.quantity().toDouble()).sum() : 0;
  }

  private static boolean isOf(Owed.Leg leg) {
    return leg.kind() == Owed.Kind.WHOLE || leg.kind() == Owed.Kind.LOWER_OF;
  }

  /// All that makes no sense in it for a reading, by pointers into what was asked.
  ///
  /// @param today  the reading as it stands
  /// @param day  of the question
  public List<Problem> problems(Assessment today, LocalDate day) {
    var problems = new ArrayList<Problem>();
    if (isEmpty()) {
      problems.add(new Problem("", "nothing is supposed to be otherwise",
          "write at least one of: rate, extra, cancellations, deadline, target, unknownShare"));
    }
    Reading reading = today.reading();
    checkUnits(today, problems);
    checkUnknown(reading, problems);
    Optional<LocalDate> first = windowStart(reading);
    Optional<LocalDate> last = deadline.or(today::deadline);
    deadline.ifPresent(other -> checkDeadline(first, other, problems));
    if (first.isPresent() && last.isPresent() && !last.get().isBefore(first.get())) {
      checkDays(new DateWindow(first.get(), last.get()), day, problems);
    }
    if (reading.measure() != Measure.SOLD) {
      more.stream().filter(each -> each.quantity().isNegative()).forEach(each -> problems.add(new Problem(each.pointer(),
          "what is %s is not cancelled".formatted(reading.measure().id()), "ask a reading of what is sold, or leave it out")));
    }
    return problems;
  }

  private void checkUnits(Assessment today, List<Problem> problems) {
    Set<Unit> owed = units(today);
    rate.ifPresent(each -> check(each.amount(), "/rate", owed, problems));
    more.forEach(each -> check(each.quantity(), each.pointer(), owed, problems));
    target.ifPresent(each -> {
      check(each, "/target", owed, problems);
      if (each.value().compareTo(TargetBounds.SMALLEST) < 0) {
        problems.add(new Problem("/target/value", "a target of %s owes nothing".formatted(each),
            "write at least %s".formatted(TargetBounds.SMALLEST.toPlainString())));
      }
    });
  }

  private static void check(Quantity amount, String pointer, Set<Unit> owed, List<Problem> problems) {
    BigDecimal largest = TargetBounds.largest(amount.unit());
    if (amount.value().abs().compareTo(largest) > 0) {
      problems.add(new Problem(pointer + "/value", "%s are more than there can be".formatted(amount),
          "write at most %s".formatted(largest.toPlainString())));
    }
    if (!owed.isEmpty() && !owed.contains(amount.unit())) {
      problems.add(new Problem(pointer + "/unit", "the reading is not held against amounts in '%s'".formatted(amount.unit().id()),
          "write one of: %s".formatted(owed.stream().map(Unit::id).collect(Collectors.joining(", ")))));
    }
  }

  /// The units of what the reading owes; empty where it owes no amount, which is then why it is not judged.
  private static Set<Unit> units(Assessment today) {
    var units = new LinkedHashSet<Unit>();
    today.target().map(Quantity::unit).ifPresent(units::add);
    today.legs().stream().map(Assessment.Leg::owed).filter(Supposition::isOf).map(leg -> leg.target().unit())
        .forEach(units::add);
    return units;
  }

  private void checkUnknown(Reading reading, List<Problem> problems) {
    if (unknownShare.filter(share -> share.signum() > 0).isPresent() && reading.measure() != Measure.SOLD) {
      problems.add(new Problem("/unknownShare",
          "only what is sold can have an unknown destination, not what is " + reading.measure().id(),
          "leave it out, or ask a reading of what is sold"));
    }
  }

  private static void checkDeadline(Optional<LocalDate> first, LocalDate other, List<Problem> problems) {
    if (first.isEmpty()) {
      problems.add(new Problem("/deadline", "the reading has no first day, so that a deadline makes no window of it",
          "ask another reading, or leave it out"));
    } else if (other.isBefore(first.get())) {
      problems.add(new Problem("/deadline", "the deadline %s lies before the window's first day".formatted(other),
          "write %s or later".formatted(first.get())));
    } else if (other.isAfter(first.get().plusYears(LONGEST_WINDOW_YEARS))) {
      problems.add(new Problem("/deadline", "the window from %s to %s is longer than %d years".formatted(first.get(), other,
          LONGEST_WINDOW_YEARS), "write %s or earlier".formatted(first.get().plusYears(LONGEST_WINDOW_YEARS))));
    }
  }

  private void checkDays(DateWindow window, LocalDate day, List<Problem> problems) {
    more.stream().filter(each -> !window.contains(each.date())).forEach(each -> problems.add(new Problem(
        each.pointer() + "/date", "%s lies outside of the window, where nothing counts".formatted(each.date()),
        "write a day from %s to %s".formatted(window.first(), window.last()))));
    if (rate.isPresent() && day.isAfter(window.last())) {
      problems.add(new Problem("/rate", "the window is over since %s: nothing can come any more".formatted(window.last()),
          "ask as of a day before it, or suppose a later deadline"));
    }
  }

  private static Optional<LocalDate> windowStart(Reading reading) {
    return switch (reading.window()) {
      case ReadingWindow.Days(var days) -> Optional.of(days.first());
      case ReadingWindow.OfMarketingYear(var year) -> Optional.of(year.first());
      case ReadingWindow.Unstated unstated -> Optional.ofNullable(unstated.windowStart());
    };
  }
}
