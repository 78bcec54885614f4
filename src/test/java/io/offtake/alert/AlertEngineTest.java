package io.offtake.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.offtake.alert.AlertState.Acknowledged;
import io.offtake.alert.AlertState.Firing;
import io.offtake.alert.AlertState.Frozen;
import io.offtake.alert.AlertState.Pending;
import io.offtake.alert.AlertState.Resolved;
import io.offtake.alert.AlertState.Silenced;
import io.offtake.alert.Transition.Kind;
import io.offtake.verdict.Verdict;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The life of an alert, look by look.
class AlertEngineTest {

  private static final AlertRule LIKELY = rule("likely", new RuleKind.ShortfallProbability(0.65, 1), 0.10, 1);
  private static final AlertRule WATCH = rule("watch", new RuleKind.ShortfallProbability(0.35, 0.65), 0.10, 1);

  private final List<Transition> moves = new ArrayList<>();
  private Standing standing = Standing.NONE;
  private Facts before;
  private Optional<Silence> silence = Optional.empty();

  @Test
  void firesWhenTheConditionStandsForOneReleaseMore() {
    look(LIKELY, FactsOf.week(0).probability(0.4));
    look(LIKELY, FactsOf.week(1).probability(0.66));
    assertThat(standing.state()).isEqualTo(new Pending(101));
    look(LIKELY, FactsOf.week(1).probability(0.66).at("2026-01-17T00:00:00Z"));
    assertThat(standing.state()).as("no release has come in between").isEqualTo(new Pending(101));
    look(LIKELY, FactsOf.week(2).probability(0.7));

    assertThat(kinds()).containsExactly(Kind.PENDING, Kind.FIRING);
    assertThat(moves.getLast().cause()).isEqualTo("the probability of a shortfall is 0.7, at or above 0.65");
    assertThat(moves).extracting(Transition::isTold).containsExactly(false, true);
  }

  @Test
  void whatDoesNotLastIsOverBeforeItFires() {
    look(LIKELY, FactsOf.week(0).probability(0.4));
    look(LIKELY, FactsOf.week(1).probability(0.66));
    look(LIKELY, FactsOf.week(2).probability(0.6));

    assertThat(kinds()).containsExactly(Kind.PENDING, Kind.RESOLVED);
    assertThat(moves.getLast().isTold()).isFalse();
  }

  @Test
  void clearsOnlyBeyondTheHysteresis() {
    fire();
    look(LIKELY, FactsOf.week(3).probability(0.551));
    assertThat(standing.state()).isEqualTo(new Firing());
    look(LIKELY, FactsOf.week(4).probability(0.549));

    assertThat(standing.state()).isEqualTo(new Resolved());
    assertThat(moves.getLast().cause()).isEqualTo("the probability of a shortfall is 0.549, below 0.55");
    assertThat(moves.getLast().isTold()).isTrue();
  }

  @Test
  void nothingFiresAtFirstSight() {
    look(rule("last-safe-date"), FactsOf.week(0).lastSafeDate("2026-01-10"));
    assertThat(standing.state()).isEqualTo(new Pending(100));
    assertThat(moves.getFirst().cause()).startsWith("at first sight: the last safe date, 2026-01-10, is 2 days ahead");
    look(rule("last-safe-date"), FactsOf.week(1).lastSafeDate("2026-01-16"));

    assertThat(standing.state()).isEqualTo(new Firing());
  }

  @Test
  void ofWhatIsPastNothingIsSaid() {
    look(LIKELY, FactsOf.week(0).probability(1.0).verdict(Verdict.MISSED));
    look(WATCH, FactsOf.week(0).probability(1.0).late(100).closed());

    assertThat(moves).isEmpty();
  }

  @Test
  void aReleaseMovesAnAlertOnce() {
    look(LIKELY, FactsOf.week(0).probability(0.4));
    look(LIKELY, FactsOf.week(1).probability(0.7));
    look(LIKELY, FactsOf.week(1).probability(0.3).at("2026-01-18T00:00:00Z"));
    assertThat(kinds()).containsExactly(Kind.PENDING);
    look(LIKELY, FactsOf.week(2).probability(0.3));

    assertThat(kinds()).containsExactly(Kind.PENDING, Kind.RESOLVED);
  }

  @Test
  void theWatchDoesNotBeginWhereALikelyShortfallDoes() {
    look(WATCH, FactsOf.week(0).probability(0.1));
    look(WATCH, FactsOf.week(1).probability(0.9));
    assertThat(moves).isEmpty();
    look(WATCH, FactsOf.week(2).probability(0.5));
    look(WATCH, FactsOf.week(3).probability(0.5));
    look(WATCH, FactsOf.week(4).probability(0.9));

    assertThat(standing.state()).as("it goes on there").isEqualTo(new Firing());
  }

  @Nested
  class WhileEvidenceIsMissing {

    @Test
    void itWaitsForADayAndThenFreezes() {
      fire();
      look(LIKELY, FactsOf.week(2).probability(0.1).late(23));
      assertThat(standing.state()).isEqualTo(new Firing());
      look(LIKELY, FactsOf.week(2).probability(0.1).late(24));

      assertThat(standing.state()).isEqualTo(new Frozen(new Firing()));
      assertThat(moves.getLast().cause()).contains("not evaluated while evidence is missing").contains("due and not out");
      assertThat(moves.getLast().isTold()).isTrue();
    }

    @Test
    void goesOnWhereItWasWithTheEvidenceBack() {
      fire();
      look(LIKELY, FactsOf.week(2).late(48));
      look(LIKELY, FactsOf.week(3).probability(0.9));

      assertThat(standing.state()).isEqualTo(new Firing());
      assertThat(moves.getLast().kind()).isEqualTo(Kind.THAWED);
      assertThat(moves.getLast().cause()).startsWith("the evidence is back: goes on where it was");
    }

    @Test
    void clearsNothingUntilTheEvidenceSaysSo() {
      fire();
      look(LIKELY, FactsOf.week(2).probability(0.0).late(48));
      look(LIKELY, FactsOf.week(2).probability(0.0).late(480));
      assertThat(standing.state()).isEqualTo(new Frozen(new Firing()));
      look(LIKELY, FactsOf.week(5).probability(0.1));

      assertThat(standing.state()).isEqualTo(new Resolved());
      assertThat(kinds()).containsExactly(Kind.PENDING, Kind.FIRING, Kind.FROZEN, Kind.RESOLVED);
    }

    @Test
    void aProjectionThatDeclinesFreezesToo() {
      fire();
      look(LIKELY, FactsOf.week(3).probability(null));

      assertThat(moves.getLast().cause()).isEqualTo(
          "not evaluated while evidence is missing: no projection: too little history");
    }

    @Test
    void lateIsToldByARuleOfItsOwn() {
      var late = rule("source-late");
      look(late, FactsOf.week(0));
      look(late, FactsOf.week(0).late(12));
      assertThat(moves).isEmpty();
      look(late, FactsOf.week(0).late(25));
      look(late, FactsOf.week(1));
      look(late, FactsOf.week(1).late(25));

      assertThat(kinds()).containsExactly(Kind.FIRING, Kind.RESOLVED, Kind.FIRING);
      assertThat(moves.getFirst().cause()).isEqualTo("1 release of fas-export-sales is overdue, first the one for the"
          + " period to 2026-01-08, due at 2026-01-15T13:30:00Z");
    }
  }

  @Nested
  class WhatHappens {

    @Test
    void isToldOnceAndOverWithTheNextRelease() {
      var cancelled = rule("net-cancellation");
      look(cancelled, FactsOf.week(0));
      look(cancelled, FactsOf.week(1).flow(-100_000));
      look(cancelled, FactsOf.week(2));

      assertThat(kinds()).containsExactly(Kind.FIRING, Kind.RESOLVED);
      assertThat(moves.getFirst().cause()).isEqualTo("the week that ended on 2026-01-08 brought -100,000 t on balance");
    }

    @Test
    void aVerdictThatCouldNotBeGivenIsNoChange() {
      var changed = rule("verdict-changed");
      look(changed, FactsOf.week(0).verdict(Verdict.ON_TRACK));
      look(changed, FactsOf.week(0).late(48));
      look(changed, FactsOf.week(1).verdict(Verdict.ON_TRACK));
      assertThat(moves).isEmpty();
      look(changed, FactsOf.week(2).verdict(Verdict.AT_RISK));

      assertThat(moves.getLast().cause()).startsWith("the verdict was onTrack and is atRisk");
    }

    @Test
    void anAmendmentIsTold() {
      var amended = rule("terms-amended");
      look(amended, FactsOf.week(0).terms(3));
      look(amended, FactsOf.week(0).terms(4).at("2026-01-10T00:00:00Z"));

      assertThat(moves.getLast().cause())
          .isEqualTo("version 3 of the terms was in force and version 4 is (Somebody: other words)");
    }

    @Test
    void aWithdrawnReleaseIsToldAndReversesWhatItBroughtAbout() {
      var withdrawn = rule("evidence-retracted");
      look(withdrawn, FactsOf.week(0));
      look(withdrawn, FactsOf.week(1).withdrawn(1));
      assertThat(moves.getLast().cause()).contains("for the period to 2026-01-08 was withdrawn: wrong column");

      moves.clear();
      standing = Standing.NONE;
      fire();
      look(LIKELY, FactsOf.week(2).probability(0.9).withdrawn(2));

      assertThat(moves.getLast().kind()).isEqualTo(Kind.REVERSED);
      assertThat(standing.state()).as("where it stood before that release").isEqualTo(new Pending(101));
      assertThat(moves.getLast().isTold()).isTrue();
    }
  }

  @Nested
  class WhatPeopleDo {

    @Test
    void anAcknowledgementHoldsUntilItsEndOrTheCauses() {
      fire();
      Instant until = Instant.parse("2026-02-01T00:00:00Z");
      var taken = new Acknowledged("A. Analyst", "calling the desk", until);
      apply(AlertEngine.acknowledge(LIKELY, standing, before, taken, Instant.parse("2026-01-23T00:00:00Z")));
      look(LIKELY, FactsOf.week(3).probability(0.9));
      assertThat(standing.state()).isEqualTo(taken);
      look(LIKELY, FactsOf.week(3).probability(0.9).at("2026-02-01T00:00:00Z"));

      assertThat(standing.state()).isEqualTo(new Firing());
      assertThat(moves.getLast().cause()).startsWith("the acknowledgement by A. Analyst ended");
    }

    @Test
    void onlyWhatFiresCanBeTakenInHand() {
      look(LIKELY, FactsOf.week(0).probability(0.9));

      assertThat(AlertEngine.acknowledge(
          LIKELY, standing, before, new Acknowledged("A. Analyst", "", null), Instant.EPOCH)).isEmpty();
    }

    @Test
    void whatFiresUnderASilenceIsNotTold() {
      silence = Optional.of(silence("2026-02-01T00:00:00Z"));
      fire();
      assertThat(standing.state()).isInstanceOf(Silenced.class);
      assertThat(moves).noneMatch(Transition::isTold);
      silence = Optional.empty();
      look(LIKELY, FactsOf.week(3).probability(0.9).at("2026-02-01T00:00:00Z"));

      assertThat(moves.getLast().kind()).isEqualTo(Kind.FIRING);
      assertThat(moves.getLast().cause()).startsWith("the silence of The desk ended");
    }

    @Test
    void aRuleThatIsSwitchedOffClearsWhatItRaised() {
      fire();
      look(new AlertRule(LIKELY.id(), 2, LIKELY.title(), LIKELY.kind(), LIKELY.severity(), 0.1, 1, false,
          AlertRule.Scope.ALL), FactsOf.week(2).probability(0.9));

      assertThat(moves.getLast().cause()).isEqualTo("the rule was switched off");
    }

    @Test
    void anotherHeadlineClearsWhatLooksAtHeadlines() {
      var pace = new AlertRule("pace", 1, "Behind", new RuleKind.PaceBelowRequired(), Severity.WATCH, 0.05, 1, true,
          AlertRule.Scope.HEADLINES);
      look(pace, FactsOf.week(0));
      look(pace, FactsOf.week(1).rate(300_000));
      look(pace, FactsOf.week(2).rate(300_000));
      look(pace, FactsOf.week(2).rate(300_000).beside());

      assertThat(kinds()).containsExactly(Kind.PENDING, Kind.FIRING, Kind.RESOLVED);
      assertThat(moves.getLast().cause()).isEqualTo("the terms name another reading first now");
    }
  }

  private void fire() {
    look(LIKELY, FactsOf.week(0).probability(0.4));
    look(LIKELY, FactsOf.week(1).probability(0.9));
    look(LIKELY, FactsOf.week(2).probability(0.9));
  }

  private void look(AlertRule rule, FactsOf facts) {
    Facts now = facts.facts();
    apply(AlertEngine.next(rule, before, now, standing, silence));
    before = now;
  }

  private void apply(Optional<Transition> transition) {
    transition.ifPresent(moved -> {
      standing = moved.standing();
      moves.add(moved);
    });
  }

  private List<Kind> kinds() {
    return moves.stream().map(Transition::kind).toList();
  }

  private static AlertRule rule(String id, RuleKind kind, double hysteresis, int dwell) {
    return new AlertRule(id, 1, id, kind, Severity.WATCH, hysteresis, dwell, true, AlertRule.Scope.ALL);
  }

  private static AlertRule rule(String id) {
    return AlertRule.DEFAULTS.stream().filter(rule -> rule.id().equals(id)).findFirst().orElseThrow();
  }

  private static Silence silence(String end) {
    return new Silence(1, new Silence.Matcher("us-cn-soybeans-2025", null, null, null), "The desk", "known",
        Instant.parse("2026-01-01T00:00:00Z"), Instant.parse(end), Optional.empty());
  }
}
