package io.offtake.database.job;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready is who can keep what is sent to it. It asks nobody, so it answers at once whatever the database does.
@Readiness
@ApplicationScoped
class DatabaseHealth implements HealthCheck {

  private final DatabaseWatch watch;

  DatabaseHealth(DatabaseWatch watch) {
    this.watch = watch;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("Database");
    watch.trouble().ifPresentOrElse(
        outage -> response.down().withData("reason", outage.reason()),
        response::up);
    return response.build();
  }
}
