package io.offtake.monitoring.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.offtake.monitoring.CalendarSteps;
import io.offtake.monitoring.Snapshots;
import io.offtake.monitoring.Starter;
import io.quarkus.runtime.StartupEvent;
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
    snapshots.refresh();
    if (withStarter) {
      starter.load();
    }
    calendar.run();
  }
}
