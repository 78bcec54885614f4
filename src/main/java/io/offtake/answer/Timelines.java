package io.offtake.answer;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.offtake.alert.Alert;
import io.offtake.alert.Alerts;
import io.offtake.alert.Transition;
import io.offtake.answer.Answers.Basis;
import io.offtake.assessment.IssuedVerdicts;
import io.offtake.claim.Claims;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Reading;
import io.offtake.commitment.Terms;
import io.offtake.commitment.Withdrawal;
import io.offtake.evidence.SourceId;
import io.offtake.pairing.CountedPeriod;
import io.offtake.pairing.Pairing;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// What became of a commitment: its terms, what was said of it, how it was judged, its alerts and late releases.
@Singleton
public class Timelines {

  /// Of each kind: beyond them the oldest are left out.
  private static final int MOST = 5_000;

  private final Assessments assessments;
  private final IssuedVerdicts issued;
  private final Alerts alerts;

  Timelines(Assessments assessments, IssuedVerdicts issued, Alerts alerts) {
    this.assessments = assessments;
    this.issued = issued;
    this.alerts = alerts;
  }

  /// Something that became known.
  public sealed interface Event {

    Instant at();

    /// A version of the terms.
    record OfTerms(Instant at, Terms terms) implements Event {}

    /// The commitment is no longer followed.
    record OfWithdrawal(Instant at, Withdrawal withdrawal) implements Event {}

    /// A reading is no longer offered.
    record OfRetirement(Instant at, Reading reading) implements Event {}

    /// Something was said, or said otherwise.
    record OfClaim(Instant at, Claims.Entry entry) implements Event {}

    /// What was said is no longer kept up.
    record OfClaimWithdrawn(Instant at, Claims.Entry entry) implements Event {}

    /// A verdict became another one.
    record OfVerdict(Instant at, IssuedVerdicts.Turn turn) implements Event {}

    record OfAlert(Instant at, Transition transition) implements Event {}

    /// A release came after it was due.
    record OfLateRelease(Instant at, SourceId source, LocalDate periodEnd, Instant dueAt) implements Event {

      public long daysLate() {
        return Duration.between(dueAt, at).toDays();
      }
    }
  }

  /// In the order in which it became known.
  public List<Event> of(Basis basis, Commitment commitment) {
    return Stream.of(terms(commitment), ofCommitment(commitment, basis), claims(basis, commitment),
            verdicts(basis, commitment), alerts(basis, commitment), lateReleases(basis, commitment))
        .flatMap(List::stream)
        .filter(event -> !event.at().isAfter(basis.asOf()))
        .sorted(Comparator.comparing(Event::at))
        .toList();
  }

  private static List<Event> terms(Commitment commitment) {
    return commitment.terms().stream().<Event>map(terms -> new Event.OfTerms(terms.announced().knownFrom(), terms)).toList();
  }

  private static List<Event> ofCommitment(Commitment commitment, Basis basis) {
    var events = new ArrayList<Event>();
    commitment.withdrawnAt(basis.asOf()).ifPresent(each -> events.add(new Event.OfWithdrawal(each.at(), each)));
    for (Reading reading : commitment.readings()) {
      Instant retired = reading.retiredAt();
      if (retired != null) {
        events.add(new Event.OfRetirement(retired, reading));
      }
    }
    return events;
  }

  private static List<Event> claims(Basis basis, Commitment commitment) {
    return basis.snapshot().claims().stream()
        .filter(entry -> entry.dataVersion() <= basis.dataVersion()
            && entry.claim().commitment().filter(commitment.id()::equals).isPresent())
        .<Event>map(entry -> entry.isWithdrawn()
            ? new Event.OfClaimWithdrawn(entry.recordedAt(), entry)
            : new Event.OfClaim(saidAt(entry), entry))
        .toList();
  }

  /// What was amended is known from the amendment on.
  private static Instant saidAt(Claims.Entry entry) {
    return entry.change() == Claims.Change.AMENDED ? entry.recordedAt() : entry.claim().said().at();
  }

  private List<Event> verdicts(Basis basis, Commitment commitment) {
    return issued.turns(commitment.id(), basis.dataVersion(), MOST).stream()
        .<Event>map(turn -> new Event.OfVerdict(turn.asOf(), turn)).toList();
  }

  private List<Event> alerts(Basis basis, Commitment commitment) {
    return alerts.ofCommitments(List.of(commitment.id().value())).stream()
        .flatMap(alert -> alerts.history(alert.id()).stream())
        .flatMap(history -> history.steps().stream())
        .map(Alert.Step::transition)
        .filter(transition -> !transition.occurredAt().isAfter(basis.asOf()))
        .<Event>map(transition -> new Event.OfAlert(transition.occurredAt(), transition))
        .toList();
  }

  /// Each release once, however many readings count it.
  private List<Event> lateReleases(Basis basis, Commitment commitment) {
    record Told(SourceId source, LocalDate periodEnd) {}
    var told = new HashSet<Told>();
    var events = new ArrayList<Event>();
    assessments.of(basis, commitment).stream().flatMap(each -> each.now().pairing().stream()).forEach((Pairing pairing) -> {
      for (CountedPeriod period : pairing.periods()) {
        Instant late = lateness(period);
        if (late != null && told.add(new Told(pairing.source(), period.period().last()))) {
          events.add(new Event.OfLateRelease(late, pairing.source(), period.period().last(), period.due().orElseThrow()));
        }
      }
    });
    return events;
  }

  /// When a period's release came, where that was after it was due.
  private static @Nullable Instant lateness(CountedPeriod period) {
    Optional<Instant> came = period.release().map(release -> release.releasedAt());
    return came.isPresent() && period.due().filter(due -> due.isBefore(came.get())).isPresent() ? came.get() : null;
  }
}
