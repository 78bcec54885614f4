package io.offtake.fetching.client;

import static io.offtake.fetching.client.Publisher.respond;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.offtake.answer.FreshStart;
import io.offtake.fetching.Backfills;
import io.offtake.rest.WithoutClockwork;
import io.offtake.work.Job;
import io.offtake.work.JobRun;
import io.offtake.work.Jobs;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A backfill that has asked as often as it may waits, and goes on by itself.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class SparingBackfillTest {

  private static final Instant NOW = Instant.parse("2026-03-05T14:00:00Z");

  private final HandsOfTheClock clock = new HandsOfTheClock(NOW);
  private Publisher publisher;

  @Inject Jobs jobs;
  @Inject Backfills backfills;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @BeforeEach
  void open() throws IOException {
    QuarkusMock.installMockForType(clock, Clock.class);
    publisher = new Publisher(Live.port());
    publisher.does((_, out) -> respond(out, "200 OK", "application/json", "[]", ""));
  }

  @AfterEach
  void close() throws IOException {
    publisher.close();
  }

  @Test
  void itWaitsInPlaceOfFailing() {
    String path = given().contentType("application/json").body("""
        {"kind": "backfill", "source": "fas-export-sales", "commodity": "soybeans", "from": "2023-10-01"}""")
        .post("/v1/jobs").then().statusCode(201).extract().header("Location");
    Job taken = jobs.claim("one", Jobs.LEASE).orElseThrow();
    assertThat(new JobRun(jobs, "one", Jobs.LEASE).carryOut(taken, backfills, () -> false)).isEmpty();

    JsonPath job = given().get(path).then().statusCode(200).extract().jsonPath();
    assertThat(job.getString("state")).isEqualTo("queued");
    assertThat(job.getInt("done")).isEqualTo(2);
    assertThat(job.getInt("total")).isEqualTo(3);
    assertThat(job.getString("failure")).isNull();
    assertThat(job.getString("current"))
        .startsWith("waits before http://").contains("/marketYear/2026: ").contains("asked 2 times within an hour");
    Instant until = Instant.parse(job.getString("waitsUntil"));
    assertThat(until).isBetween(NOW.plus(Duration.ofMinutes(50)), NOW.plus(Duration.ofHours(1)));
    assertThat(publisher.heads()).hasSize(2);

    clock.set(until.minusMillis(1));
    assertThat(jobs.claim("two", Jobs.LEASE)).isEmpty();
    clock.set(until);
    assertThat(jobs.claim("two", Jobs.LEASE)).hasValueSatisfying(again -> {
      assertThat(again.done()).isEqualTo(2);
      assertThat(again.times().waitsUntil()).isEmpty();
    });

    given().post(path + "/cancellation").then().statusCode(200);
    jobs.postpone(taken.id(), "two", Duration.ofHours(1), 3, "waits");
    assertThat(given().get(path).jsonPath().getString("state")).as("cancelled, it does not wait").isEqualTo("cancelled");
  }
}
