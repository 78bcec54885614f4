package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.offtake.rest.edge.Contract;

/// Every table of the contract: it has the rows of its JSON twin, value by value, and beside it stands what its columns are.
@QuarkusTest
@Tag("http")
class TablesTest {

  private static final Contract CONTRACT = new Contract();
  private static final Map<String, String> PLACES = Map.of(
      "commitment", "us-cn-soybeans-2025", "reading", "sold-by-2026-02-28", "source", "fas-export-sales",
      "series", "fas-export-sales.netSales.soybeans.US.CN.weekly.t", "rule", "pace-behind", "job", "1");
  /// Lists of what runs here and of texts: no figures to calculate with.
  private static final Set<String> NO_TABLES = Set.of(
      "/v1/commitments/{commitment}/terms", "/v1/claims/{claim}/versions", "/v1/statements", "/v1/silences", "/v1/alert-rules",
      "/v1/jobs", "/v1/jobs/{job}/differences", "/v1/subscriptions", "/v1/subscriptions/{subscription}/deliveries", "/v1/keys",
      "/v1/audit");
  private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  static Stream<String> tables() {
    return CONTRACT.operations().stream().map(Contract.Operation::template).filter(template -> template.endsWith(".csv"));
  }

  /// Those of a backtest have rows when one was carried out, which takes its time.
  static Stream<String> tablesOfWhatIsHeld() {
    return tables().filter(template -> !template.contains("/backtests/"));
  }

  @Test
  void everyListOfFiguresHasATable() {
    assertThat(CONTRACT.operations())
        .filteredOn(operation -> operation.method().equals("GET") && operation.successTypes().contains("application/json"))
        .filteredOn(operation -> operationId(operation.template()).startsWith("list"))
        .extracting(Contract.Operation::template)
        .filteredOn(template -> !NO_TABLES.contains(template))
        .isNotEmpty()
        .allSatisfy(template -> assertThat(CONTRACT.find("GET", template + ".csv")).as(template).isPresent());
  }

  @ParameterizedTest
  @MethodSource("tables")
  void besideEveryTableStandsWhatItsColumnsAre(String template) throws IOException {
    JsonNode described = describedBy(template);
    assertThat(described.get("profile").textValue()).isEqualTo("tabular-data-resource");
    assertThat(template).endsWith("/" + described.get("path").textValue());
    assertThat(described.get("schema").get("missingValues")).hasToString("[\"\"]");
    described.get("schema").get("fields").forEach(field -> {
      assertThat(field.get("title").textValue()).isNotBlank();
      assertThat(field.path("description").asText()).as("%s %s", template, field).isNotBlank();
    });
    String metadata = address(template.replace(".csv", ".metadata.json"));
    String tag = given().get(metadata).header("ETag");
    given().header("If-None-Match", tag).get(metadata).then().statusCode(304);
  }

  @ParameterizedTest
  @MethodSource("tablesOfWhatIsHeld")
  void theColumnsAreThoseDescribedAndTheirValuesOfThoseTypes(String template) throws IOException {
    JsonNode fields = describedBy(template).get("schema").get("fields");
    String csv = asked(template).get(address(template)).then().statusCode(200).extract().asString();
    List<String> header = CsvReader.builder().ofCsvRecord(csv).stream().findFirst().orElseThrow().getFields();
    assertThat(fields.findValuesAsText("name")).containsExactlyElementsOf(header);
    for (NamedCsvRecord row : CsvReader.builder().ofNamedCsvRecord(csv)) {
      fields.forEach(field -> {
        String cell = row.getField(field.get("name").textValue());
        if (!cell.isEmpty()) {
          isOf(field, cell);
        }
        if (field.has("unitField")) {
          assertThat(row.getField(field.get("unitField").textValue()).isEmpty()).isEqualTo(cell.isEmpty());
        }
      });
    }
  }

  @ParameterizedTest
  @MethodSource("tablesOfWhatIsHeld")
  void aTableEqualsItsJsonValueByValue(String template) throws IOException {
    List<NamedCsvRecord> table = CsvReader.builder()
        .ofNamedCsvRecord(asked(template).get(address(template)).asString()).stream().toList();
    List<JsonNode> rows = rowsOfJson(template);
    assertThat(table).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      Map<String, JsonNode> expected = new LinkedHashMap<>();
      flatten(rows.get(i), "", expected);
      Map<String, String> cells = table.get(i).getFieldsAsMap();
      assertThat(cells.keySet()).as(template).containsAll(expected.keySet());
      cells.forEach((column, cell) -> assertThat(isSame(expected.get(column), cell))
          .as("%s, %s: %s in the table, %s in the JSON", template, column, cell, expected.get(column)).isTrue());
    }
  }

  /// The figures of the starter are in them, so that nothing is compared with nothing.
  @Test
  void theTablesOfFiguresAreNotEmpty() throws IOException {
    for (String template : List.of("/v1/status.csv", "/v1/commitments.csv", "/v1/series.csv", "/v1/series/{series}/observations.csv",
        "/v1/sources.csv", "/v1/sources/{source}/releases.csv", "/v1/calendar.csv", "/v1/units.csv", "/v1/parties.csv",
        "/v1/commodities.csv", "/v1/changes.csv", "/v1/verdicts.csv",
        "/v1/commitments/{commitment}/readings/{reading}/projection.csv",
        "/v1/commitments/{commitment}/readings/{reading}/progress.csv")) {
      assertThat(rowsOfJson(template)).as(template).isNotEmpty();
    }
  }

  private static JsonNode describedBy(String template) throws IOException {
    return JSON.readTree(given().get(address(template.replace(".csv", ".metadata.json"))).then().statusCode(200)
        .extract().asString());
  }

  private static void isOf(JsonNode field, String cell) {
    switch (field.get("type").textValue()) {
      case "integer" -> assertThat(new BigDecimal(cell).stripTrailingZeros().scale()).isLessThanOrEqualTo(0);
      case "number" -> assertThat(new BigDecimal(cell)).isNotNull();
      case "boolean" -> assertThat(cell).isIn("true", "false");
      case "date" -> assertThat(LocalDate.parse(cell)).isNotNull();
      case "datetime" -> assertThat(Instant.parse(cell)).isNotNull();
      default -> {
        if (field.has("constraints")) {
          assertThat(field.get("constraints").get("enum")).extracting(JsonNode::asText).contains(cell);
        }
      }
    }
  }

  private static boolean isSame(JsonNode value, String cell) {
    if (value == null || value.isNull()) {
      return cell.isEmpty();
    }
    if (value.isNumber()) {
      return new BigDecimal(cell).compareTo(value.decimalValue()) == 0;
    }
    if (value.isArray()) {
      var parts = new ArrayList<String>();
      value.forEach(part -> parts.add(part.isTextual() ? part.textValue() : part.toString()));
      return cell.equals(String.join("; ", parts));
    }
    // An apostrophe is put before what would be a formula.
    return cell.equals(value.asText()) || cell.equals("'" + value.asText());
  }

  /// A quantity has a column for its unit; what is in a part is named after both.
  private static void flatten(JsonNode row, String prefix, Map<String, JsonNode> into) {
    row.properties().forEach(field -> {
      String name = prefix.isEmpty() ? field.getKey()
          : prefix + Character.toUpperCase(field.getKey().charAt(0)) + field.getKey().substring(1);
      JsonNode value = field.getValue();
      if (value.isObject() && value.size() == 2 && value.has("value") && value.has("unit")) {
        into.put(name, value.get("value"));
        into.put(name + "Unit", value.get("unit"));
      } else if (value.isObject()) {
        flatten(value, name, into);
      } else {
        into.put(name, value);
      }
    });
  }

  /// All rows, page by page, unless the table has pages as well.
  private static List<JsonNode> rowsOfJson(String template) throws IOException {
    String json = template.replace("/rows.csv", "").replace(".csv", "");
    boolean paged = takes(json, "pageToken") && !takes(template, "pageToken");
    var rows = new ArrayList<JsonNode>();
    String next = null;
    do {
      RequestSpecification request = asked(json);
      if (next != null) {
        request.queryParam("pageToken", next);
      }
      JsonNode page = JSON.readTree(request.get(address(json)).then().statusCode(200).extract().asString());
      page.properties().stream()
          .filter(field -> field.getValue().isArray() && !field.getKey().equals("quantiles")
              && (field.getValue().isEmpty() || field.getValue().get(0).isObject()))
          .forEach(field -> field.getValue().forEach(rows::add));
      next = paged && page.has("nextPageToken") ? page.get("nextPageToken").textValue() : null;
    } while (next != null);
    return rows;
  }

  /// At one instant, for figures go on coming.
  private static RequestSpecification asked(String template) {
    RequestSpecification request = given();
    return takes(template, "asOf") ? request.queryParam("asOf", "2026-02-10T12:00:00Z") : request;
  }

  private static boolean takes(String template, String parameter) {
    return CONTRACT.find("GET", address(template)).orElseThrow().parameters().containsKey(parameter);
  }

  private static String operationId(String template) {
    return CONTRACT.document().get("paths").get(template).get("get").get("operationId").textValue();
  }

  private static String address(String template) {
    String address = template;
    for (var place : PLACES.entrySet()) {
      address = address.replace("{" + place.getKey() + "}", place.getValue());
    }
    return address;
  }
}
