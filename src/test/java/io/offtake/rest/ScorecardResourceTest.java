package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.startsWith;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.offtake.answer.FreshStart;
import io.offtake.replay.Scoring;
import io.offtake.work.Job;
import io.offtake.work.JobKind;
import io.offtake.work.JobRun;
import io.offtake.work.Jobs;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// A projection is issued, the weeks go by, it is scored; the past is replayed. With nothing running by itself.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
@TestMethodOrder(OrderAnnotation.class)
class ScorecardResourceTest {

  private static final LocalDate FIRST = LocalDate.of(2024, 10, 3);
  private static final LocalDate NEWEST = LocalDate.of(2026, 10, 29);
  private static final Duration LEASE = Duration.ofMinutes(1);

  @Inject
  Scoring scoring;

  @Inject
  Jobs jobs;

  @Inject
  Instance<JobKind> kinds;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  @Order(1)
  void nothingIsScoredBeforeItsTimeAndTheAnswerSaysWhen() {
    get("/v1/scorecard")
        .body("status", equalTo("nothingScored"))
        .body("summary", startsWith("Nothing is scored yet, and no projection waits"))
        .body("rows", hasSize(0));

    hand("2024-10-03", table(FIRST, NEWEST));
    given().contentType("application/json").body("""
        {"id": "us-mx-sorghum-test", "title": "made for a test", "buyer": "MX", "seller": "US",
         "commodities": ["sorghum"], "strength": "statement",
         "terms": {"announcedOn": "2026-09-01", "announcedBy": "a test", "summary": "made for a test",
           "source": {"publisher": "a test"}, "headline": "exported",
           "tranches": [{"id": "all", "target": {"operator": "atLeast", "value": 1000, "unit": "t"}}]},
         "readings": [{"id": "exported", "label": "made for a test", "tranche": "all", "measure": "exported",
           "unknownDestinations": "none", "windowStart": "2026-10-01", "deadline": "2026-11-12",
           "evidence": ["fas-export-sales"], "statedBy": "a test", "statedOn": "2026-09-01"}]}
        """).post("/v1/commitments").then().statusCode(201);

    scoring.run();
    get("/v1/scorecard")
        .body("status", equalTo("nothingScored"))
        .body("waiting.projections", equalTo(1))
        .body("waiting.windowEnd", equalTo("2026-11-12"))
        .body("summary", equalTo("Nothing is scored yet: 1 projection without an outcome so far. The first is scored when"
            + " the week to 2026-11-12 has been published (us-mx-sorghum-test, exported)."))
        .body("drift.state", equalTo("notEnough"));
  }

  @Test
  @Order(2)
  void aProjectionIsScoredWhenItsLastWeekIsPublished() {
    String before = get("/v1/scorecard").extract().header("ETag");
    hand("2026-11-05", table(NEWEST.plusWeeks(1), NEWEST.plusWeeks(2)));
    scoring.run();

    // Every week is alike, so the projection and the rules of thumb were right.
    get("/v1/scorecard")
        .body("status", equalTo("scored"))
        .body("cases", equalTo(1))
        .body("rows[0].method", equalTo("projection"))
        .body("rows[0].series", equalTo(1))
        .body("rows.method", hasItem("straightLine"))
        .body("rows[0].coverage90", equalTo(1.0f))
        .body("rows[0].crps", lessThan(0.1f))
        .body("rows.findAll { it.horizon == 'upTo4' }.seriesClass", hasItem("destination"));
    get("/v1/scorecard?horizon=over26").body("status", equalTo("nothingScored"))
        .body("summary", startsWith("None of the"));
    given().header("If-None-Match", before).get("/v1/scorecard").then().statusCode(200);
    String csv = get("/v1/scorecard.csv").extract().asString();
    assertThat(csv).startsWith("measure,horizon,seriesClass,method,cases,events,series,brier,brierError,log,");

    scoring.run();
    get("/v1/scorecard").body("cases", equalTo(1));
  }

  @Test
  @Order(3)
  void aBacktestThatLostItsReplicaIsResumedByAnother() throws Exception {
    String path = ask("2025-11-01", "2026-08-31").statusCode(201).body("state", equalTo("queued"))
        .extract().header("Location");
    long id = Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
    JobKind kind = kinds.stream().filter(each -> each.id().equals("backtest")).findFirst().orElseThrow();

    // The first replica takes it up, does one step and dies with its lease.
    Job taken = jobs.claim("one", Duration.ofSeconds(-1)).orElseThrow();
    assertThat(taken.id()).isEqualTo(id);
    JobKind.Run first = kind.open(taken);
    jobs.advance(id, "one", Duration.ofSeconds(-1), 1, first.steps(), first.describe(0), first.carryOut(0, () -> {}));
    get(path).body("state", equalTo("running")).body("done", equalTo(1)).body("current", startsWith("release of "));

    // The second goes on with the next; what the first still sends is not kept.
    Job resumed = jobs.claim("two", LEASE).orElseThrow();
    assertThat(resumed.done()).isEqualTo(1);
    assertThat(jobs.claim("three", LEASE)).isEmpty();
    assertThat(jobs.advance(id, "one", LEASE, 2, first.steps(), "late", JobKind.Step.done(1, () -> {
      throw new AssertionError("kept what came late");
    }))).isEmpty();
    assertThat(new JobRun(jobs, "two", LEASE).carryOut(resumed, kind, () -> false)).contains(Job.State.SUCCEEDED);

    get(path).body("state", equalTo("succeeded")).body("progress", equalTo(1.0f))
        .body("result", equalTo("/v1/scorecard?kind=backtest&job=" + id));
    int cases = get("/v1/scorecard?kind=backtest&job=" + id).body("status", equalTo("scored"))
        .extract().jsonPath().getInt("cases");
    get("/v1/scorecard?kind=backtest").body("cases", equalTo(cases));
    given().post(path + "/cancellation").then().statusCode(409).body("type", equalTo("/problems/job-over"));
  }

  @Test
  @Order(4)
  void aBacktestIsCancelledWhereItStands() {
    String path = ask("2025-11-01", "2026-08-31").extract().header("Location");
    given().post(path + "/cancellation").then().statusCode(200).body("state", equalTo("cancelled"));
    assertThat(jobs.claim("one", LEASE)).isEmpty();

    String other = ask("2025-11-01", "2026-08-31").extract().header("Location");
    Job taken = jobs.claim("one", LEASE).orElseThrow();
    given().post(other + "/cancellation").then().statusCode(200)
        .body("state", equalTo("running")).body("cancelRequested", equalTo(true));
    JobKind kind = kinds.stream().filter(each -> each.id().equals("backtest")).findFirst().orElseThrow();
    assertThat(new JobRun(jobs, "one", LEASE).carryOut(taken, kind, () -> false)).contains(Job.State.CANCELLED);
    get(other).body("state", equalTo("cancelled")).body("done", equalTo(1));

    var newest = get("/v1/jobs?pageSize=1").body("jobs", hasSize(1)).extract();
    assertThat(newest.jsonPath().getString("jobs[0].state")).isEqualTo("cancelled");
    get("/v1/jobs?pageSize=1&pageToken=" + newest.jsonPath().getString("nextPageToken")).body("jobs", hasSize(1));
  }

  @Test
  @Order(5)
  void aReplicaThatStopsGivesItsJobBack() {
    String path = ask("2025-11-01", "2026-08-31").extract().header("Location");
    Job taken = jobs.claim("one", LEASE).orElseThrow();
    JobKind kind = kinds.stream().filter(each -> each.id().equals("backtest")).findFirst().orElseThrow();
    assertThat(new JobRun(jobs, "one", LEASE).carryOut(taken, kind, () -> true)).isEqualTo(Optional.empty());
    get(path).body("state", equalTo("queued"));
    given().post(path + "/cancellation").then().statusCode(200);
  }

  @Test
  @Order(6)
  void senselessOrdersAreRefused() {
    ask("2026-08-31", "2025-11-01").statusCode(422).body("errors[0].pointer", equalTo("/to"));
    ask("1990-01-01", "1990-12-31").statusCode(422).body("errors[0].pointer", equalTo("/from"));
    given().get("/v1/jobs/999999").then().statusCode(404);
    given().get("/v1/scorecard?kind=backtest&job=999999").then().statusCode(404);
    given().get("/v1/scorecard?job=1").then().statusCode(400).body("errors[0].parameter", equalTo("job"));
    given().get("/v1/jobs?pageToken=!").then().statusCode(400).body("errors[0].parameter", equalTo("pageToken"));
    given().get("/v1/jobs/one").then().statusCode(400);
  }

  private static ValidatableResponse ask(String from, String to) {
    return given().contentType("application/json").body("""
        {"kind": "backtest", "measure": "exported", "commodity": "sorghum", "destinations": ["MX"],
         "from": "%s", "to": "%s", "horizons": [4, 8]}""".formatted(from, to)).post("/v1/jobs").then();
  }

  private static ValidatableResponse get(String path) {
    return given().get(path).then().statusCode(200);
  }

  private static void hand(String name, String table) {
    given().contentType("text/csv").queryParam("name", "sorghum from %s.csv".formatted(name))
        .body(table.getBytes(StandardCharsets.UTF_8))
        .post("/v1/sources/fas-export-sales/documents").then().statusCode(201);
  }

  /// 200 t a week to Mexico.
  private static String table(LocalDate first, LocalDate last) {
    List<String> lines = new ArrayList<>(List.of(
        "# offtake evidence table 1",
        "# source: fas-export-sales",
        "# publisher: a test of the scorecard",
        "# address: https://example.org/",
        "# read: 2026-11-24",
        "# terms: made for a test",
        "# report: -",
        "# complete: no",
        "# coverage: listed",
        "# commodity: sorghum",
        "# origin: US",
        "# cadence: weekly",
        "# unit: t",
        "# kind: print",
        "releasedAt,basis,periodStart,periodEnd,marketYear,destination,exported"));
    for (LocalDate end = first; !end.isAfter(last); end = end.plusWeeks(1)) {
      int year = end.getMonthValue() >= 9 ? end.getYear() + 1 : end.getYear();
      lines.add("-,-,%s,%s,%d,MX,200".formatted(end.minusDays(6), end, year));
    }
    return String.join("\n", lines) + "\n";
  }
}
