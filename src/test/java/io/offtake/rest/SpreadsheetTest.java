package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tables as spreadsheets open them: no text of somebody else's runs as a formula, and no number changes its size.
@QuarkusTest
@Tag("http")
class SpreadsheetTest {

  private static final String SOYBEANS = "/v1/commitments/us-cn-soybeans-2025";
  private static final String AS_OF = "asOf=2026-02-10T12:00:00Z";

  @ParameterizedTest
  @ValueSource(strings = {"=HYPERLINK(\"http://x.test\",\"a\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\uFF1D1+1"})
  void aTitleThatIsAFormulaIsATextInTheTableAndItselfInTheJson(String title) {
    String id = "formula-" + Integer.toUnsignedString(title.hashCode());
    given().contentType("application/json").body(commitment(id, title)).post("/v1/commitments").then().statusCode(201);

    String query = "?asOf=2026-07-01T00:00:00Z";
    assertThat(given().get("/v1/status" + query).jsonPath()
        .getString("rows.find { it.commitment == '%s' }.title".formatted(id))).isEqualTo(title);
    for (String form : List.of("", "&bom=true", "&delimiter=tab", "&decimal=comma")) {
      List<CsvRecord> rows = rows(given().get("/v1/status.csv" + query + form).asString(),
          form.contains("tab") ? '\t' : form.contains("decimal") ? ';' : ',');
      int column = rows.getFirst().getFields().indexOf("title");
      assertThat(rows).filteredOn(row -> row.getFields().contains(id)).singleElement()
          .satisfies(row -> assertThat(row.getField(column)).isEqualTo("'" + title));
    }
    String readings = given().get("/v1/commitments/%s/status.csv%s".formatted(id, query)).asString();
    assertThat(rows(readings, ',').get(1).getFields()).contains("'" + title);
  }

  @Test
  void aNegativeFigureStaysANumber() {
    String csv = given().get("/v1/series/fas-export-sales.netSales.soybeans.US.CN.weekly.t/observations.csv?" + AS_OF
        + "&from=2025-11-13&to=2025-11-13").asString();
    assertThat(rows(csv, ',').get(1).getFields()).contains("-100000");
  }

  @Test
  void aSharePutsItsDecimalsBehindTheCommaWhereOneIsAskedFor() {
    String point = given().get(SOYBEANS + "/status.csv?" + AS_OF).asString();
    String comma = given().get(SOYBEANS + "/status.csv?" + AS_OF + "&decimal=comma").asString();
    int column = rows(point, ',').getFirst().getFields().indexOf("fulfilledShare");

    assertThat(rows(point, ',')).extracting(row -> row.getField(column)).contains("0.8239");
    assertThat(rows(comma, ';')).extracting(row -> row.getField(column)).contains("0,8239");
    assertThat(rows(comma, ';')).hasSameSizeAs(rows(point, ','));
    given().get(SOYBEANS + "/status.csv?" + AS_OF + "&decimal=comma&delimiter=comma").then().statusCode(400);
    given().get(SOYBEANS + "/status.csv?" + AS_OF + "&decimal=dot").then().statusCode(400);
  }

  private static List<CsvRecord> rows(String csv, char delimiter) {
    String text = csv.startsWith("\uFEFF") ? csv.substring(1) : csv;
    return CsvReader.builder().fieldSeparator(delimiter).ofCsvRecord(text).stream().toList();
  }

  private static String commitment(String id, String title) {
    String text = title.replace("\\", "\\\\").replace("\"", "\\\"");
    return """
        {"id": "%1$s", "title": "%2$s", "buyer": "PE", "seller": "US", "commodities": ["soybeans"],
         "strength": "statement",
         "terms": {"announcedOn": "2026-06-01", "announcedBy": "a test", "summary": "made for a test",
           "source": {"publisher": "a test"}, "headline": "%1$s",
           "tranches": [{"id": "all", "windowStart": "2026-06-01", "deadline": "2026-12-31",
             "target": {"operator": "atLeast", "value": 100, "unit": "t"}}]},
         "readings": [{"id": "%1$s", "label": "%2$s", "tranche": "all", "measure": "sold",
           "unknownDestinations": "none", "windowStart": "2026-06-01", "deadline": "2026-12-31",
           "evidence": ["fas-export-sales"], "statedBy": "a test", "statedOn": "2026-06-01"}]}
        """.formatted(id, text);
  }
}
