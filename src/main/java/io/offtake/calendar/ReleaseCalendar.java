package io.offtake.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/// When a source is due to publish. The ordinary rule, daylight saving and federal holidays included; what really
/// happened differs, and is data.
public sealed interface ReleaseCalendar permits WeeklyReleases, MonthlyReleases, BusinessDayReleases {

  /// The publisher's, in which its hours are printed.
  ZoneId zone();

  /// The instant at which the figure for the period that ends on `end` is due.
  Instant due(LocalDate end);

  /// The instant from which it is worth asking for it: never after [#due].
  default Instant mayBeOutFrom(LocalDate end) {
    return due(end);
  }

  /// Whether [#due] of this period is a day that the publisher named, not one that follows from a rule.
  default boolean isNamed(LocalDate end) {
    return false;
  }

  /// Whether every period has a release. Where one comes only when there is something to tell, none is ever missing.
  default boolean owesEveryPeriod() {
    return true;
  }

  /// The period that ends on `end`.
  DateWindow periodEnding(LocalDate end);

  /// The ends of the periods that end inside `window`, in order.
  List<LocalDate> periodEndsIn(DateWindow window);

  /// The end of the newest period whose release is due at `instant`.
  LocalDate newestDueAt(Instant instant);

  /// The first period end on or after `day`.
  LocalDate periodEndOnOrAfter(LocalDate day);

  /// The end of the newest period whose release may be out at `instant`.
  default LocalDate newestThatMayBeOutAt(Instant instant) {
    LocalDate newest = newestDueAt(instant);
    LocalDate next = periodEndOnOrAfter(newest.plusDays(1));
    while (!mayBeOutFrom(next).isAfter(instant)) {
      newest = next;
      next = periodEndOnOrAfter(newest.plusDays(1));
    }
    return newest;
  }

  /// No release comes more days after the end of its period than this, as far as the rule goes.
  int mostLagDays();

  /// The longest pause between two looks for a release that is late.
  Duration longestPause();
}
