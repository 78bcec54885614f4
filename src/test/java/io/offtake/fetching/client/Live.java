package io.offtake.fetching.client;

import java.util.HashMap;
import java.util.Map;

import io.offtake.platform.FreePort;
import io.quarkus.test.junit.QuarkusTestProfile;

/// The service without the starter, with keys, but for one publisher, asking publishers on this machine; nothing runs by
/// itself, a test says when its turn is.
public class Live implements QuarkusTestProfile {

  static final String KEY = "k3y-of-a-test";
  static final String CENSUS_KEY = "c3nsus/k3y";
  static final String EIA_KEY = "31a-k3y";

  private static final String PORT = "offtake-test.publisher-port";

  /// The same, which may ask a publisher only twice in an hour.
  public static final class TwiceAnHour extends Live {

    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> settings = super.getConfigOverrides();
      settings.put("offtake.fetch.per-hour", "2");
      return settings;
    }
  }

  /// The port that the service expects all publishers on.
  static int port() {
    return Integer.getInteger(PORT);
  }

  @Override
  public Map<String, String> getConfigOverrides() {
    System.setProperty(PORT, Integer.toString(FreePort.any()));
    String host = "http://127.0.0.1:" + port();
    var settings = new HashMap<String, String>();
    settings.put("offtake.starter", "false");
    settings.put("quarkus.scheduler.enabled", "false");
    settings.put("offtake.fetch.enabled", "true");
    settings.put("offtake.fetch.contact", "desk@example.com");
    settings.put("offtake.fetch.deadline", "PT2S");
    settings.put("offtake.fetch.max-bytes", "3000000");
    settings.put("offtake.fetch.first-delay", "PT0.002S");
    settings.put("offtake.fetch.spacing", "PT0S");
    // These two run by the machine's time, of which months pass in seconds here; they have tests of their own.
    settings.put("offtake.fetch.per-hour", "1000000");
    settings.put("offtake.fetch.breaker-after", "1000000");
    settings.put("offtake.publisher.fas.url", host + "/api/esr");
    settings.put("offtake.publisher.fas.key", KEY);
    settings.put("offtake.publisher.census.url", host + "/data/timeseries/intltrade");
    settings.put("offtake.publisher.census.key", CENSUS_KEY);
    settings.put("offtake.publisher.eia.url", host + "/v2");
    settings.put("offtake.publisher.eia.key", EIA_KEY);
    settings.put("offtake.publisher.fgis.url", host + "/mnreports/wa_gr101.txt");
    return settings;
  }
}
