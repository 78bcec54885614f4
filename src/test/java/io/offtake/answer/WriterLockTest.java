package io.offtake.answer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.agroal.api.AgroalDataSource;
import io.offtake.alert.Alerts;
import io.offtake.alerting.Alerting;
import io.offtake.evidence.EvidenceLog;
import io.offtake.fetching.client.HandsOfTheClock;
import io.offtake.intake.CalendarSteps;
import io.offtake.rest.WithoutClockwork;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Writers that wait: for each other, and for another replica that holds the lock.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class WriterLockTest {

  private static final int WRITERS = 50;
  private static final int READS = 60;
  private static final String SILENCE = """
      {"severity": "watch", "owner": "writer %%d", "reason": "known", "end": "%s"}""".formatted(
          Clock.systemUTC().instant().plus(Duration.ofDays(30)));

  private static final Instant NOW = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MICROS);

  @Inject AgroalDataSource database;
  @Inject Alerting alerting;
  @Inject Alerts alerts;
  @Inject CalendarSteps calendar;
  @Inject EvidenceLog evidence;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  void writersThatWaitLeaveTheConnectionsToReaders() throws Exception {
    List<Future<Response>> writes = new ArrayList<>();
    try (var executor = Executors.newFixedThreadPool(WRITERS)) {
      try (var _ = new OtherReplica()) {
        for (int i = 0; i < WRITERS; i++) {
          String body = SILENCE.formatted(i);
          writes.add(executor.submit(() -> given().contentType("application/json").body(body).post("/v1/silences")));
        }
        awaitOneThatWaits();
        for (int i = 0; i < READS; i++) {
          // Each of these asks the database.
          given().get("/v1/silences").then().statusCode(200);
          given().get("/v1/alerts.atom").then().statusCode(200);
          assertThat(waiting()).as("connections that wait for the lock").isLessThanOrEqualTo(1);
        }
      }
      for (Future<Response> each : writes) {
        Response answer = each.get(1, TimeUnit.MINUTES);
        assertThat(answer.statusCode()).as(answer.asString()).isIn(201, 503);
        if (answer.statusCode() == 503) {
          assertThat(answer.jsonPath().getString("type")).isEqualTo("/problems/unavailable");
          assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        }
      }
    }
    given().contentType("application/json").body(SILENCE.formatted(WRITERS)).post("/v1/silences").then()
        .statusCode(201);
  }

  @Test
  void whoCannotHaveTheLockIsToldToComeBackAndNothingIsKept() throws Exception {
    try (var _ = new OtherReplica()) {
      long began = System.nanoTime();
      Response answer = given().contentType("application/json").body(SILENCE.formatted(900)).post("/v1/silences");
      assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isNotNull();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(WriterLock.PATIENCE.multipliedBy(3));
    }
    assertThat(alerts.silences()).noneMatch(silence -> silence.owner().equals("writer 900"));
  }

  @Test
  void readingsAreLookedAtAsOfTheInstantAtWhichTheLockIsHeld() throws Exception {
    var clock = new HandsOfTheClock(NOW.plus(Duration.ofDays(400)));
    QuarkusMock.installMockForType(clock, Clock.class);
    declare("us-my-looked-at");
    Instant later = clock.instant().plus(Duration.ofDays(2));

    whileAnotherReplicaHoldsTheLock(alerting::run, () -> clock.set(later));

    assertThat(alerts.newestLook()).map(Alerts.Look::at).contains(later);
  }

  @Test
  void aStepOfTheCalendarIsOfTheInstantAtWhichTheLockIsHeld() throws Exception {
    var clock = new HandsOfTheClock(NOW.plus(Duration.ofDays(800)));
    QuarkusMock.installMockForType(clock, Clock.class);
    String tomorrow = clock.instant().plus(Duration.ofDays(1)).toString().substring(0, 10);
    declare("us-my-stepped", tomorrow);
    clock.set(clock.instant().plus(Duration.ofDays(3)));
    Instant later = clock.instant().plus(Duration.ofDays(2));

    whileAnotherReplicaHoldsTheLock(calendar::run, () -> clock.set(later));

    assertThat(evidence.newestVersion().at()).isEqualTo(later);
  }

  /// Lets something begin to wait for the lock, does something else meanwhile, and lets the lock go.
  private void whileAnotherReplicaHoldsTheLock(Runnable waits, Runnable meanwhile) throws Exception {
    try (var executor = Executors.newSingleThreadExecutor()) {
      Future<?> work;
      try (var _ = new OtherReplica()) {
        work = executor.submit(waits);
        awaitOneThatWaits();
        meanwhile.run();
      }
      work.get(2, TimeUnit.MINUTES);
    }
  }

  private void awaitOneThatWaits() throws Exception {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    int found = waiting();
    while (found == 0 && System.nanoTime() < deadline) {
      Thread.sleep(5);
      found = waiting();
    }
    assertThat(found).as("connections that wait for the lock").isOne();
  }

  /// Another process that writes, and takes its time.
  private final class OtherReplica implements AutoCloseable {

    private final Connection connection;

    OtherReplica() throws SQLException {
      connection = database.getConnection();
      connection.setAutoCommit(false);
      try (var statement = connection.createStatement()) {
        statement.execute("select pg_advisory_xact_lock(%d)".formatted(WriterLock.KEY));
      }
    }

    @Override
    public void close() throws SQLException {
      connection.rollback();
      connection.close();
    }
  }

  private int waiting() throws SQLException {
    try (var connection = database.getConnection(); var statement = connection.createStatement();
        var result = statement.executeQuery("""
            select count(*) from pg_locks where locktype = 'advisory' and not granted
              and database = (select oid from pg_database where datname = current_database())""")) {
      result.next();
      return result.getInt(1);
    }
  }

  private static void declare(String id) {
    declare(id, "2026-02-28");
  }

  private static void declare(String id, String deadline) {
    given().contentType("application/json").body("""
        {"id": "%s", "title": "made for a test", "buyer": "MY", "seller": "US", "commodities": ["soybeans"],
         "strength": "statement",
         "terms": {"announcedOn": "2025-11-01", "announcedBy": "a test", "summary": "made for a test",
           "source": {"publisher": "a test"}, "headline": "sold",
           "tranches": [{"id": "all", "target": {"operator": "atLeast", "value": 1, "unit": "t"}}]},
         "readings": [{"id": "sold", "label": "made for a test", "tranche": "all", "measure": "sold",
           "unknownDestinations": "none", "windowStart": "2025-11-01", "deadline": "%s",
           "evidence": ["fas-export-sales"], "statedBy": "a test", "statedOn": "2025-11-01"}]}
        """.formatted(id, deadline)).post("/v1/commitments").then().statusCode(201);
  }
}
