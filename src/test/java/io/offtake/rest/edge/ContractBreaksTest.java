package io.offtake.rest.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Test;

class ContractBreaksTest {

  /// The contract as it was when it was last released; DEVELOPING.md says when and how it is renewed.
  private static final Path RELEASED = Path.of("openapi/released/offtake.yaml");

  private final JsonNode contract = new Contract().document();

  @Test
  void nothingBreaksTheReleasedContract() throws IOException {
    assertThat(ContractBreaks.between(new YAMLMapper().readTree(RELEASED.toFile()), contract))
        .as("what breaks those who rely on %s", RELEASED).isEmpty();
  }

  @Test
  void whatIsAnsweredMayNotBecomeLess() {
    ObjectNode changed = contract.deepCopy();
    ((ObjectNode) changed.at("/components/schemas/Unit/properties")).remove("description");
    ((ArrayNode) changed.at("/components/schemas/UnitList/required")).removeAll();

    assertThat(ContractBreaks.between(contract, changed))
        .contains("Unit (answered): description is gone", "UnitList (answered): units may be absent");
  }

  @Test
  void whatIsSentMayNotBecomeMore() {
    ObjectNode changed = contract.deepCopy();
    ((ArrayNode) changed.at("/components/schemas/NewSilence/required")).add("commitment");
    ((ObjectNode) changed.at("/components/parameters/PageSize/schema")).put("maximum", 100);
    ((ObjectNode) changed.at("/components/parameters/PageSize")).put("required", true);

    assertThat(ContractBreaks.between(contract, changed)).contains("NewSilence (sent): commitment is required")
        .anyMatch(each -> each.endsWith("parameter query pageSize (sent): maximum was 5000, is 100"))
        .anyMatch(each -> each.endsWith("parameter query pageSize is required"));
  }

  @Test
  void noOperationGoes() {
    ObjectNode changed = contract.deepCopy();
    ((ObjectNode) changed.at("/paths")).remove("/v1/units");

    assertThat(ContractBreaks.between(contract, changed)).isEqualTo(List.of("GET /v1/units: is gone"));
  }

  @Test
  void whatIsAddedBreaksNothing() {
    ObjectNode smaller = contract.deepCopy();
    ((ObjectNode) smaller.at("/paths")).remove("/v1/units");
    ((ObjectNode) smaller.at("/components/schemas/NewSilence/properties")).remove("commitment");

    assertThat(ContractBreaks.between(smaller, contract)).isEmpty();
  }
}
