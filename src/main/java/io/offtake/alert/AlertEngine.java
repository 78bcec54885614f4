package io.offtake.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.offtake.alert.AlertState.Acknowledged;
import io.offtake.alert.AlertState.Firing;
import io.offtake.alert.AlertState.Frozen;
import io.offtake.alert.AlertState.Pending;
import io.offtake.alert.AlertState.Resolved;
import io.offtake.alert.AlertState.Silenced;
import io.offtake.alert.Transition.Kind;
import io.offtake.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/// Moves alerts. Pure: a rule, what was known before, what is known now, and where the alert stands give one transition
/// or none.
///
/// What it promises:
///
/// - nothing fires at first sight: what stands when a reading is first looked at waits as pending;
/// - a release moves a condition's alert at most once;
/// - while evidence is missing nothing is evaluated: the alert is frozen, and goes on from where it was;
/// - what a release brought about is reversed when that release is withdrawn.
public final class AlertEngine {

  /// How long a release may be missing before alerts freeze: a document is fetched some time after it is due.
  public static final Duration GRACE = Duration.ofHours(24);

  private AlertEngine() {}

  /// The next transition of the alert of a rule on a reading, from the facts.
  ///
  /// @param before  the facts that were seen last; absent at first sight
  /// @param silence  one that matches the alert and holds at the instant of `now`
  public static Optional<Transition> next(
      AlertRule rule, @Nullable Facts before, Facts now, Standing standing, Optional<Silence> silence) {
    return new Move(rule, before, now, standing, silence).next();
  }

  /// What comes of somebody taking a firing alert in hand; nothing unless it fires or was taken in hand before.
  ///
  /// @param facts  those of the alert's newest transition
  public static Optional<Transition> acknowledge(
      AlertRule rule, Standing standing, Facts facts, Acknowledged acknowledgement, Instant at) {
    String cause = "taken in hand by %s%s%s".formatted(
        acknowledgement.who(),
        acknowledgement.until() == null ? "" : " until " + acknowledgement.until(),
        acknowledgement.note().isEmpty() ? "" : ": " + acknowledgement.note());
    return switch (standing.state()) {
      case Firing _, Acknowledged _ ->
          Optional.of(byHand(rule, Kind.ACKNOWLEDGED, standing, acknowledgement, cause, facts, at));
      case Frozen(Firing _), Frozen(Acknowledged _) ->
          Optional.of(byHand(rule, Kind.ACKNOWLEDGED, standing, new Frozen(acknowledgement), cause, facts, at));
      case null, default -> Optional.empty();
    };
  }

  /// What the passing of time, a new silence or the end of one make of an alert, without a look at the evidence.
  ///
  /// @param facts  those of the alert's newest transition
  /// @param silence  one that matches the alert and holds at `at`
  public static Optional<Transition> lapse(
      AlertRule rule, Standing standing, Facts facts, Optional<Silence> silence, Instant at) {
    return switch (standing.state()) {
      case Firing _ when silence.isPresent() ->
          Optional.of(byHand(rule, Kind.SILENCED, standing, silenced(silence.get()), words(silence.get()), facts, at));
      case Acknowledged(String who, _, Instant until) when until != null && !until.isAfter(at) ->
          Optional.of(byHand(rule, Kind.FIRING, standing, new Firing(),
              "the acknowledgement by %s ended at %s and the cause stands".formatted(who, until), facts, at));
      case Silenced(long id, String owner, _, Instant end)
          when silence.isEmpty() || silence.get().id() != id -> Optional.of(silence.isPresent()
              ? byHand(rule, Kind.SILENCED, standing, silenced(silence.get()), words(silence.get()), facts, at)
              : byHand(rule, Kind.FIRING, standing, new Firing(), "the silence of %s %s and the cause stands".formatted(
                  owner, end.isAfter(at) ? "was ended" : "ended at " + end), facts, at));
      case null, default -> Optional.empty();
    };
  }

  private static Transition byHand(
      AlertRule rule, Kind kind, Standing standing, AlertState to, String cause, Facts facts, Instant at) {
    return new Transition(rule, kind, standing.state(), to, cause,
        new Standing(to, standing.movedBy(), standing.movedFrom()), facts, at);
  }

  private static Silenced silenced(Silence silence) {
    return new Silenced(silence.id(), silence.owner(), silence.reason(), silence.end());
  }

  private static String words(Silence silence) {
    return "silenced by %s until %s: %s".formatted(silence.owner(), silence.end(), silence.reason());
  }

  /// One look at one alert.
  private record Move(
      AlertRule rule, @Nullable Facts before, Facts now, Standing standing, Optional<Silence> silence) {

    Optional<Transition> next() {
      AlertState state = standing.state();
      AlertState base = state instanceof Frozen(AlertState was) ? was : state;
      if (!applies()) {
        return base == null && !(state instanceof Frozen) || base instanceof Resolved
            ? Optional.empty()
            : Optional.of(moved(Kind.RESOLVED, new Resolved(), whyNotApplied()));
      }
      Optional<Facts.Retraction> withdrawn = now.retractions().stream()
          .filter(retraction -> retraction.releasedAt().equals(standing.movedBy()))
          .findFirst();
      if (withdrawn.isPresent() && state != null && !rule.kind().isEvent()) {
        return reversed(withdrawn.get());
      }
      boolean active = base instanceof Firing || base instanceof Acknowledged || base instanceof Silenced;
      return look(state, base, active).map(transition -> state instanceof Frozen ? withEvidenceBack(transition) : transition);
    }

    private static Transition withEvidenceBack(Transition of) {
      return new Transition(of.rule(), of.kind(), of.from(), of.to(), "the evidence is back: " + of.cause(),
          of.standing(), of.facts(), of.occurredAt());
    }

    private Optional<Transition> look(@Nullable AlertState state, @Nullable AlertState base, boolean active) {
      return switch (Conditions.find(rule, before, now, active)) {
        case Finding.Unclear(String words) -> unclear(state, words);
        case Finding.Stands(String words) when rule.kind().isEvent() -> happened(words);
        case Finding.Stands(String words) -> stands(state, base, active, words);
        case Finding.StandsNot(String words) when rule.kind().isEvent() -> nothingNew(state, base, words);
        case Finding.StandsNot(String words) -> standsNot(state, base, words);
      };
    }

    private boolean applies() {
      return rule.enabled() && now.subject().stated() && now.judged().verdict() != Verdict.NOT_ASSESSABLE
          && rule.scope().covers(now.subject().commitment(), now.subject().reading(), now.subject().headline());
    }

    private String whyNotApplied() {
      if (!rule.enabled()) {
        return "the rule was switched off";
      }
      if (now.judged().verdict() == Verdict.NOT_ASSESSABLE) {
        return now.judged().summary();
      }
      return rule.scope().headlineOnly() && !now.subject().headline()
          ? "the terms name another reading first now"
          : "the rule does not look at this reading any more";
    }

    private Optional<Transition> reversed(Facts.Retraction withdrawn) {
      AlertState to = standing.movedFrom() == null ? new Resolved() : standing.movedFrom();
      return Optional.of(new Transition(rule, Kind.REVERSED, standing.state(), to,
          "reversed: the release of %s for the period to %s, which had brought it about, was withdrawn (%s)".formatted(
              withdrawn.source(), withdrawn.periodEnd(), withdrawn.reason()),
          new Standing(to, null, null), now, now.asOf()));
    }

    /// Nothing can be said. Where nothing was amiss an alert freezes all the same, so that nobody takes its silence for
    /// an answer; what happened once has nothing to wait for.
    private Optional<Transition> unclear(@Nullable AlertState state, String words) {
      Instant since = now.seen().overdueSince();
      boolean waits = since != null && since.plus(GRACE).isAfter(now.asOf());
      boolean quiet = state == null || state instanceof Resolved;
      if (state instanceof Frozen(Pending _) && isOfAnotherSource()) {
        // How many releases it has stood for is counted anew: those of two sources are not one count.
        return Optional.of(new Transition(rule, Kind.FROZEN, state, new Frozen(new Pending(now.seen().releases())),
            "not evaluated while evidence is missing: " + words,
            new Standing(new Frozen(new Pending(now.seen().releases())), standing.movedBy(), standing.movedFrom()), now, now.asOf()));
      }
      if (state instanceof Frozen || waits || (quiet && rule.kind().isEvent()) || now.seen().source() == null) {
        return Optional.empty();
      }
      var to = new Frozen(quiet ? null : state);
      return Optional.of(new Transition(rule, Kind.FROZEN, state, to, "not evaluated while evidence is missing: " + words,
          new Standing(to, standing.movedBy(), standing.movedFrom()), now, now.asOf()));
    }

    private Optional<Transition> stands(
        @Nullable AlertState state, @Nullable AlertState base, boolean active, String words) {
      if (active) {
        return state instanceof Frozen ? thawed(base, words) : lapse(rule, standing, now, silence, now.asOf());
      }
      if (!mayMove()) {
        return Optional.empty();
      }
      if (base instanceof Pending && isOfAnotherSource()) {
        return Optional.of(moved(Kind.PENDING, new Pending(now.seen().releases()),
            "counted anew from %s: %s".formatted(now.seen().source(), words)));
      }
      if (base instanceof Pending(int began)) {
        int more = now.seen().releases() - began;
        if (more >= rule.dwell()) {
          return Optional.of(fires(words));
        }
        return state instanceof Frozen ? thawed(base, words) : Optional.empty();
      }
      if (before == null) {
        return Optional.of(moved(Kind.PENDING, new Pending(now.seen().releases()), "at first sight: " + words));
      }
      return Optional.of(rule.dwell() == 0
          ? fires(words)
          : moved(Kind.PENDING, new Pending(now.seen().releases()), words));
    }

    private Optional<Transition> standsNot(@Nullable AlertState state, @Nullable AlertState base, String words) {
      if (state == null || state instanceof Resolved || !mayMove()) {
        return Optional.empty();
      }
      return Optional.of(moved(Kind.RESOLVED, new Resolved(),
          base instanceof Pending ? "it did not last: " + words : words));
    }

    private Optional<Transition> happened(String words) {
      return before == null ? Optional.empty() : Optional.of(fires(words));
    }

    /// What happened is over with the next release.
    private Optional<Transition> nothingNew(@Nullable AlertState state, @Nullable AlertState base, String words) {
      if (base == null || base instanceof Resolved) {
        return Optional.empty();
      }
      boolean newer = now.seen().newestRelease() != null && !now.seen().newestRelease().equals(standing.movedBy());
      return newer
          ? Optional.of(moved(Kind.RESOLVED, new Resolved(), "told with an earlier release; " + words))
          : state instanceof Frozen ? thawed(base, words) : lapse(rule, standing, now, silence, now.asOf());
    }

    private boolean isOfAnotherSource() {
      return before != null && now.isOfAnotherSourceThan(before);
    }

    private Transition fires(String words) {
      return silence
          .map(holding -> moved(Kind.SILENCED, silenced(holding), "%s (%s)".formatted(words, words(holding))))
          .orElseGet(() -> moved(Kind.FIRING, new Firing(), words));
    }

    private Optional<Transition> thawed(@Nullable AlertState base, String words) {
      return base == null ? Optional.empty() : Optional.of(new Transition(rule, Kind.THAWED, standing.state(), base,
          "goes on where it was: " + words,
          new Standing(base, standing.movedBy(), standing.movedFrom()), now, now.asOf()));
    }

    private Transition moved(Kind kind, AlertState to, String cause) {
      return new Transition(rule, kind, standing.state(), to, cause,
          new Standing(to, now.seen().newestRelease(), standing.state()), now, now.asOf());
    }

    /// A release moves a condition's alert once. Lateness is no release's doing.
    private boolean mayMove() {
      return standing.movedBy() == null || rule.kind() instanceof RuleKind.SourceLate
          || !standing.movedBy().equals(now.seen().newestRelease());
    }
  }
}
