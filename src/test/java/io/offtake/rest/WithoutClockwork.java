package io.offtake.rest;

import java.util.HashMap;
import java.util.Map;

/// The service without the starter and with nothing that runs by itself: a test says when.
public class WithoutClockwork extends StartedEmpty {

  @Override
  public Map<String, String> getConfigOverrides() {
    var overrides = new HashMap<>(super.getConfigOverrides());
    overrides.put("quarkus.scheduler.enabled", "false");
    return overrides;
  }
}
