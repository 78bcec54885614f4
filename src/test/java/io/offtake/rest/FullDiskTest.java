package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;

import io.agroal.api.AgroalDataSource;
import io.offtake.answer.FreshStart;
import io.offtake.database.Troubles;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The server says that it cannot extend a file: here a trigger says it in its place, with the server's own code.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class FullDiskTest {

  private static final String SILENCE = """
      {"severity": "watch", "owner": "The desk", "reason": "known", "end": "%s"}""".formatted(
          Clock.systemUTC().instant().plus(Duration.ofDays(30)));

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @Inject AgroalDataSource database;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @AfterEach
  void roomAgain() throws SQLException {
    execute("drop trigger if exists full_disk on silence");
  }

  @Test
  void isToldByWhatCannotBeKeptAndByReadiness() throws Exception {
    execute("""
        create or replace function full_disk() returns trigger language plpgsql as $$
        begin
          raise exception 'could not extend file "base/1/2": No space left on device' using errcode = '53100';
        end
        $$""");
    execute("create trigger full_disk before insert on silence for each row execute function full_disk()");

    given().contentType("application/json").body(SILENCE).post("/v1/silences").then()
        .statusCode(503).header("Retry-After", "60")
        .body("type", equalTo("/problems/storage-full"), "detail", containsString("disk of the database is full"));
    given().get(management.resolve("/q/health/ready")).then().statusCode(503)
        .body("checks.find { it.name == 'Database' }.data.reason", containsString("No space left on device"));
    given().get("/v1/silences").then().statusCode(200);

    roomAgain();
    // The watch finds by itself that something can be written again.
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (Troubles.full().isPresent() && System.nanoTime() < deadline) {
      Thread.sleep(200);
    }
    assertThat(Troubles.full()).isEmpty();
    given().get(management.resolve("/q/health/ready")).then().statusCode(200);
    given().contentType("application/json").body(SILENCE).post("/v1/silences").then().statusCode(201);
    given().get("/problems/storage-full").then().statusCode(200);
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.getConnection(); var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
