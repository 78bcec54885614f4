package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The catalogue of the starter, out as a file and in again.
@QuarkusTest
@Tag("http")
class CatalogueFileTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void whatIsExportedAndImportedChangesNothing() throws IOException {
    long version = given().get("/v1/status").jsonPath().getLong("dataVersion");
    String yaml = given().get("/v1/catalogue.yaml").then().statusCode(200).contentType("application/yaml").extract().asString();
    String json = given().get("/v1/catalogue").then().statusCode(200).extract().asString();
    assertThat(new YAMLMapper().readTree(yaml)).isEqualTo(JSON.readTree(json));
    for (String file : List.of(yaml, json)) {
      JsonPath told = take(file, "").statusCode(200).body("changed", equalTo(0), "rows.change", everyItem(equalTo("unchanged")))
          .extract().jsonPath();
      assertThat(told.getList("rows")).hasSizeGreaterThan(70);
    }
    assertThat(given().get("/v1/status").jsonPath().getLong("dataVersion")).isEqualTo(version);
  }

  @Test
  void theSchemaDescribesTheExportAndTheReaderKnowsItsFieldsAndNoOthers() throws IOException {
    String text = given().get("/schemas/catalogue.json").then().statusCode(200).extract().asString();
    JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text);
    JsonNode exported = JSON.readTree(given().get("/v1/catalogue").asString());
    assertThat(schema.validate(exported)).isEmpty();
    assertThat(schema.validate(JSON.readTree("{\"commitments\": [{\"id\": \"a\", \"wrong\": 1}]}"))).isNotEmpty();

    JsonNode definitions = JSON.readTree(text).get("$defs");
    for (String[] place : new String[][] {{"commitment", ""}, {"terms", "/terms/0"}, {"tranche", "/terms/0/tranches/0"},
        {"reading", "/readings/0"}}) {
      ObjectNode file = JSON.createObjectNode();
      ObjectNode commitment = (ObjectNode) exported.get("commitments").get(0).deepCopy();
      ((ObjectNode) commitment.at(place[1])).put("unheardOf", 1);
      file.putArray("commitments").add(commitment);
      known(file, "/commitments/0" + place[1] + "/unheardOf", definitions.get(place[0]));
    }
    ObjectNode file = JSON.createObjectNode();
    file.putArray("claims").add(((ObjectNode) exported.get("claims").get(0).deepCopy()).put("unheardOf", 1));
    known(file, "/claims/0/unheardOf", definitions.get("claim"));
  }

  private static void known(JsonNode file, String pointer, JsonNode definition) {
    String remedy = take(file.toString(), "").statusCode(422).extract().jsonPath()
        .getString("errors.find { it.pointer == '%s' }.remedy".formatted(pointer));
    String[] fields = remedy.substring(remedy.indexOf("one of: ") + 8).split(", ", -1);
    assertThat(definition.get("properties").fieldNames()).toIterable().as(pointer).containsExactlyInAnyOrder(fields);
  }

  @Test
  void theExampleOfTheDocsIsTriedTakenGrownAndHeld() throws IOException {
    String file = example();
    take(file, "?dryRun=true").statusCode(200).body("changed", equalTo(2), "rows.change", everyItem(equalTo("new")),
        "rows.kind", equalTo(List.of("commitment", "claim")), "rows[0].line", equalTo(3));
    given().get("/v1/commitments/us-pe-wheat-2027").then().statusCode(404);
    take(file, "").statusCode(201).body("changed", equalTo(2));
    given().get("/v1/commitments/us-pe-wheat-2027").then().statusCode(200).body("headline", equalTo("exported"));
    given().get("/v1/claims/a-trader-in-october").then().statusCode(200).body("word", equalTo("pledged"));
    take(file, "").statusCode(200).body("unchanged", equalTo(2));

    String grown = file.replace("claims:", """
              - {id: sold, label: Sold for 2027, tranche: all, measure: sold, windowStart: 2027-01-01, deadline: 2027-12-31,
                 evidence: [fas-export-sales], statedBy: A ministry, statedOn: 2026-10-01}
        claims:""").replace("They will take", "They would take");
    take(grown, "?dryRun=true").statusCode(200).body("rows.change", equalTo(List.of("grown", "grown")),
        "rows[0].added", equalTo(List.of("the reading 'sold'")));

    String other = file.replace("value: 300000, unit: t}}", "value: 400000, unit: t}}").replace("title: 300,000", "title: 400,000");
    take(other, "").statusCode(422).body("errors.pointer", equalTo(List.of("/commitments/0/terms/0", "/commitments/0/title")),
        "errors.detail", everyItem(startsWith("line ")), "errors.remedy", hasItem(containsString("/v1/catalogue")));
    // The other tests of this service see what the starter brings.
    given().header("If-Match", "*").contentType("application/json").body("{\"reason\": \"a test\"}")
        .post("/v1/claims/a-trader-in-october/withdrawal").then().statusCode(201);
    given().header("If-Match", "*").delete("/v1/commitments/us-pe-wheat-2027").then().statusCode(204);
  }

  @Test
  void whatIsWrongIsToldAtOnceWithPlaceLineAndRemedyAndNothingIsKept() throws IOException {
    String wrong = example().replace("buyer: PE", "buyer: Nowhereland").replace("operator: atLeast", "operator: least")
        .replace("role: trade", "role: traitor").replace("us-pe-wheat-2027\n    title", "us-pe-wheat-2028\n    title")
        .replace("strength: statement", "strength: statement\n    parent: nobody-s");
    JsonPath problem = take(wrong, "").statusCode(422).extract().jsonPath();
    assertThat(problem.<String>getList("errors.pointer")).contains("/commitments/0/buyer",
        "/commitments/0/terms/0/tranches/0/target/operator", "/claims/0/role", "/commitments/0/parent");
    assertThat(problem.getString("errors.find { it.pointer == '/commitments/0/buyer' }.detail")).startsWith("line 5: ");
    assertThat(problem.<String>getList("errors.remedy")).allMatch(remedy -> !remedy.isBlank());
    given().get("/v1/commitments/us-pe-wheat-2028").then().statusCode(404);

    String circle = example().replace("id: us-pe-wheat-2027\n", "id: circle-a\n").replace("seller: US", "seller: US\n    parent: circle-b")
        .replaceAll("(?s)claims:.*", "");
    String both = circle + circle.substring(circle.indexOf("  - id: circle-a"))
        .replace("circle-a", "circle-c").replace("circle-b", "circle-a").replace("circle-c", "circle-b");
    take(both, "").statusCode(422).body("errors.pointer", hasItem("/commitments/0/parent"),
        "errors.detail", hasItem(containsString("contains itself")));
  }

  @Test
  void aHostileTextIsRefusedInAMoment() {
    for (String text : List.of(
        "a: &x [1]\nb: *x\n",
        "commitments: &a [[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
        "{\"commitments\": " + "[".repeat(100_000) + "}",
        "commitments: !!javax.script.ScriptEngineManager [ ]\nclaims: 5\n",
        "format: 1e999999999\n", "claims: [{figure: {value: 1e999999999, unit: t}}]\n", "claims: [{figure: {value: 0x1F, unit: t}}]\n",
        "a: 1\n---\nb: 2\n", "claims: []\nclaims: []\n", "", "\t{", "just a text", "{\"claims\": []} x", "<<: {claims: []}\n",
        "claims: [{speaker: \"a\\u0000b\"}]\n", "format: " + "x".repeat(50_000))) {
      take(text, "").statusCode(422).body("errors[0].remedy", org.hamcrest.Matchers.not(org.hamcrest.Matchers.emptyOrNullString()));
    }
    given().contentType("application/yaml").body(new byte[] {(byte) 0xff, (byte) 0xfe, 'a'}).post("/v1/catalogue").then().statusCode(422);
  }

  private static String example() throws IOException {
    Matcher fenced = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(Path.of("src/site/markdown/catalogue-file.md")));
    assertThat(fenced.find()).isTrue();
    return fenced.group(1);
  }

  private static ValidatableResponse take(String file, String query) {
    return given().contentType("application/yaml").body(file.getBytes(UTF_8)).post("/v1/catalogue" + query).then();
  }
}
