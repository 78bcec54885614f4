package io.offtake.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.net.URI;
import java.time.Clock;
import java.util.List;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("http")
class ServiceTest {

  @Inject
  Clock clock;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @Test
  void healthAndMetricsAreNotAtThePortOfTheApi() {
    for (String path : List.of("/q/health", "/q/health/ready", "/q/metrics")) {
      given().get(path).then().statusCode(404).contentType("application/problem+json");
    }
    given().get(management.resolve("/v1/units")).then().statusCode(404).contentType("application/problem+json");
    given().get("/openapi").then().statusCode(200);
  }

  @Test
  void isReadyWhenTheDatabaseIs() {
    given().when().get(management.resolve("/q/health/ready")).then()
        .statusCode(200)
        .body("status", equalTo("UP"))
        .body("checks.name.toString()", containsString("Database"));
  }

  @Test
  void tellsItsMetrics() {
    given().when().get(management.resolve("/q/metrics")).then()
        .statusCode(200).body(containsString("jvm_memory_used_bytes"));
  }

  @Test
  void theClockTicksInMicroseconds() {
    assertThat(clock.instant().getNano() % 1_000).isZero();
  }
}
