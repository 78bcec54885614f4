package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Everything that is held is read again from what was received, and what was changed behind the service's back is found.
@QuarkusTest
@Tag("http")
class RecheckJobTest {

  private static final String CHINA = "fgis-weekly.inspected.soybeans.US.CN.weekly.t";

  private static final String PRINTS = "/v1/series/" + CHINA + "/observations?from=2025-12-01&to=2025-12-31";

  @Inject DataSource database;

  @Test
  void theStarterReadsTheSameAgain() throws InterruptedException {
    JsonPath job = JobsOverHttp.carriedOut("{\"kind\": \"recheck\"}");

    assertThat(job.getString("state")).isEqualTo("succeeded");
    assertThat(job.getInt("total")).isGreaterThanOrEqualTo(3);
    JsonPath found = differences(job);
    assertThat(found.getInt("differences")).isZero();
    assertThat(found.getList("rows")).isEmpty();
    assertThat(found.getInt("documents")).isEqualTo(job.getInt("total"));
    assertThat(found.getLong("figures")).isEqualTo(job.getLong("counted")).isGreaterThan(30_000);
  }

  @Test
  void whatWasChangedInTheDatabaseIsToldWithDocumentAndLine() throws Exception {
    JsonPath print = given().get(PRINTS).then().statusCode(200).extract().jsonPath();
    Map<String, Object> changed = print.getMap("rows.find { it.periodEnd == '2025-12-18' }");
    Map<String, Object> moved = print.getMap("rows.find { it.periodEnd == '2025-12-11' }");
    Map<String, Object> deleted = print.getMap("rows.find { it.periodEnd == '2025-12-04' }");
    String document = changed.get("document").toString();

    change("insert into set_aside select * from observation where " + row("2025-12-04"),
        "delete from observation where " + row("2025-12-04"),
        "update observation set value = value + 1 where " + row("2025-12-18"),
        "update observation set line = line + 1 where " + row("2025-12-11"));
    JsonPath found;
    try {
      found = differences(JobsOverHttp.carriedOut("{\"kind\": \"recheck\", \"source\": \"fgis-weekly\"}"));
    } finally {
      change("insert into observation select * from set_aside",
          "update observation set value = value - 1 where " + row("2025-12-18"),
          "update observation set line = line - 1 where " + row("2025-12-11"),
          "drop table set_aside");
    }
    assertThat(found.getInt("differences")).isEqualTo(3);
    assertThat(found.getList("rows.document")).containsOnly(document);
    assertThat(found.getList("rows.series")).containsOnly(CHINA);
    assertThat(found.getMap("rows.find { it.kind == 'value' }"))
        .containsEntry("line", changed.get("line")).containsEntry("periodEnd", "2025-12-18")
        .containsEntry("stored", "386011 t").containsEntry("recomputed", "386010 t");
    assertThat(found.getMap("rows.find { it.kind == 'place' }")).containsEntry("line", moved.get("line"));
    assertThat(found.getMap("rows.find { it.kind == 'missing' }"))
        .containsEntry("line", deleted.get("line")).doesNotContainKey("stored");
  }

  @Test
  void bytesThatAreNotThoseReceivedAreTold() throws Exception {
    String document = given().get(PRINTS).then().statusCode(200).extract().jsonPath()
        .getString("rows[0].document");
    String flip = "update document set content = set_byte(content, 3, get_byte(content, 3) # 1) where id = '%s'"
        .formatted(document);
    change(flip);
    JsonPath found;
    try {
      found = differences(JobsOverHttp.carriedOut("{\"kind\": \"recheck\", \"source\": \"fgis-weekly\"}"));
    } finally {
      change(flip);
    }
    assertThat(found.getList("rows.kind")).containsExactly("bytes");
    assertThat(found.getList("rows.document")).containsExactly(document);
  }

  @Test
  void aDocumentTellsTheReaderThatReadItsFigures() {
    String document = given().get(PRINTS).then().statusCode(200).extract().jsonPath()
        .getString("rows[0].document");
    given().get("/v1/documents/" + document).then().statusCode(200).body("readerVersion", equalTo("1"));
  }

  @Test
  void eachKindTakesItsOwnFields() {
    refused("{\"kind\": \"recheck\", \"measure\": \"sold\"}", 400, "/measure");
    refused("{\"kind\": \"recheck\", \"source\": \"nobody\"}", 422, "/source");
    // What is missing and what cannot be are told at once.
    refused("{\"kind\": \"backfill\", \"source\": \"fas-export-sales\"}", 400, "/from", "/source");
    refused("{\"kind\": \"backtest\", \"measure\": \"sold\", \"commodity\": \"corn\", \"from\": \"2020-01-01\"}", 400,
        "/to", "/commodity");
    refused("{\"kind\": \"backfill\", \"source\": \"un-comtrade\", \"from\": \"2020-01-01\"}", 422, "/source");
    given().get("/v1/jobs/999999/differences").then().statusCode(404);
    given().post("/v1/jobs/999999/resumption").then().statusCode(404);
  }

  private static void refused(String body, int status, String... pointers) {
    given().contentType("application/json").body(body).post("/v1/jobs").then().statusCode(status)
        .body("errors.pointer", contains(pointers))
        .body("errors[0].detail", containsString(" "));
  }

  private static JsonPath differences(JsonPath job) {
    assertThat(job.getString("state")).as(job.getString("failure")).isEqualTo("succeeded");
    return given().get(job.getString("result")).then().statusCode(200).extract().jsonPath();
  }

  private static String row(String periodEnd) {
    return "not correction and period_end = '%s' and series_id = (select id from series where ident = '%s')"
        .formatted(periodEnd, CHINA);
  }

  /// Does what the service itself cannot.
  private void change(String... statements) throws SQLException {
    try (var connection = database.getConnection(); var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String table : List.of("observation", "document")) {
        statement.execute("alter table " + table + " disable trigger append_only");
      }
      statement.execute("create table if not exists set_aside (like observation)");
      for (String each : statements) {
        statement.execute(each);
      }
      for (String table : List.of("observation", "document")) {
        statement.execute("alter table " + table + " enable trigger append_only");
      }
      connection.commit();
    }
  }
}
