package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import io.offtake.answer.FreshStart;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Handing in documents: what is good is kept whole, what is bad changes nothing and says why.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class HandInTest {

  private static final String INSPECTIONS = "/v1/sources/fgis-weekly/documents";
  private static final String SALES = "/v1/sources/fas-export-sales/documents";
  private static final String CHINA = "/v1/series/fgis-weekly.inspected.soybeans.US.CN.weekly.t/observations";

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  void aReportIsKeptAsReceivedReadOnceAndTraceableToItsLine() {
    byte[] report = fixture("inspections-2025-12-18.txt");

    String location = given().contentType("text/plain").body(report).post(INSPECTIONS).then()
        .statusCode(201)
        .body("alreadyHeld", equalTo(false))
        .body("document.releases[0].periodEnd", equalTo("2025-12-18"))
        .body("document.releases[0].releasedAt", equalTo("2025-12-22T16:00:00Z"))
        .extract().header("Location");
    long version = version();

    given().contentType("text/plain").body(report).post(INSPECTIONS).then()
        .statusCode(200).body("alreadyHeld", equalTo(true)).body("figuresNew", equalTo(0));
    assertThat(version()).as("the same bytes change nothing").isEqualTo(version);

    assertThat(given().get(location + "/raw").then().statusCode(200).extract().asByteArray()).isEqualTo(report);
    // T12: the first print of the week to 18 December 2025.
    var rows = given().get(CHINA).then().statusCode(200).extract().jsonPath();
    assertThat(rows.getString("rows.find { it.periodEnd == '2025-12-18' }.value.value")).isEqualTo("386010");
    int line = rows.getInt("rows.find { it.periodEnd == '2025-12-18' }.line");
    assertThat(new String(report, StandardCharsets.ISO_8859_1).lines().toList().get(line - 1)).contains("CHINA");
    assertThat(location).endsWith(rows.getString("rows.find { it.periodEnd == '2025-12-18' }.document"));
  }

  @Test
  void whatIsNotAReportIsRefusedAndChangesNothing() {
    long version = version();
    var random = new byte[2_000];
    new Random(1).nextBytes(random);
    String report = new String(fixture("inspections-2025-12-18.txt"), StandardCharsets.ISO_8859_1);
    List<byte[]> bad = List.of(
        "<!DOCTYPE html><html><body>503 Service Unavailable</body></html>".getBytes(StandardCharsets.UTF_8),
        random,
        "hello".getBytes(StandardCharsets.UTF_8),
        report.substring(0, report.length() / 3)
            .getBytes(StandardCharsets.ISO_8859_1));

    for (byte[] document : bad) {
      given().contentType("text/plain").body(document).post(INSPECTIONS).then()
          .statusCode(422)
          .contentType("application/problem+json")
          .body("errors", hasSize(greaterThan(0)))
          .body("detail", not(containsString("Exception")));
    }
    for (byte[] document : bad) {
      given().contentType("application/json").queryParam("marketYear", 2026).body(document).post(SALES).then()
          .statusCode(422).contentType("application/problem+json");
    }
    assertThat(version()).isEqualTo(version);
  }

  @Test
  void aReportOfAnotherWeekUnderADatedNameIsRefused() {
    long version = version();
    given().contentType("text/plain").body(fixture("inspections-2025-12-18.txt"))
        .queryParam("name", "2026-01-05_week-to-2026-01-01.txt").post(INSPECTIONS).then()
        .statusCode(400).body("errors[0].parameter", equalTo("name"));
    given().contentType("text/plain").body(changed())
        .queryParam("name", "2026-01-05_week-to-2026-01-01.txt").post(INSPECTIONS).then()
        .statusCode(400)
        .body("errors[0].parameter", equalTo("name"))
        .body("errors[0].detail", containsString("2026-01-01"));
    given().contentType("text/plain").body(changed()).queryParam("periodEnd", "2026-01-01").post(INSPECTIONS).then()
        .statusCode(400).body("errors[0].parameter", equalTo("periodEnd"));
    assertThat(version()).isEqualTo(version);
  }

  @Test
  void aTableWithADuplicateRowIsRefusedNamingBothLines() {
    String table = """
        # offtake evidence table 1
        # source: fas-export-sales
        # publisher: a test
        # address: https://example.org/
        # read: 2026-11-24
        # terms: made for a test
        # report: -
        # complete: no
        # coverage: listed
        # origin: US
        # cadence: weekly
        # unit: t
        # kind: print
        # commodity: soybeans
        # marketYear: 2026
        periodStart,periodEnd,destination,netSales
        2025-10-24,2025-10-30,CN,232000
        2025-10-24,2025-10-30,CN,232000
        """;
    given().contentType("text/csv").body(table.getBytes(StandardCharsets.UTF_8)).post(SALES).then()
        .statusCode(422).body("errors[0].detail", containsString("line 18"));
  }

  @Test
  void anApiAnswerNeedsItsMarketingYear() {
    given().contentType("application/json").body(oneRow()).post(SALES).then()
        .statusCode(anyOf(equalTo(400), equalTo(422)))
        .body("errors.detail.toString()", containsString("marketYear"));
    // T13: a net cancellation is accepted as it is.
    given().contentType("application/json").queryParam("marketYear", 2026).body(oneRow()).post(SALES).then()
        .statusCode(201).body("document.releases.periodEnd", hasItem("2025-11-13"));
    given().get("/v1/series/fas-export-sales.netSales.soybeans.US.CN.weekly.t/observations").then()
        .statusCode(200).body("rows[0].value.value", equalTo(-100000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/sources/no-such-source/documents", "/v1/sources/NO/documents"})
  void anUnknownSourceIsNotFoundOrMalformed(String path) {
    refusal(given().contentType("text/plain").body("x").post(path).then());
  }

  @Test
  void theInstantOfReleaseIsChecked() {
    given().contentType("text/plain").body(changed()).queryParam("releasedAt", "2099-01-01T00:00:00Z")
        .post(INSPECTIONS).then().statusCode(400).body("errors[0].parameter", equalTo("releasedAt"));
    given().contentType("text/plain").body(changed()).queryParam("releasedAt", "yesterday")
        .post(INSPECTIONS).then().statusCode(400).body("errors[0].parameter", equalTo("releasedAt"));
  }

  /// Reports with corrections, one of them sent again with another figure, and sales in both dialects of the first row.
  @Test
  void whatWasHandedInReadsTheSameAgain() throws InterruptedException {
    String report = new String(fixture("inspections-2020-08-27.txt"), StandardCharsets.ISO_8859_1);
    for (String each : List.of(report, report.replace("CHINA", "JAPAN"),
        new String(fixture("inspections-2019-04-25.txt"), StandardCharsets.ISO_8859_1))) {
      given().contentType("text/plain").body(each.getBytes(StandardCharsets.ISO_8859_1)).post(INSPECTIONS).then()
          .statusCode(anyOf(equalTo(200), equalTo(201), equalTo(422)));
    }
    String first = oneRow().replace("2025-11-13", "2024-09-05").replace("5700", "5880");
    for (String type : List.of("fas-esr-api", "fas-esr-query")) {
      given().contentType("application/json").queryParam("marketYear", 2025).queryParam("documentType", type)
          .queryParam("releasedAt", "2024-09-12T12:30:00Z")
          .body(first.replace("801", type.endsWith("api") ? "801" : "401")).post(SALES).then().statusCode(201);
    }
    given().contentType("application/json").queryParam("marketYear", 2025)
        .body(first.replace("364000", "365000")).post(SALES).then().statusCode(201);

    var job = JobsOverHttp.carriedOut("{\"kind\": \"recheck\"}");
    assertThat(job.getString("state")).as(job.getString("failure")).isEqualTo("succeeded");
    assertThat(job.getInt("total")).isGreaterThanOrEqualTo(5);
    given().get(job.getString("result")).then().statusCode(200)
        .body("rows", hasSize(0)).body("differences", equalTo(0)).body("figures", greaterThan(50));
  }

  private static void refusal(ValidatableResponse response) {
    response.statusCode(anyOf(equalTo(400), equalTo(404)))
        .contentType("application/problem+json");
  }

  /// The same report with a blank line more: other bytes, so it is read anew.
  private static byte[] changed() {
    return (new String(fixture("inspections-2025-12-18.txt"), StandardCharsets.ISO_8859_1) + "\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String oneRow() {
    return """
        [{"commodityCode":801,"countryCode":5700,"weeklyExports":0,"accumulatedExports":0,"outstandingSales":364000,
          "grossNewSales":0,"currentMYNetSales":-100000,"currentMYTotalCommitment":364000,"nextMYOutstandingSales":0,
          "nextMYNetSales":0,"unitId":1,"weekEndingDate":"2025-11-13T00:00:00"}]
        """;
  }

  private static long version() {
    return given().get("/v1/status").then().statusCode(200).extract().jsonPath().getLong("dataVersion");
  }

  private static byte[] fixture(String name) {
    try (var stream = HandInTest.class.getResourceAsStream("/io/offtake/publisher/fgis/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("no fixture " + name);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
