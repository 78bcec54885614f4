package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

import javax.sql.DataSource;

import io.offtake.answer.FreshStart;
import io.offtake.document.DamagedDocuments;
import io.offtake.document.Mutation;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Damaged documents over HTTP: each is taken whole or leaves every table as it was.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class DamagedHandInTest {

  private static final int CASES = 80;
  private static final long SEED = 20_220_825;

  @Inject DataSource database;

  private record Specimen(String source, String parameters, byte[] original) {}

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  void isTakenWholeOrLeavesEveryTableAsItWas() throws SQLException {
    List<Specimen> specimens = List.of(
        new Specimen("fgis-weekly", "", resource("/io/offtake/publisher/fgis/inspections-2019-04-25.txt")),
        new Specimen("fgis-weekly", "", resource("/io/offtake/publisher/fgis/inspections-2020-08-27.txt")),
        new Specimen("fgis-weekly", "", DamagedDocuments.beginning(resource("/starter/fgis-weekly.csv"), 60)),
        new Specimen("fas-export-sales", "?marketYear=2021",
            DamagedDocuments.SALES.replace(":5700,", ":5880,").getBytes(UTF_8)));
    int taken = 0;
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      Specimen specimen = specimens.get(i % specimens.size());
      byte[] damaged = Mutation.ofAnyKind(specimen.original(), new SplittableRandom(SEED + i));
      Map<String, Long> before = rows();
      Response response = given().contentType("application/octet-stream").body(damaged)
          .post("/v1/sources/%s/documents%s".formatted(specimen.source(), specimen.parameters()));
      Map<String, Long> after = rows();
      String what = "case %d: %s".formatted(i, response.asString());
      if (response.statusCode() == 201) {
        taken++;
        assertThat(grown(before, after, "document")).as(what).isEqualTo(1);
        assertThat(grown(before, after, "data_version")).as(what).isEqualTo(1);
        assertThat(grown(before, after, "observation")).as(what)
            .isEqualTo(response.jsonPath().getLong("figuresNew"));
      } else {
        refused += response.statusCode() == 200 ? 0 : 1;
        assertThat(response.statusCode()).as(what).isIn(200, 400, 413, 422);
        assertThat(response.asString()).doesNotContain("Exception");
        assertThat(after).as(what).isEqualTo(before);
      }
    }
    assertThat(taken).isPositive();
    assertThat(refused).isPositive();
  }

  private static long grown(Map<String, Long> before, Map<String, Long> after, String table) {
    return after.get(table) - before.get(table);
  }

  /// How many rows each table has.
  private Map<String, Long> rows() throws SQLException {
    try (var connection = database.getConnection(); var statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      var names = statement.executeQuery("select table_name from information_schema.tables"
          + " where table_schema = 'public' and table_type = 'BASE TABLE'");
      while (names.next()) {
        tables.add(names.getString(1));
      }
      Map<String, Long> rows = new TreeMap<>();
      for (String table : tables) {
        var count = statement.executeQuery("select count(*) from " + table);
        count.next();
        rows.put(table, count.getLong(1));
      }
      return rows;
    }
  }

  private static byte[] resource(String name) {
    return DamagedDocuments.resource(name);
  }
}
