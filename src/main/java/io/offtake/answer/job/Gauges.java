package io.offtake.answer.job;

import java.time.Duration;
import java.time.Instant;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;

/// Gauges of which there is one for each of several things.
final class Gauges {

  private static final double A_SECOND = 1000;

  private Gauges() {}

  static MultiGauge of(MeterRegistry registry, String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  static MultiGauge seconds(MeterRegistry registry, String name, String description) {
    return MultiGauge.builder(name).description(description).baseUnit("seconds").register(registry);
  }

  static MultiGauge.Row<Number> row(double value, String... tags) {
    return MultiGauge.Row.of(Tags.of(tags), value);
  }

  /// In seconds; 0 of what lies ahead of this clock.
  static double since(Instant instant, Instant now) {
    return Math.max(0, Duration.between(instant, now).toMillis() / A_SECOND);
  }
}
