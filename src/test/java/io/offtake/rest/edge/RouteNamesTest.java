package io.offtake.rest.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// By what requests are told apart in metrics.
class RouteNamesTest {

  private static final Contract CONTRACT = new Contract();

  @ParameterizedTest
  @CsvSource({
    "/v1/status, /v1/status",
    "/v1/confirm/SECRET, /v1/confirm/{token}",
    "/v1/unsubscribe/SECRET, /v1/unsubscribe/{token}",
    "/v1/commitments/{commitment}, /v1/commitments/{commitment}",
    "/v1/documents/made-up, /v1/documents/{document}",
    "/v1/made-up, OTHER",
    "/v1/confirm/SECRET/more, OTHER",
    "/, OTHER"
  })
  void anAddressIsToldByTheContractsOwn(String address, String name) {
    assertThat(RouteNames.name(CONTRACT, address)).isEqualTo(name);
  }
}
