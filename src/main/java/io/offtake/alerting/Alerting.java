package io.offtake.alerting;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import io.offtake.commitment.CommitmentId;
import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.alert.Alert;
import io.offtake.alert.AlertEngine;
import io.offtake.alert.AlertRule;
import io.offtake.alert.AlertRules;
import io.offtake.alert.AlertState.Acknowledged;
import io.offtake.alert.AlertState;
import io.offtake.alert.Alerts;
import io.offtake.alert.Facts;
import io.offtake.alert.Notice;
import io.offtake.alert.NoticeJson;
import io.offtake.alert.RuleKind;
import io.offtake.alert.Silence;
import io.offtake.alert.Standing;
import io.offtake.alert.Transition;
import io.offtake.answer.Snapshot;
import io.offtake.answer.Snapshots;
import io.offtake.answer.WriterLock;
import io.offtake.assessment.Assessment;
import io.offtake.assessment.Assessor;
import io.offtake.evidence.DataVersion;
import io.offtake.evidence.EvidenceLog;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.outbox.Message;
import io.offtake.outbox.Outbox;
import org.jspecify.annotations.Nullable;

/// Holds the rules against what was assessed, in the transaction that issues the verdicts; and takes what people say of
/// alerts. What moved, and the messages that tell of it, are kept together or not at all.
@ApplicationScoped
public class Alerting {

  /// How far ahead a silence or an acknowledgement may end: whoever means for ever switches the rule off.
  public static final int MOST_DAYS_AHEAD = 366;

  private final Alerts alerts;
  private final AlertRules rules;
  private final Outbox outbox;
  private final NoticeJson json;
  private final Snapshots snapshots;
  private final EvidenceLog evidence;
  private final WriterLock lock;
  private final Assessor assessor;
  private final ReleaseCalendars calendars;
  private final Clock clock;

  Alerting(
      Alerts alerts,
      AlertRules rules,
      Outbox outbox,
      NoticeJson json,
      Snapshots snapshots,
      EvidenceLog evidence,
      WriterLock lock,
      Assessor assessor,
      ReleaseCalendars calendars,
      Clock clock) {
    this.alerts = alerts;
    this.rules = rules;
    this.outbox = outbox;
    this.json = json;
    this.snapshots = snapshots;
    this.evidence = evidence;
    this.lock = lock;
    this.assessor = assessor;
    this.calendars = calendars;
    this.clock = clock;
  }

  private record ReadingKey(String commitment, String reading) {

    static ReadingKey of(Facts facts) {
      return new ReadingKey(facts.subject().commitment(), facts.subject().reading());
    }
  }

  /// What became of something that somebody asked of an alert or a silence.
  public sealed interface Outcome<T> {

    record Done<T>(T what) implements Outcome<T> {}

    record NotFound<T>() implements Outcome<T> {}

    /// Its end is not to come.
    record Late<T>(String reason) implements Outcome<T> {}

    /// It makes no sense as things stand.
    record Refused<T>(String reason) implements Outcome<T> {}
  }

  /// Holds all rules against the readings that something touched. The caller holds the writer's lock and has kept
  /// `version`.
  public void look(Collection<Assessment> touched, DataVersion version) {
    look(touched, version.id(), version.at(), _ -> List.of());
  }

  /// The same of a commitment that has just been added. What was seen under its id before it was taken back is not its own.
  public void lookAtFirst(Collection<Assessment> added, DataVersion version) {
    look(added, version.id(), version.at(), _ -> List.of(), Map.of());
  }

  /// The same after releases were withdrawn with `version`: what they had brought about is reversed.
  ///
  /// @param withdrawn  of each reading's own trade
  public void look(
      Collection<Assessment> touched, DataVersion version, Function<Assessment, List<Facts.Retraction>> withdrawn) {
    look(touched, version.id(), version.at(), withdrawn);
  }

  /// The same for every reading there is.
  public void lookAtAll(Collection<Assessment> assessments, DataVersion version) {
    look(assessments, version.id(), version.at(), _ -> List.of());
    alerts.keep(new Alerts.Look(version.at(), version.id()));
  }

  private void look(
      Collection<Assessment> assessments,
      long dataVersion,
      Instant at,
      Function<Assessment, List<Facts.Retraction>> withdrawn) {
    look(assessments, dataVersion, at, withdrawn, alerts.newestFacts(ids(assessments)).stream()
        .collect(toMap(ReadingKey::of, Function.identity())));
  }

  private static Set<String> ids(Collection<Assessment> assessments) {
    return assessments.stream().map(assessment -> assessment.commitment().id().value()).collect(toSet());
  }

  /// @param before  the facts that each reading was seen with last
  private void look(
      Collection<Assessment> assessments,
      long dataVersion,
      Instant at,
      Function<Assessment, List<Facts.Retraction>> withdrawn,
      Map<ReadingKey, Facts> before) {
    Set<String> commitments = ids(assessments);
    Map<String, Alert> held = alerts.ofCommitments(commitments).stream()
        .collect(toMap(Alert::id, Function.identity()));
    List<AlertRule> inForce = rules.all();
    List<Silence> silences = silencesAt(at);
    var steps = new ArrayList<Alert.Step>();
    var news = new ArrayList<Facts>();
    var seenBefore = new HashMap<String, Facts>();
    for (Assessment assessment : assessments) {
      var key = new ReadingKey(assessment.commitment().id().value(), assessment.reading().id());
      Facts earlier = before.get(key);
      Facts now = Facts.of(assessment, calendars, dataVersion, earlier, withdrawn.apply(assessment));
      for (AlertRule rule : inForce) {
        String id = Transition.fingerprint(key.commitment(), key.reading(), rule.id());
        Optional<Alert> alert = Optional.ofNullable(held.get(id));
        AlertEngine.next(rule, earlier, now, standing(alert), matching(silences, now, rule))
            .ifPresent(transition -> steps.add(step(alert, transition)));
        if (earlier != null) {
          seenBefore.put(id, earlier);
        }
      }
      if (now.subject().stated() && now.isNewsAfter(earlier)) {
        news.add(now);
      }
    }
    alerts.keep(news);
    keep(steps, dataVersion, seenBefore);
  }

  /// Looks at everything once more if something has fallen due since it was last looked at: a midnight, the grace of a
  /// release that is missing, the end of a silence or of an acknowledgement. Safe to run on every replica, as often as
  /// one likes.
  public void run() {
    Snapshot served = snapshots.current();
    if (served.version().id() == 0 || !isDue(clock.instant())) {
      return;
    }
    lock.inTurn(300, () -> {
      Snapshot newest = snapshots.grown(evidence.newestVersion());
      // Others may have written while this one waited: what is looked at is not older than what they have kept.
      Instant now = later(newest.version().at(), clock.instant().truncatedTo(ChronoUnit.MICROS));
      if (!isDue(now)) {
        return false;
      }
      var view = newest.panel().at(now);
      look(newest.catalogue().stream().flatMap(entry -> assessor.assess(entry.commitment(), view).stream()).toList(),
          newest.version().id(), now, _ -> List.of());
      alerts.keep(new Alerts.Look(now, newest.version().id()));
      return true;
    });
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private boolean isDue(Instant now) {
    Optional<Instant> last = alerts.newestLook().map(Alerts.Look::at);
    return last.isEmpty() || fallenDue(now).anyMatch(due -> due.isAfter(last.get()) && !due.isAfter(now));
  }

  private Stream<Instant> fallenDue(Instant now) {
    Stream<Instant> midnight = Stream.of(now.atZone(ZoneOffset.UTC).toLocalDate().atStartOfDay(ZoneOffset.UTC)
        .toInstant());
    List<Long> hours = Stream.concat(
        Stream.of(AlertEngine.GRACE.toHours()),
        rules.all().stream().flatMap(rule -> rule.kind() instanceof RuleKind.SourceLate(int late)
            ? Stream.of((long) late)
            : Stream.empty())).distinct().toList();
    Stream<Instant> missing = calendars.rules().values().stream()
        .flatMap(rule -> hours.stream().map(late -> {
          Instant before = now.minus(late, ChronoUnit.HOURS);
          return rule.due(rule.newestDueAt(before)).plus(late, ChronoUnit.HOURS);
        }));
    Stream<Instant> silences = alerts.silences().stream()
        .flatMap(silence -> Stream.of(silence.start(), silence.end()));
    Stream<Instant> acknowledged = alerts.active().stream().flatMap(alert ->
        alert.state() instanceof Acknowledged(_, _, Instant until) && until != null
            ? Stream.of(until)
            : Stream.empty());
    return Stream.of(midnight, missing, silences, acknowledged).flatMap(each -> each);
  }

  /// Takes a firing alert in hand.
  ///
  /// @param until  when it fires anew unless it has cleared
  public Outcome<Alert.History> acknowledge(String id, String who, String note, @Nullable Instant until) {
    return lock.inTurn(60, () -> {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      Optional<Alert> alert = alerts.history(id).map(Alert.History::alert);
      if (alert.isEmpty()) {
        return new Outcome.NotFound<>();
      }
      if (until != null && !until.isAfter(now)) {
        return new Outcome.Late<>("it ends at %s, which has passed".formatted(until));
      }
      if (until != null && until.isAfter(now.plus(MOST_DAYS_AHEAD, ChronoUnit.DAYS))) {
        return new Outcome.Late<>("it ends at %s, more than %d days ahead".formatted(until, MOST_DAYS_AHEAD));
      }
      Transition newest = alert.get().newest();
      Optional<Transition> moved = AlertEngine.acknowledge(
          newest.rule(), newest.standing(), newest.facts(), new Acknowledged(who, note, until), now);
      if (moved.isEmpty()) {
        return new Outcome.Refused<>("the alert is %s: only one that fires can be taken in hand".formatted(
            alert.get().state().id()));
      }
      keep(List.of(step(alert, moved.get())), evidence.newestVersion().id(), Map.of());
      return new Outcome.Done<>(alerts.history(id).orElseThrow());
    });
  }

  /// Keeps a silence, and silences at once what it is about.
  ///
  /// @param start  from now on when absent
  public Outcome<Silence> silence(
      Silence.Matcher matcher, String owner, String reason, @Nullable Instant start, Instant end) {
    return lock.inTurn(60, () -> {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      Optional<String> late = lateness(start, end, now);
      if (late.isPresent()) {
        return new Outcome.Late<>(late.get());
      }
      Instant from = start == null ? now : start;
      Silence silence = alerts.add(matcher, owner, reason, from, end, now);
      lapse(now);
      return new Outcome.Done<>(silence);
    });
  }

  /// Why a silence cannot be from `start` to `end`; empty when it can.
  public static Optional<String> lateness(@Nullable Instant start, Instant end, Instant now) {
    return !end.isAfter(now) || start != null && !end.isAfter(start)
        ? Optional.of("it ends at %s, which is not after its start and now".formatted(end))
        : end.isAfter(now.plus(MOST_DAYS_AHEAD, ChronoUnit.DAYS))
            ? Optional.of("it ends at %s, more than %d days ahead".formatted(end, MOST_DAYS_AHEAD))
            : Optional.empty();
  }

  /// Ends a silence before its time; what it silenced and still stands fires. Ending one that is over changes nothing.
  public Outcome<Silence> endSilence(long id) {
    return lock.inTurn(60, () -> {
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      Optional<Silence> silence = alerts.silence(id);
      if (silence.isEmpty()) {
        return new Outcome.NotFound<>();
      }
      if (silence.get().endedAt().isEmpty() && silence.get().end().isAfter(now)) {
        alerts.end(id, now);
        lapse(now);
      }
      return new Outcome.Done<>(alerts.silence(id).orElseThrow());
    });
  }

  /// Whether receivers were told anything of a commitment.
  public boolean hasTold(CommitmentId commitment) {
    return alerts.ofCommitments(List.of(commitment.value())).stream()
        .flatMap(alert -> alerts.history(alert.id()).stream())
        .flatMap(history -> history.steps().stream())
        .anyMatch(step -> step.transition().isTold());
  }

  /// Ends the silences that are about one commitment alone. The caller holds the writer's lock.
  public void endSilences(CommitmentId commitment, Instant now) {
    alerts.silences().stream()
        .filter(silence -> commitment.value().equals(silence.matcher().commitment())
            && silence.endedAt().isEmpty() && silence.end().isAfter(now))
        .forEach(silence -> alerts.end(silence.id(), now));
  }

  /// Adds a rule, or the next version of one. It is held against the readings when they are next looked at.
  ///
  /// @param expected  the version that the caller saw; 0 for a new rule, absent when it does not mind
  public Outcome<AlertRule> keep(AlertRule rule, Optional<Integer> expected) {
    return lock.inTurn(60, () -> {
      int held = rules.find(rule.id()).map(AlertRule::version).orElse(0);
      if (expected.isPresent() && expected.get() != held) {
        return new Outcome.Refused<>("version %d is held".formatted(held));
      }
      var kept = new AlertRule(rule.id(), held + 1, rule.title(), rule.kind(), rule.severity(), rule.hysteresis(),
          rule.dwell(), rule.enabled(), rule.scope());
      rules.append(kept, clock.instant().truncatedTo(ChronoUnit.MICROS));
      return new Outcome.Done<>(kept);
    });
  }

  private void lapse(Instant now) {
    List<Silence> silences = silencesAt(now);
    var steps = new ArrayList<Alert.Step>();
    for (Alert alert : alerts.active()) {
      Transition newest = alert.newest();
      AlertRule rule = rules.find(newest.rule().id()).orElse(newest.rule());
      AlertEngine.lapse(rule, newest.standing(), newest.facts(), matching(silences, newest.facts(), rule), now)
          .ifPresent(transition -> steps.add(step(Optional.of(alert), transition)));
    }
    keep(steps, evidence.newestVersion().id(), Map.of());
  }

  private void keep(List<Alert.Step> steps, long dataVersion, Map<String, Facts> before) {
    if (steps.isEmpty()) {
      return;
    }
    alerts.append(steps, dataVersion);
    List<Message> messages = steps.stream()
        .filter(step -> step.transition().isTold())
        .map(step -> message(step, dataVersion, before.get(step.transition().fingerprint())))
        .toList();
    if (!messages.isEmpty()) {
      outbox.append(messages);
    }
  }

  private Message message(Alert.Step step, long dataVersion, @Nullable Facts before) {
    Transition transition = step.transition();
    String alert = transition.fingerprint();
    var notice = new Notice(alert, step.sequence(), transition.rule().id(), transition.rule().title(),
        transition.rule().severity(), transition.kind(), stateId(transition.from()), transition.to().id(),
        transition.cause(), transition.occurredAt(), transition.facts(), before);
    return new Message(0, alert + "." + step.sequence(), alert, step.sequence(), "alert." + transition.kind().id(),
        transition.occurredAt(), dataVersion, transition.facts().subject().commitment(), transition.facts().subject().reading(),
        transition.rule().id(), transition.rule().severity().id(), json.write(notice));
  }

  private List<Silence> silencesAt(Instant instant) {
    return alerts.silences().stream().filter(silence -> silence.holdsAt(instant)).toList();
  }

  private static Optional<Silence> matching(List<Silence> silences, Facts facts, AlertRule rule) {
    return silences.stream()
        .filter(silence -> silence.matcher().matches(facts.subject().commitment(), facts.subject().reading(), rule))
        .findFirst();
  }

  private static Standing standing(Optional<Alert> alert) {
    return alert.map(held -> held.newest().standing()).orElse(Standing.NONE);
  }

  private static Alert.Step step(Optional<Alert> alert, Transition transition) {
    return new Alert.Step(alert.map(Alert::sequence).orElse(0) + 1, transition);
  }

  private static @Nullable String stateId(@Nullable AlertState state) {
    return state == null ? null : state.id();
  }
}
