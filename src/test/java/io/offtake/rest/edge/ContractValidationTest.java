package io.offtake.rest.edge;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ContractValidationTest {

  private static final String UNIT = """
      {"units": [{"id": "t", "code": "TNE", "codeList": "uneceRec20", "dimension": "mass",
                  "description": "tonne"%s}]}""";

  @Test
  void letsWhatIsDescribedPass() {
    assertThatCode(() -> ContractValidation.check("GET", "/v1/units", 200, "application/json", UNIT.formatted("")))
        .doesNotThrowAnyException();
  }

  @Test
  void catchesAFieldThatIsNotDescribed() {
    assertThatThrownBy(() -> ContractValidation.check("GET", "/v1/units", 200, "application/json",
        UNIT.formatted(", \"colour\": \"red\"")))
        .isInstanceOf(AssertionError.class).hasMessageContaining("colour");
  }

  @Test
  void catchesAMissingFieldAnInstantThatIsNoneAndAnUnknownValue() {
    assertThatThrownBy(() -> ContractValidation.check("GET", "/v1/units", 200, "application/json", "{}"))
        .hasMessageContaining("units");
    assertThatThrownBy(() -> ContractValidation.check("GET", "/v1/status", 200, "application/json",
        "{\"asOf\": \"yesterday\", \"dataVersion\": 1, \"rows\": []}"))
        .hasMessageContaining("asOf");
    assertThatThrownBy(() -> ContractValidation.check("GET", "/v1/units", 200, "application/json",
        UNIT.formatted("").replace("mass", "weight")))
        .hasMessageContaining("dimension");
  }

  @Test
  void catchesAStatusAndAMediaTypeThatAreNotDescribed() {
    assertThatThrownBy(() -> ContractValidation.check("GET", "/v1/units", 202, "application/json", UNIT.formatted("")))
        .hasMessageContaining("202");
    assertThatThrownBy(() -> ContractValidation.check("GET", "/v1/units", 200, "text/html", "<p>"))
        .hasMessageContaining("text/html");
    assertThatThrownBy(() -> ContractValidation.check("GET", "/nowhere", 404, "text/html", "<p>"))
        .hasMessageContaining("not as a problem");
  }
}
