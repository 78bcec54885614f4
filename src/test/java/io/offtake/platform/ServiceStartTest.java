package io.offtake.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.time.Clock;
import java.time.ZoneOffset;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@Tag("http")
class ServiceStartTest {

  @Inject
  EntityManager entities;

  @Inject
  Clock clock;

  @Test
  void theServiceIsReadyWithItsTables() {
    given().get("/q/health/ready").then().statusCode(200).body("status", is("UP"));
    given().get("/q/metrics").then().statusCode(200).body(containsString("jvm_memory_used_bytes"));
    assertThat(entities.createNativeQuery("select count(*) from document", Long.class).getSingleResult()).isNotNull();
  }

  @Test
  void timesAreWholeMicrosecondsOfUtc() {
    assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);
    assertThat(clock.instant().getNano() % 1_000).isZero();
  }
}
