package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The claims that come with Offtake, each with its verdict. What is an outlier or in conflict is found by figures alone;
/// what people who compiled the claims thought of each stands here and nowhere in the service.
@QuarkusTest
@Tag("http")
class ClaimsPageTest {

  private static final String BEGIN = "<!-- written from the verdicts: see ClaimsPageTest -->";
  private static final String END = "<!-- end of the verdicts -->";
  private static final String ALL_KNOWN = "asOf=2026-10-01";

  /// By the days of saying, in the order of the table: the marks that its compilers gave.
  private static final Map<String, List<String>> CONFLICTS = Map.ofEntries(
      Map.entry("2025-11-14", List.of("332,000 t")), Map.entry("2025-11-18", List.of("232,000 t")),
      Map.entry("2025-11-19", List.of("1,000,000 t")), Map.entry("2025-11-25", List.of("87,500,000 t")),
      Map.entry("2025-11-26", List.of("1,000,000 t")), Map.entry("2025-12-01", List.of("18.1 %")),
      Map.entry("2025-12-03", List.of("12,000,000 t")), Map.entry("2025-12-09", List.of("3,000,000 t")),
      Map.entry("2025-12-19", List.of("50 %")), Map.entry("2026-01-20", List.of("12,000,000 t")),
      Map.entry("2026-02-04", List.of("20,000,000 t", "25,000,000 t")), Map.entry("2026-02-10", List.of("12,000,000 t")),
      Map.entry("2026-02-26", List.of("12,000,000 t")), Map.entry("2026-03-12", List.of("12,000,000 t")),
      Map.entry("2026-04-03", List.of("11,200,000 t")), Map.entry("2026-09-30", List.of("15,500,000 t")));
  private static final Map<String, List<String>> OUTLIERS = Map.of(
      "2025-12-08", List.of("8,000,000 t"), "2026-03-27", List.of("40,000,000,000 USD"));

  private final ObjectMapper json = new ObjectMapper();

  private record Row(String day, String speaker, String said, String basis, String mark, String outcome, String verdict) {}

  @Test
  void thePageTellsTheVerdictOfEachClaimOfTheStarter() throws IOException {
    List<Row> rows = rows();
    assertThat(rows).hasSize(54);

    Path page = Path.of("src/site/markdown/claims.md");
    String held = Files.readString(page);
    String renewed = held.substring(0, held.indexOf(BEGIN) + BEGIN.length()) + "\n\n" + table(rows) + "\n"
        + held.substring(held.indexOf(END));
    if (Boolean.getBoolean("offtake-test.renew")) {
      Files.writeString(page, renewed);
    }

    assertThat(held).isEqualTo(renewed);
  }

  @Test
  void outliersAndConflictsAreFoundByTheFiguresAlone() throws IOException {
    for (Row row : rows()) {
      String amount = row.said().replaceAll(".*?([0-9][0-9,.]*) (t|USD|%).*", "$1 $2");
      String mark = OUTLIERS.getOrDefault(row.day(), List.of()).contains(amount)
          ? "outlier"
          : CONFLICTS.getOrDefault(row.day(), List.of()).contains(amount) ? "conflict" : "none";
      assertThat(row.mark()).as("%s", row).isEqualTo(mark);
    }
  }

  private List<Row> rows() throws IOException {
    var rows = new ArrayList<Row>();
    JsonNode claims = json.readTree(given().get("/v1/claims?pageSize=500&" + ALL_KNOWN).asString()).path("claims");
    for (JsonNode claim : claims) {
      JsonNode verdict = json.readTree(given().get("/v1/claims/%s/verdict?%s".formatted(
          claim.path("id").textValue(), ALL_KNOWN)).then().statusCode(200).extract().asString());
      assertThat(verdict.path("summary").textValue()).isNotBlank();
      rows.add(new Row(claim.path("saidOn").textValue(), claim.path("speaker").textValue(), said(claim),
          claim.path("basis").asText(""), verdict.path("mark").textValue(), verdict.path("outcome").textValue(),
          inWords(verdict)));
    }
    return rows;
  }

  private static String said(JsonNode claim) {
    JsonNode figure = claim.path("figure");
    String bound = figure.path("bound").asText();
    String amount = "%s%,.10f".formatted(bound.isEmpty() || bound.equals("exactly") ? "" : bound + " ",
        figure.path("value").decimalValue()).replaceAll("\\.?0+$", "");
    String unit = figure.path("unit").asText().equals("percent") ? "%" : figure.path("unit").asText();
    return "%s%s %s%s%s".formatted(claim.has("word") ? claim.path("word").asText() + ", " : "", amount, unit,
        figure.path("scope").asText().equals("total") ? "" : ", " + figure.path("scope").asText(),
        figure.path("destinations").asText().equals("buyer") ? "" : ", " + figure.path("destinations").asText());
  }

  private static String inWords(JsonNode verdict) {
    var words = new StringBuilder(verdict.path("summary").textValue());
    for (JsonNode conflict : verdict.path("conflicts")) {
      if (!List.of("basis", "figures", "readings").contains(conflict.path("kind").textValue())) {
        words.append(' ').append(conflict.path("text").textValue());
      }
    }
    verdict.path("notes").forEach(note -> words.append(' ').append(note.textValue()));
    return words.toString();
  }

  private static String table(List<Row> rows) {
    var text = new StringBuilder("| said on | who | what | basis | outcome | mark | in words |\n|---|---|---|---|---|---|---|\n");
    rows.forEach(row -> text.append("| %s | %s | %s | %s | %s | %s | %s |%n".formatted(row.day(), row.speaker(), row.said(),
        row.basis(), row.outcome(), row.mark().equals("none") ? "" : row.mark(), row.verdict())));
    return text.toString().replace("\r\n", "\n");
  }
}
