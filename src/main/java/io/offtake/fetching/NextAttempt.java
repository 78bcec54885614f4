package io.offtake.fetching;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;

import io.offtake.calendar.ReleaseCalendar;
import io.offtake.fetching.Fetches.State;

/// When a source is to be asked next. It follows from its calendar and from how the last attempts ended.
public final class NextAttempt {

  private static final Duration SHORTEST = Duration.ofMinutes(2);
  private static final Duration AFTER_FAILURES = Duration.ofHours(1);
  private static final Duration WHILE_EARLY = Duration.ofDays(1);
  private static final int LATENESS_SHARE = 8;
  private static final int MOST_DOUBLINGS = 6;

  private NextAttempt() {}

  /// At the release of the first period that is not held. While it does not come out, an eighth of its lateness
  /// passes between two attempts, from two minutes to the calendar's longest pause; where the day is not named and it is
  /// only possible that it is out, a day. While attempts fail, twice the time of before, from two minutes to an hour.
  /// A release that was withdrawn is late since we learned that. A publisher who asked us to wait is left alone for so
  /// long; somebody who asked for it now is heard at once.
  ///
  /// @param withdrawnAt  when we learned that the newest release of the source does not stand
  public static Instant of(State state, Optional<Instant> withdrawnAt, ReleaseCalendar calendar, Instant now) {
    if (state.requestedAt().isPresent()) {
      return later(state.requestedAt().get(), state.notBefore());
    }
    LocalDate due = calendar.newestDueAt(now);
    boolean covered = state.coveredTo().filter(end -> !end.isBefore(due)).isPresent();
    boolean failing = state.failures() > 0;
    LocalDate expected = state.coveredTo()
        .map(end -> calendar.periodEndOnOrAfter(end.plusDays(1)))
        .orElse(due);
    Instant release = calendar.mayBeOutFrom(expected);
    if (covered && !failing && state.last().filter(last -> !last.finishedAt().isBefore(release)).isEmpty()) {
      return later(release, state.notBefore());
    }
    Instant after = state.last()
        .map(last -> last.finishedAt().plus(failing
            ? afterFailures(state.failures())
            : withdrawnAt.isEmpty() && last.finishedAt().isBefore(calendar.due(expected))
                ? WHILE_EARLY
                : whileLate(Duration.between(later(calendar.due(expected), withdrawnAt), last.finishedAt()),
                    calendar.longestPause())))
        .orElse(now);
    return later(covered || state.last().isEmpty() ? after : later(after, Optional.of(release)), state.notBefore());
  }

  private static Duration afterFailures(int failures) {
    return within(SHORTEST.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS)), AFTER_FAILURES);
  }

  private static Duration whileLate(Duration lateness, Duration longest) {
    return within(lateness.dividedBy(LATENESS_SHARE), longest);
  }

  private static Duration within(Duration wait, Duration longest) {
    return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait.compareTo(longest) > 0 ? longest : wait;
  }

  private static Instant later(Instant one, Optional<Instant> other) {
    return Stream.concat(Stream.of(one), other.stream()).max(Instant::compareTo).orElseThrow();
  }
}
