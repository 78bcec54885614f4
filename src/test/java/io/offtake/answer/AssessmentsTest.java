package io.offtake.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.offtake.answer.Answers.Basis;
import io.offtake.answer.Assessments.Compared;
import io.offtake.assessment.Assessment;
import io.offtake.assessment.Assessor;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.store.StarterCatalogue;
import io.offtake.evidence.Actor;
import io.offtake.evidence.DataVersion;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.StarterTables;
import io.offtake.pairing.Tracks;
import io.offtake.projection.ByMeasure;
import io.offtake.projection.ProjectionModel;
import io.offtake.projection.SalesModel;
import io.offtake.projection.SeasonResampling;
import io.offtake.publisher.ReleaseExceptions;
import io.offtake.reference.Commodities;
import io.offtake.verdict.Verdict;
import io.offtake.verdict.VerdictRule;
import io.offtake.verdict.Why;
import io.offtake.work.RightOfWay;
import org.junit.jupiter.api.Test;

class AssessmentsTest {

  private static final Panel PANEL = StarterTables.exportSales();
  private static final Commitment COMMITMENT = StarterCatalogue.commitment("us-cn-soybeans-2025");
  private static final long SERVED = PANEL.dataVersion() + 1;
  private static final Instant FEBRUARY = Instant.parse("2026-02-10T12:00:00Z");
  private static final Instant MARCH = Instant.parse("2026-03-10T12:00:00Z");

  private final SalesModel sales = new SalesModel();
  private boolean broken;
  private final AtomicInteger projections = new AtomicInteger();
  private final Assessments assessments = new Assessments(new Assessor(
      Commodities.standard(), ReleaseExceptions.standardCalendars(),
      new ByMeasure(Map.of(Measure.SOLD, question -> {
        projections.incrementAndGet();
        if (broken) {
          throw new IllegalStateException("a broken model");
        }
        return sales.project(question);
      }), new SeasonResampling()), VerdictRule.DEFAULT), new RightOfWay());

  private static Assessor assessor(ProjectionModel sales) {
    return new Assessor(Commodities.standard(), ReleaseExceptions.standardCalendars(),
        new ByMeasure(Map.of(Measure.SOLD, sales), new SeasonResampling()), VerdictRule.DEFAULT);
  }

  @Test
  void whoeverPollsIsAnsweredFromWhatWasWorkedOutBeforeTheSnapshotWasServed() {
    assessments.headlinesAreRead();
    Snapshot next = snapshot(SERVED + 1, MARCH, PANEL);
    assessments.prepare(next);
    int before = projections.get();

    List<Compared> prepared = assessments.headlines(basis(next));

    assertThat(projections).hasValue(before);
    List<Compared> anew = new Assessments(assessor(sales), new RightOfWay()).headlines(basis(next));
    assertThat(prepared).singleElement().satisfies(compared -> {
      assertThat(compared.now().judgement()).isEqualTo(anew.getFirst().now().judgement());
      assertThat(compared.before().orElseThrow().judgement())
          .isEqualTo(anew.getFirst().before().orElseThrow().judgement());
    });
  }

  @Test
  void whatAnImportAssessedIsNotAssessedAgainForThoseWhoReadIt() {
    Snapshot snapshot = snapshot(SERVED, FEBRUARY, PANEL);
    var reading = COMMITMENT.reading("sold-by-2026-02-28").orElseThrow();

    Assessment imported = now(snapshot);
    Compared read = assessments.of(basis(snapshot), COMMITMENT).stream()
        .filter(each -> each.now().reading().equals(reading)).findFirst().orElseThrow();

    assertThat(read.now()).isSameAs(imported);
  }

  @Test
  void answersAtManyPastInstantsAreRememberedUpToANumberOfBytes() {
    int most = 2 << 20;
    // Which model answers is nothing to what is remembered, and this one is quick.
    var bounded = new Assessments(assessor(new SeasonResampling()), new RightOfWay(), most);
    Snapshot snapshot = snapshot(SERVED, MARCH, PANEL);
    for (int day = 0; day < 46; day++) {
      Instant asOf = FEBRUARY.minus(day, ChronoUnit.DAYS);
      assertThat(bounded.of(new Basis(snapshot, asOf, SERVED, true, true), COMMITMENT)).isNotEmpty();

      assertThat(bounded.bytes()).isLessThanOrEqualTo(most);
    }
    assertThat(bounded.bytes()).as("the newest are remembered").isPositive();
  }

  @Test
  void whatManyAskForAtOnceIsWorkedOutOnce() throws Exception {
    Snapshot snapshot = snapshot(SERVED, MARCH, PANEL);
    var basis = new Basis(snapshot, FEBRUARY, SERVED, true, true);
    assessments.of(basis, COMMITMENT);
    int once = projections.getAndSet(0);

    var another = new Basis(snapshot, FEBRUARY.minusSeconds(1), SERVED, true, true);
    try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Compared>>> asked = IntStream.range(0, 20)
          .mapToObj(_ -> many.submit(() -> assessments.of(another, COMMITMENT)))
          .toList();
      List<Compared> first = asked.getFirst().get();
      for (Future<List<Compared>> each : asked) {
        assertThat(each.get()).isSameAs(first);
      }
    }

    assertThat(projections).hasValue(once);
  }

  @Test
  void nothingIsWorkedOutAheadWhileNobodyReads() {
    assessments.prepare(snapshot(SERVED + 1, MARCH, PANEL));

    assertThat(projections).hasValue(0);
  }

  @Test
  void twoVersionsInARowAreBothWorkedOutAhead() {
    assessments.headlinesAreRead();
    assessments.prepare(snapshot(SERVED + 1, FEBRUARY.plusSeconds(1), PANEL));
    Snapshot second = snapshot(SERVED + 2, FEBRUARY.plusSeconds(2), PANEL);
    assessments.prepare(second);
    int before = projections.get();

    assertThat(assessments.headlines(basis(second))).hasSize(1);
    assertThat(projections).hasValue(before);
  }

  @Test
  void aReadingThatCannotBeAssessedIsToldAsSuchAndTakesNothingDown() {
    assessments.headlinesAreRead();
    broken = true;
    Snapshot next = snapshot(SERVED + 1, MARCH, PANEL);

    assertThatCode(() -> assessments.prepare(next)).doesNotThrowAnyException();
    assertThat(assessments.headlines(basis(next))).singleElement().satisfies(compared -> {
      assertThat(compared.now().judgement().verdict()).isEqualTo(Verdict.UNOBSERVED);
      assertThat(compared.now().judgement().why().reasons()).extracting(Why.Reason::code).containsExactly("notComputed");
      assertThat(compared.now().pairing()).isEmpty();
      assertThat(compared.now().slack()).isEmpty();
    });
    // The readings that this model is not asked about are assessed all the same.
    assertThat(assessments.of(basis(next), COMMITMENT)).hasSameSizeAs(COMMITMENT.readings())
        .anySatisfy(compared -> assertThat(compared.now().judgement().verdict()).isEqualTo(Verdict.MISSED));
  }

  @Test
  void whatAFailedChangeAssessedIsNotTakenForTheNextVersionOfItsNumber() {
    Snapshot failed = snapshot(SERVED, FEBRUARY, PANEL);
    Snapshot next = snapshot(SERVED, FEBRUARY, Panel.empty());

    assertThat(now(failed).pairing()).isPresent();
    assertThat(now(next).pairing()).isEmpty();
    assertThat(assessments.headlines(basis(next)).getFirst().now().pairing()).isEmpty();
  }

  private Assessment now(Snapshot snapshot) {
    return assessments.now(snapshot, new Tracks(snapshot.panel().at(snapshot.version().at())), COMMITMENT,
        COMMITMENT.reading("sold-by-2026-02-28").orElseThrow()).orElseThrow();
  }

  private static Snapshot snapshot(long version, Instant at, Panel panel) {
    return new Snapshot(new DataVersion(version, at, DataVersion.Cause.DOCUMENT, "a test", Actor.job("test")), panel, List.of(
        new Catalogue.Entry(COMMITMENT, "{}", 1, Catalogue.Change.CREATED, at, 1)));
  }

  private static Basis basis(Snapshot snapshot) {
    return new Basis(snapshot, snapshot.version().at(), snapshot.version().id(), false, true);
  }
}
