package io.offtake.outbox.job;

import java.util.Map;
import java.util.Set;

import io.quarkus.test.junit.QuarkusTestProfile;

/// As [Receivers], with the words that alerts really have.
public final class ReceiversOfAlerts implements QuarkusTestProfile {

  @Override
  public Set<Class<?>> getEnabledAlternatives() {
    return Set.of();
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    return new Receivers().getConfigOverrides();
  }
}
