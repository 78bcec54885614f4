package io.offtake.monitoring;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.assessment.Assessment;
import io.offtake.assessment.IssuedVerdicts;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Reading;
import io.offtake.commitment.ReadingWindow;
import io.offtake.evidence.DataVersion;
import io.offtake.evidence.EvidenceLog;
import io.offtake.evidence.ReleaseCalendars;

/// Moves the data version when the calendar alone can change a verdict: a release falls due, a window opens, a deadline
/// passes, an announcement becomes known.
@ApplicationScoped
public class CalendarSteps {

  private final Snapshots snapshots;
  private final EvidenceLog evidence;
  private final IssuedVerdicts issued;
  private final Alerting alerting;
  private final WriterLock lock;
  private final Touched touched;
  private final ReleaseCalendars calendars;
  private final Clock clock;

  CalendarSteps(
      Snapshots snapshots,
      EvidenceLog evidence,
      IssuedVerdicts issued,
      Alerting alerting,
      WriterLock lock,
      Touched touched,
      ReleaseCalendars calendars,
      Clock clock) {
    this.snapshots = snapshots;
    this.evidence = evidence;
    this.issued = issued;
    this.alerting = alerting;
    this.lock = lock;
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
    Optional<Snapshot> moved = lock.inTurn(120, () -> {
      Snapshot before = snapshots.grown(evidence.newestVersion());
      // Others may have written while this one waited, and a later version is of a later instant.
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      Optional<Instant> step = newestStep(before, now);
      if (step.isEmpty()) {
        return Optional.empty();
      }
      var version = new DataVersion(
          before.version().id() + 1, now, DataVersion.Cause.CALENDAR, "a step of the calendar at " + step.get());
      evidence.append(version);
      Snapshot after = snapshots.grown(version, before);
      List<Assessment> assessed = touched.all(after);
      issued.append(assessed, version.id());
      alerting.lookAtAll(assessed, version);
      return Optional.of(after);
    });
    moved.ifPresent(snapshots::serveWhenReady);
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
