package io.offtake.rest.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractTest {

  private final Contract contract = new Contract();

  @Test
  void findsTheOperationOfARequest() {
    assertThat(contract.find("GET", "/v1/commitments/us-cn-soybeans-2025/status.csv"))
        .map(Contract.Operation::template).contains("/v1/commitments/{commitment}/status.csv");
    assertThat(contract.find("HEAD", "/v1/units")).isPresent();
    assertThat(contract.find("DELETE", "/v1/units")).isEmpty();
    assertThat(contract.methodsAt("/v1/commitments")).containsExactly("GET", "HEAD", "POST");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "asOf | 2026-02-10T12:00:00Z | 2026-02-30",
      "asOf | 2026-02-10 | yesterday",
      "asOf | 2026-02-10T12:00:00+01:00 | 2026-02-10T12:00:00",
      "asOf | 0001-01-01T00:00:00Z | +10000-01-01T00:00:00Z",
      "dataVersion | 1842 | 0",
      "dataVersion | 1 | 9223372036854775808",
      "from | 2026-02-28 | 2026-02-29",
      "includeHistory | true | yes",
      "delimiter | ; | pipe",
      "delimiter | tab | \\t",
      "decimal | comma | ,",
      "series | fas-export-sales.netSales.soybeans.US.CN.weekly.t | fas-export-sales",
      "marketYear | 2026 | 26"})
  void tellsTheRightFormOfAParameterFromAWrongOne(String name, String right, String wrong) {
    var parameter = contract.find("GET", "/v1/series/x/observations.csv").orElseThrow().parameters().get(name);
    assertThat(parameter.faultOf(right)).isEqualTo(Optional.empty());
    assertThat(parameter.faultOf(wrong)).get().satisfies(fault -> {
      assertThat(fault.parameter()).isEqualTo(name);
      assertThat(fault.detail()).contains(wrong);
      assertThat(fault.remedy()).startsWith("write ");
    });
  }

  /// `Vary` names the coding alone, so that caches need not tell clients apart by what they would accept too.
  @Test
  void whatIsReadAtAnAddressHasOneMediaType() {
    assertThat(contract.operations()).filteredOn(operation -> operation.method().equals("GET"))
        .filteredOn(operation -> !operation.template().endsWith("/raw"))
        .allSatisfy(operation -> assertThat(operation.successTypes()).as(operation.template()).hasSizeLessThanOrEqualTo(1));
  }
}
