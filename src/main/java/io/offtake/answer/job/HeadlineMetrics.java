package io.offtake.answer.job;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.offtake.answer.Assessments;
import io.offtake.answer.Snapshot;
import io.offtake.answer.Snapshots;
import io.offtake.assessment.Assessment;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.Commitment;
import io.offtake.evidence.Release;
import io.offtake.pairing.Pairing;
import io.offtake.pairing.Tracks;
import io.offtake.projection.Projection;
import io.offtake.verdict.Verdict;
import io.offtake.work.RightOfWay;
import io.offtake.work.job.Round;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/// Tells how the headline readings stand, for dashboards and rules beside the alerts of Offtake's own.
///
/// They are assessed once for each data version and are the same on every replica. A label is a verdict or the id of one
/// of the first commitments of the catalogue: their number has a bound.
@ApplicationScoped
@Startup
class HeadlineMetrics {

  /// Which have metrics.
  static final int MOST_COMMITMENTS = 200;

  private static final String COMMITMENT = "commitment";
  private static final String VERDICT = "verdict";

  private final Snapshots snapshots;
  private final Assessments assessments;
  private final RightOfWay rightOfWay;
  private final Clock clock;
  private final MultiGauge byVerdict;
  private final MultiGauge verdict;
  private final MultiGauge share;
  private final MultiGauge probability;
  private final MultiGauge evidenceAge;

  private volatile long assessedAt;
  private volatile List<Assessment> headlines = List.of();

  HeadlineMetrics(
      Snapshots snapshots, Assessments assessments, RightOfWay rightOfWay, Clock clock, MeterRegistry registry) {
    this.snapshots = snapshots;
    this.assessments = assessments;
    this.rightOfWay = rightOfWay;
    this.clock = clock;
    Gauge.builder("offtake.data.version", () -> snapshots.current().version().id())
        .description("The data version that this replica serves")
        .register(registry);
    this.byVerdict = Gauges.of(registry, "offtake.headlines", "Headline readings by verdict");
    this.verdict = Gauges.of(registry, "offtake.commitment.verdict", "1 of the verdict of the headline reading");
    this.share = Gauges.of(registry, "offtake.commitment.fulfilled.share",
        "Fulfilled of the target, by the headline reading; absent before anything is observed");
    this.probability = Gauges.of(registry, "offtake.commitment.shortfall.probability",
        "By the headline reading; absent where no projection has a basis");
    this.evidenceAge = Gauges.seconds(registry, "offtake.commitment.evidence.age",
        "Since the newest release that the headline reading counts came out");
  }

  @Scheduled(every = "15s", delayed = "7s", concurrentExecution = ConcurrentExecution.SKIP)
  @Round
  void look() {
    Snapshot snapshot = snapshots.current();
    if (snapshot.version().id() != assessedAt) {
      headlines = headlines(snapshot);
      assessedAt = snapshot.version().id();
    }
    tell(clock.instant());
  }

  private List<Assessment> headlines(Snapshot snapshot) {
    Instant at = snapshot.version().at();
    var tracks = new Tracks(snapshot.panel().at(at, snapshot.version().id()));
    List<Assessment> found = new ArrayList<>();
    for (Catalogue.Entry entry : snapshot.catalogue().stream().limit(MOST_COMMITMENTS).toList()) {
      Commitment commitment = entry.commitment();
      rightOfWay.giveWay();
      commitment.headlineAsOf(at)
          .flatMap(reading -> assessments.now(snapshot, tracks, commitment, reading))
          .ifPresent(found::add);
    }
    return List.copyOf(found);
  }

  private void tell(Instant now) {
    var counts = headlines.stream()
        .collect(Collectors.groupingBy(each -> each.judgement().verdict(), Collectors.counting()));
    byVerdict.register(Stream.of(Verdict.values())
        .<MultiGauge.Row<?>>map(each -> Gauges.row(counts.getOrDefault(each, 0L), VERDICT, each.id())).toList(), true);
    verdict.register(rows(each -> Stream.of(Gauges.row(1,
        COMMITMENT, each.commitment().id().value(), VERDICT, each.judgement().verdict().id()))), true);
    share.register(rows(each -> each.pairing().filter(Pairing::isAnythingObserved).stream()
        .flatMapToDouble(_ -> each.fulfilledShare().stream()).filter(Double::isFinite)
        .mapToObj(value -> Gauges.row(value, COMMITMENT, each.commitment().id().value()))), true);
    probability.register(rows(each -> each.projection().stream()
        .filter(Projection.Estimated.class::isInstance).map(Projection.Estimated.class::cast)
        .map(estimated -> Gauges.row(estimated.shortfallProbability(), COMMITMENT, each.commitment().id().value()))), true);
    evidenceAge.register(rows(each -> each.pairing().flatMap(Pairing::newestRelease).map(Release::releasedAt).stream()
        .map(released -> Gauges.row(Gauges.since(released, now), COMMITMENT, each.commitment().id().value()))), true);
  }

  private List<MultiGauge.Row<?>> rows(Function<Assessment, Stream<? extends MultiGauge.Row<?>>> of) {
    return headlines.stream().<MultiGauge.Row<?>>flatMap(of).toList();
  }
}
