package io.offtake.answer.job;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.offtake.answer.Snapshot;
import io.offtake.answer.Snapshots;
import io.offtake.evidence.Panel;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Timeliness;
import io.offtake.work.job.Round;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/// Tells those who run the service whether the sources that have a calendar are on time, and what of them is held back.
///
/// It is looked up now and then, not at each scrape, and is the same on every replica.
@ApplicationScoped
@Startup
class SourceMetrics {

  private static final String SOURCE = "source";

  private final Snapshots snapshots;
  private final ReleaseCalendars calendars;
  private final Clock clock;
  private final MultiGauge newestAge;
  private final MultiGauge overdue;
  private final MultiGauge overdueReleases;
  private final MultiGauge heldBack;

  SourceMetrics(Snapshots snapshots, ReleaseCalendars calendars, Clock clock, MeterRegistry registry) {
    this.snapshots = snapshots;
    this.calendars = calendars;
    this.clock = clock;
    this.newestAge = Gauges.seconds(registry, "offtake.source.newest.age",
        "Since the newest release of a source came out; absent while none is held");
    this.overdue = Gauges.seconds(registry, "offtake.source.overdue",
        "Since the oldest release that has not come was due, by the source's own calendar; 0 when it is on time");
    this.overdueReleases = Gauges.of(registry, "offtake.source.overdue.releases",
        "Releases of a source that were due and have not come");
    this.heldBack = Gauges.of(registry, "offtake.source.held.back",
        "What is held back of a source because it contradicts what is held");
  }

  @Scheduled(every = "15s", delayed = "5s", concurrentExecution = ConcurrentExecution.SKIP)
  @Round
  void look() {
    Snapshot snapshot = snapshots.current();
    Instant now = clock.instant();
    tell(snapshot.panel().at(now, snapshot.version().id()), now);
  }

  private void tell(Panel.View view, Instant now) {
    List<MultiGauge.Row<?>> ages = new ArrayList<>();
    List<MultiGauge.Row<?>> late = new ArrayList<>();
    List<MultiGauge.Row<?>> missing = new ArrayList<>();
    List<MultiGauge.Row<?>> doubted = new ArrayList<>();
    for (SourceId id : new TreeSet<>(calendars.rules().keySet())) {
      var timeliness = Timeliness.of(calendars.of(id), view.releases(id), now);
      timeliness.newest().ifPresent(release ->
          ages.add(Gauges.row(Gauges.since(release.releasedAt(), now), SOURCE, id.value())));
      late.add(Gauges.row(timeliness.overdue().stream().findFirst()
          .map(first -> Gauges.since(first.due(), now)).orElse(0.0), SOURCE, id.value()));
      missing.add(Gauges.row(timeliness.overdue().size(), SOURCE, id.value()));
      doubted.add(Gauges.row(view.heldBack(id).size(), SOURCE, id.value()));
    }
    newestAge.register(ages, true);
    overdue.register(late, true);
    overdueReleases.register(missing, true);
    heldBack.register(doubted, true);
  }
}
