package io.offtake.rest;

import java.util.Map;

import io.offtake.fetching.client.Live;
import io.quarkus.test.junit.QuarkusTestProfile;

/// The service without the starter, with a small limit on bodies, and with nothing that runs by itself; it may ask a publisher
/// twice in an hour. Its classes share one, and empty the store first ([io.offtake.answer.FreshStart]).
public final class WithoutClockwork implements QuarkusTestProfile {

  public static final int MAX_BODY = 64 * 1024;

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> settings = Live.settings(2);
    settings.put("offtake.starter", "false");
    settings.put("quarkus.http.limits.max-body-size", String.valueOf(MAX_BODY));
    settings.put("quarkus.scheduler.enabled", "false");
    return settings;
  }
}
