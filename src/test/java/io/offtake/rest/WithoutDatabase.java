package io.offtake.rest;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/// The HTTP edge alone, with a small limit on bodies.
public class WithoutDatabase implements QuarkusTestProfile {

  static final int MAX_BODY = 64 * 1024;

  @Override
  public Map<String, String> getConfigOverrides() {
    return Map.of(
        "quarkus.datasource.active", "false",
        "quarkus.hibernate-orm.active", "false",
        "quarkus.flyway.active", "false",
        "quarkus.http.limits.max-body-size", String.valueOf(MAX_BODY));
  }
}
