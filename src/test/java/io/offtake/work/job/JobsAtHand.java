package io.offtake.work.job;

import io.quarkus.arc.Arc;
import org.eclipse.microprofile.config.ConfigProvider;

/// Takes up jobs where nothing runs by itself.
public final class JobsAtHand {

  private JobsAtHand() {}

  /// Carries out all that wait, unless the service does so by itself.
  public static void takeUp() {
    if (!ConfigProvider.getConfig().getOptionalValue("quarkus.scheduler.enabled", Boolean.class).orElse(true)) {
      Arc.container().instance(JobRunner.class).get().takeUp();
    }
  }
}
