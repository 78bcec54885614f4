package io.offtake.fetching.client;

import static io.offtake.fetching.client.Publisher.respond;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.offtake.fetching.Fetching;
import io.offtake.answer.FreshStart;
import io.offtake.outbox.job.Receivers;
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

/// A report that was had and is withdrawn is asked for again. The report is real; nobody withdrew it.
@QuarkusTest
@Tag("http")
@TestProfile(Receivers.class)
class WithdrawnReportTest {

  private static final String SOURCE = "/v1/sources/fgis-weekly";
  private static final Instant OUT = Instant.parse("2025-12-22T17:00:00Z");

  private final HandsOfTheClock clock = new HandsOfTheClock(OUT);
  private Publisher publisher;

  @Inject Fetching fetching;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @BeforeEach
  void open() throws IOException {
    QuarkusMock.installMockForType(clock, Clock.class);
    publisher = new Publisher(Live.port());
    byte[] report = ExportSalesOf2025.resource("/io/offtake/publisher/fgis/inspections-2025-12-18.txt");
    publisher.does((_, out) -> respond(out, "200 OK", "text/plain", report, ""));
  }

  @AfterEach
  void close() throws IOException {
    publisher.close();
  }

  @Test
  void atOnceAndSoonAgainInPlaceOfAtTheNextRelease() {
    given().post(SOURCE + "/fetch").then().statusCode(202);
    fetching.run(() -> false);
    JsonPath source = source();
    assertThat(source.getString("fetching.lastAttempt.outcome")).isEqualTo("current");
    assertThat(source.getString("fetching.nextAttemptAt")).isEqualTo(source.getString("nextReleaseDue"));

    Instant withdrawn = OUT.plus(Duration.ofHours(3));
    clock.set(withdrawn);
    String release = given().get(SOURCE + "/releases").jsonPath().getString("rows[0].id");
    given().contentType("application/json").body("{\"reason\": \"withdrawn, a test says\"}")
        .post("/v1/releases/" + release + "/retraction").then().statusCode(201);
    assertThat(source().getString("fetching.state")).isEqualTo("due");

    fetching.run(() -> false);
    assertThat(publisher.heads().stream().filter(head -> head.contains("wa_gr101"))).hasSize(2);
    assertThat(source().getString("fetching.lastAttempt.outcome")).isEqualTo("notYetPublished");
    assertThat(source().getString("fetching.nextAttemptAt")).isEqualTo(withdrawn.plus(Duration.ofMinutes(2)).toString());
  }

  private static JsonPath source() {
    return given().get(SOURCE).then().statusCode(200).extract().jsonPath();
  }
}
