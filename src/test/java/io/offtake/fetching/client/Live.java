package io.offtake.fetching.client;

import java.util.HashMap;
import java.util.Map;

import io.offtake.platform.FreePort;

/// The settings of a service with keys, but for one publisher, that asks publishers on this machine.
public final class Live {

  static final String KEY = "k3y-of-a-test";
  static final String CENSUS_KEY = "c3nsus/k3y";
  static final String EIA_KEY = "31a-k3y";

  private static final String PORT = "offtake-test.publisher-port";

  private Live() {}

  /// The port that the service expects all publishers on.
  static int port() {
    return Integer.getInteger(PORT);
  }

  /// @param perHour  how often a publisher may be asked
  public static Map<String, String> settings(int perHour) {
    System.setProperty(PORT, Integer.toString(FreePort.any()));
    String host = "http://127.0.0.1:" + port();
    var settings = new HashMap<String, String>();
    settings.put("offtake.fetch.enabled", "true");
    settings.put("offtake.fetch.contact", "desk@example.com");
    settings.put("offtake.fetch.deadline", "PT2S");
    settings.put("offtake.fetch.max-bytes", "3000000");
    settings.put("offtake.fetch.first-delay", "PT0.002S");
    settings.put("offtake.fetch.spacing", "PT0S");
    settings.put("offtake.fetch.per-hour", Integer.toString(perHour));
    // It runs by the machine's time, of which months pass in seconds here; it has tests of its own.
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
