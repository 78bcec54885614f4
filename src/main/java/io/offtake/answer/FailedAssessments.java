package io.offtake.answer;

import java.time.Duration;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.offtake.assessment.Assessor;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Reading;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;

/// Tells operators of readings that could not be assessed: each with its cause in the log once a day, and counted.
@ApplicationScoped
class FailedAssessments implements Assessor.Failures {

  private static final int REMEMBERED = 1_000;

  private final Cache<String, Boolean> told = Caffeine.newBuilder()
      .maximumSize(REMEMBERED)
      .expireAfterWrite(Duration.ofDays(1))
      .build();
  private final Counter failed;

  FailedAssessments(MeterRegistry registry) {
    this.failed = Counter.builder("offtake.assessments.failed")
        .description("Readings that could not be assessed for a fault of the service, each time it was tried")
        .register(registry);
  }

  @Override
  public void failed(Commitment commitment, Reading reading, RuntimeException cause) {
    failed.increment();
    String what = "%s/%s %s".formatted(commitment.id(), reading.id(), cause);
    if (told.asMap().putIfAbsent(what, true) == null) {
      Log.errorf(cause, "The reading %s/%s could not be assessed", commitment.id(), reading.id());
    }
  }
}
