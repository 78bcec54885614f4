package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.offtake.answer.FreshStart;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the page on evidence tables promises, done as it says.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class EvidenceTablePageTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  void theExampleOfThePageIsTakenAsThePageSays() throws IOException {
    given().contentType("text/csv").body(example().getBytes(StandardCharsets.UTF_8))
        .post("/v1/sources/cn-customs/documents?name=customs.csv").then()
        .statusCode(201).body("figuresNew", equalTo(2));
    given().get("/v1/series/cn-customs.landed.soybeans.US.CN.monthly.t/observations").then().statusCode(200)
        .body("rows.value.value", equalTo(List.of(0, 120_500)))
        .body("rows[0].releasedAt", equalTo("2025-12-20T03:00:00Z"));
  }

  @Test
  void theSchemaDescribesTheExampleAndNotWhatIsWrongWithIt() throws IOException {
    JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(given().get("/schemas/evidence-table.json").then().statusCode(200).extract().asString());

    assertThat(schema.validate(asObject(example()))).isEmpty();
    assertThat(schema.validate(asObject(example().replace("# unit: t", "# unit: tonnes")))).isNotEmpty();
    assertThat(schema.validate(asObject(example().replace("# read: ", "# seen: ")))).isNotEmpty();
    assertThat(schema.validate(asObject(example().replace(",120500", ",\"120,500\"")))).isNotEmpty();
    assertThat(schema.validate(asObject(example().replace(",landed", ",arrived")))).isNotEmpty();
    given().get("/schemas/none.json").then().statusCode(404);
  }

  @Test
  void allThatIsWrongWithTheHeadIsToldAtOnce() throws IOException {
    String wrong = example().replace("# unit: t", "# unit: tonnes").replace("# terms: facts\n", "")
        .replace(",landed", ",arrived");
    given().contentType("text/csv").body(wrong.getBytes(StandardCharsets.UTF_8))
        .post("/v1/sources/cn-customs/documents").then().statusCode(422)
        .body("errors", hasSize(4))
        .body("errors.detail", hasItems(
            "the entry '# terms: ...' is missing above the header row",
            "line 11: unit must be a unit such as t, kg, lb, bale, piece, number, kbbl, MMcf, USD, percent, but was 'tonnes'"));
  }

  private static String example() throws IOException {
    var fenced = Pattern.compile("```csv\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("src/site/markdown/evidence-table.md")));
    assertThat(fenced.find()).isTrue();
    return fenced.group(1);
  }

  private static ObjectNode asObject(String table) {
    ObjectNode whole = JSON.createObjectNode();
    ObjectNode head = whole.putObject("head");
    table.lines().filter(line -> line.startsWith("#")).skip(1).forEach(line -> {
      String key = line.substring(1, line.indexOf(':')).strip();
      String value = line.substring(line.indexOf(':') + 1).strip();
      if (key.equals("note")) {
        head.withArray("note").add(value);
      } else {
        head.put(key, value);
      }
    });
    String text = table.lines().filter(line -> !line.startsWith("#")).reduce("", (all, line) -> all + line + "\n");
    List<CsvRecord> rows = CsvReader.builder().ofCsvRecord(text).stream().toList();
    for (CsvRecord row : rows.subList(1, rows.size())) {
      ObjectNode object = whole.withArray("rows").addObject();
      for (int i = 0; i < row.getFieldCount(); i++) {
        object.put(rows.getFirst().getField(i), row.getField(i));
      }
    }
    return whole;
  }
}
