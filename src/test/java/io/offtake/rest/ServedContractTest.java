package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.offtake.answer.FreshStart;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.offtake.rest.edge.Contract;

/// The contract that is served is the one that was written.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class ServedContractTest {

  private static final Path WRITTEN = Path.of("openapi");

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  void servesWhatWasWrittenAsYamlAndAsJson() throws IOException {
    JsonNode bundle = new Contract().document();
    assertThat(new YAMLMapper().readTree(given().get("/openapi").asString())).isEqualTo(bundle);
    String json = given().get("/openapi?format=json").asString();
    assertThat(json).startsWith("{");
    assertThat(new ObjectMapper().readTree(json)).isEqualTo(new ObjectMapper().readTree(bundle.toString()));
  }

  @Test
  void describesEveryFileOfTheContractInOneDocument() throws IOException {
    JsonNode served = new ObjectMapper().readTree(given().get("/openapi?format=json").asString());
    assertThat(served.findValuesAsText("$ref")).isNotEmpty()
        .allMatch(reference -> reference.startsWith("#/components/"));
    assertThat(names(served.get("paths")))
        .isEqualTo(names(new YAMLMapper().readTree(WRITTEN.resolve("offtake.yaml").toFile()).get("paths")));
    for (String kind : new String[] {"schemas", "parameters", "responses", "headers"}) {
      try (var files = Files.walk(WRITTEN)) {
        assertThat(names(served.get("components").get(kind))).as(kind).isEqualTo(files
            .filter(file -> file.endsWith(Path.of(kind, file.getFileName().toString())))
            .filter(Files::isRegularFile)
            .map(file -> file.getFileName().toString().replace(".yaml", ""))
            .collect(Collectors.toCollection(TreeSet::new)));
      }
    }
  }

  @Test
  void givesEveryOperationAnIdASummaryAndAProblemForTheRest() {
    JsonNode document = new Contract().document();
    var ids = document.get("paths").findValuesAsText("operationId");
    assertThat(ids).doesNotHaveDuplicates().hasSize(new Contract().operations().size());
    document.get("paths").forEach(url -> url.forEach(operation -> {
      assertThat(operation.path("summary").asText()).isNotBlank();
      assertThat(operation.at("/responses/default/$ref").asText()).isEqualTo("#/components/responses/Error");
    }));
  }

  @Test
  void describesEveryProperty() {
    new Contract().document().at("/components/schemas").properties().forEach(schema ->
        schema.getValue().path("properties").properties().forEach(property ->
            assertThat(property.getValue().has("description") || property.getValue().has("$ref"))
                .as(schema.getKey() + "." + property.getKey()).isTrue()));
  }

  @Test
  void hasAReaderOfTheContract() {
    given().get("/docs/reference/").then().statusCode(200).contentType("text/html");
  }

  private static TreeSet<String> names(JsonNode node) {
    var names = new TreeSet<String>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
