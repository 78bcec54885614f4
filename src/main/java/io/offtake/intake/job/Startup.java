package io.offtake.intake.job;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;

import io.offtake.answer.Snapshot;
import io.offtake.answer.Snapshots;
import io.offtake.intake.CalendarSteps;
import io.offtake.intake.Starter;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.HttpServerStart;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Brings the service up to date before it takes requests.
@ApplicationScoped
class Startup {

  private final Snapshots snapshots;
  private final Starter starter;
  private final CalendarSteps calendar;
  private final boolean withStarter;

  Startup(
      Snapshots snapshots,
      Starter starter,
      CalendarSteps calendar,
      @ConfigProperty(name = "offtake.starter", defaultValue = "true") boolean withStarter) {
    this.snapshots = snapshots;
    this.starter = starter;
    this.calendar = calendar;
    this.withStarter = withStarter;
  }

  void onStart(@Observes StartupEvent event) {
    long started = System.nanoTime();
    Snapshot held = snapshots.refresh();
    Log.infof("Data version %d is held, read in %d ms", held.version().id(),
        Duration.ofNanos(System.nanoTime() - started).toMillis());
    // Only the first start has to wait for what comes with Offtake; later ones find it held.
    if (withStarter && held.version().id() == 0) {
      starter.load();
    }
    calendar.run();
  }

  /// A newer Offtake may come with more than was held when the data began.
  void onServing(@ObservesAsync HttpServerStart serving) {
    if (withStarter) {
      starter.load();
    }
  }
}
