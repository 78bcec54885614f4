package io.offtake.evidence;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.offtake.calendar.DateWindow;
import io.offtake.calendar.ReleaseCalendar;

/// Whether a source was on time at an instant, by its own calendar. A source without a calendar is never late.
///
/// @param newest  the release of the newest period, the last one of it
/// @param next  the first period that has not come
/// @param overdue  the periods that were due and have not come, after the newest; none while nothing was received, and
///     none of a source that tells only when there is something to tell
public record Timeliness(Optional<Release> newest, Optional<Expected> next, List<Expected> overdue) {

  /// A period whose release has not come.
  public record Expected(LocalDate periodEnd, Instant due) {}

  public Timeliness {
    overdue = List.copyOf(overdue);
  }

  /// @param known  the releases of the source that were known at `asOf`
  public static Timeliness of(Optional<ReleaseCalendar> calendar, List<Release> known, Instant asOf) {
    Optional<Release> newest = known.stream()
        .max(Comparator.comparing((Release release) -> release.period().last()).thenComparing(Release.BY_KNOWLEDGE));
    if (calendar.isEmpty()) {
      return new Timeliness(newest, Optional.empty(), List.of());
    }
    ReleaseCalendar rule = calendar.get();
    LocalDate newestDue = rule.newestDueAt(asOf);
    LocalDate after = newest.map(release -> release.period().last()).orElse(newestDue).plusDays(1);
    LocalDate next = rule.periodEndOnOrAfter(after);
    List<Expected> overdue = !rule.owesEveryPeriod() || newestDue.isBefore(after)
        ? List.of()
        : rule.periodEndsIn(new DateWindow(after, newestDue)).stream()
            .map(end -> new Expected(end, rule.due(end)))
            .toList();
    return new Timeliness(newest, Optional.of(new Expected(next, rule.due(next))), overdue);
  }
}
