package io.offtake.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.time.Clock;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ServiceTest {

  @Inject
  Clock clock;

  @Test
  void isReadyWhenTheDatabaseIs() {
    given().when().get("/q/health/ready").then()
        .statusCode(200)
        .body("status", equalTo("UP"))
        .body("checks.name.toString()", containsString("Database"));
  }

  @Test
  void tellsItsMetrics() {
    given().when().get("/q/metrics").then().statusCode(200).body(containsString("jvm_memory_used_bytes"));
  }

  @Test
  void theClockTicksInMicroseconds() {
    assertThat(clock.instant().getNano() % 1_000).isZero();
  }
}
