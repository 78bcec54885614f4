package io.offtake.rest;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/// The service without the starter, and with a small limit on bodies.
public class StartedEmpty implements QuarkusTestProfile {

  public static final int MAX_BODY = 64 * 1024;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "offtake.starter", "false",
        "quarkus.http.limits.max-body-size", String.valueOf(MAX_BODY));
  }
}
