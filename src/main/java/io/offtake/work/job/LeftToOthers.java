package io.offtake.work.job;

import jakarta.inject.Singleton;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Skips rounds on a replica that only answers requests (`OFFTAKE_ROLE=api`): others do what every replica could do.
@Singleton
public class LeftToOthers implements Scheduled.SkipPredicate {

  private static final String API = "api";

  private final boolean skipped;

  LeftToOthers(@ConfigProperty(name = "offtake.role", defaultValue = "all") String role) {
    this.skipped = role.equals(API);
  }

  @Override
  public boolean test(ScheduledExecution execution) {
    return skipped;
  }
}
