package io.offtake.intake;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.alerting.Alerting;
import io.offtake.answer.Snapshot;
import io.offtake.answer.Snapshots;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Reading;
import io.offtake.commitment.ReadingWindow;
import io.offtake.evidence.Actor;
import io.offtake.evidence.DataVersion;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.intake.Advance.Decision.Move;
import io.offtake.intake.Advance.Decision.Stay;
import io.offtake.intake.Advance.Decision;
import io.offtake.intake.Advance.Effect;

/// Moves the data version when the calendar alone can change a verdict: a release falls due, a window opens, a deadline
/// passes, an announcement becomes known.
@ApplicationScoped
public class CalendarSteps {

  private static final Actor CALENDAR = Actor.job("calendar");

  private final Advance advance;
  private final Snapshots snapshots;
  private final Alerting alerting;
  private final Touched touched;
  private final ReleaseCalendars calendars;
  private final Clock clock;

  CalendarSteps(
      Advance advance,
      Snapshots snapshots,
      Alerting alerting,
      Touched touched,
      ReleaseCalendars calendars,
      Clock clock) {
    this.advance = advance;
    this.snapshots = snapshots;
    this.alerting = alerting;
    this.touched = touched;
    this.calendars = calendars;
    this.clock = clock;
  }

  /// Moves the version if a step lies between its instant and now. Safe to run on every replica, as often as one likes.
  public void run() {
    Snapshot held = snapshots.current();
    if (held.version().id() == 0 || newestStep(held, clock.instant()).isEmpty()) {
      return;
    }
    // Others may have written while this one waited.
    advance.carryOut(CALENDAR, (before, now) -> newestStep(before, now)
        .<Decision<Boolean>>map(step -> new Move<>(
            DataVersion.Cause.CALENDAR,
            "a step of the calendar at " + step,
            _ -> true,
            new Effect(touched::all, true, alerting::lookAtAll)))
        .orElseGet(() -> new Stay<>(false)));
  }

  /// The newest step after the snapshot's instant and up to `now`.
  private Optional<Instant> newestStep(Snapshot snapshot, Instant now) {
    // Where nothing is held nothing can be missing.
    Stream<Instant> due = calendars.rules().entrySet().stream()
        .filter(rule -> rule.getValue().owesEveryPeriod() && !snapshot.panel().releases(rule.getKey()).isEmpty())
        .map(rule -> rule.getValue().due(rule.getValue().newestDueAt(now)));
    Stream<Instant> declared = snapshot.catalogue().stream()
        .flatMap(entry -> declaredSteps(entry.commitment()));
    return Stream.concat(due, declared)
        .filter(step -> step.isAfter(snapshot.version().at()) && !step.isAfter(now))
        .max(Instant::compareTo);
  }

  private static Stream<Instant> declaredSteps(Commitment commitment) {
    Stream<Instant> terms = commitment.terms().stream().map(version -> version.announced().knownFrom());
    Stream<Instant> readings = commitment.readings().stream()
        .flatMap(reading -> Stream.concat(Stream.of(reading.stated().knownFrom()), windowSteps(reading)));
    return Stream.concat(terms, readings);
  }

  private static Stream<Instant> windowSteps(Reading reading) {
    return switch (reading.window()) {
      case ReadingWindow.Days(var days) -> Stream.of(days.first(), days.last().plusDays(1))
          .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant());
      case ReadingWindow.OfMarketingYear(var year) -> Stream.of(year.first(), year.last().plusDays(1))
          .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant());
      case ReadingWindow.Unstated _ -> Stream.empty();
    };
  }
}
