package io.offtake.database.job;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;

/// Tells those who run the service for how long this replica has had no database.
@ApplicationScoped
@Startup
class DatabaseMetrics {

  private static final double A_SECOND = 1000;

  DatabaseMetrics(DatabaseWatch watch, MeterRegistry registry) {
    Gauge.builder("offtake.database.away", () -> watch.trouble().isPresent() ? watch.silence().toMillis() / A_SECOND : 0)
        .description("For how long the database has not answered; 0 while it does")
        .baseUnit("seconds")
        .register(registry);
  }
}
