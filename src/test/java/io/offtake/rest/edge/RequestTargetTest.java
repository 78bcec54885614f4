package io.offtake.rest.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

  @ParameterizedTest
  @ValueSource(strings = {
      "/", "/v1/units", "/v1/units/", "/v1/%75nits", "/v1/series?destination=CN&source=fgis-weekly",
      "/v1/status?asOf=2026-02-10T12:00:00%2B01:00", "/v1/status.csv?delimiter=;", "/v1/x?name=%E5%A4%A7%E8%B1%86", "/x?a&&b=",
      "/x?a=b+c", "/x?a[]=1", "http://localhost:8080/v1/units?x=1", "https://localhost"})
  void whatEverybodyReadsAlikePasses(String target) {
    assertThat(RequestTarget.parts(target)).get()
        .satisfies(parts -> assertThat(RequestTarget.faults(parts)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
      "/v1/units;x, matrix", "/v1/commitments;x/%25zz, matrix", "/v1/commitments/%E0%A4%A, '%'",
      "/v1/commitments/%zz, '%'", "/v1/commitments/%, '%'", "/v1/commitments/%4, '%'", "/v1/commitments/%ff, '%'",
      "/v1/commitments/%C0%80, '%'", "/v1/commitments/%ED%A0%80, '%'", "/v1/commitments/%00, U+0000",
      "/v1/commitments/%0D%0A, U+000D", "/v1/commitments/%E2%80%AE, U+202E", "/v1//units, empty", "//v1/units, empty",
      "/v1/./units, empty", "/v1/../units, empty", "/%2e%2e/v1/units, empty", "/v1/{units}, '{'", "/v1/units\\x, '\\'",
      "/v1/units#x, '#'", "/v1/\u00e9, %E9"})
  void aPathThatCanBeReadInTwoWaysIsRefused(String target, String told) {
    assertThat(RequestTarget.faults(RequestTarget.parts(target).orElseThrow())).singleElement()
        .satisfies(fault -> assertThat(fault.detail()).contains(told));
  }

  @ParameterizedTest
  @CsvSource({
      "/v1/status?asOf=%zz, asOf, '%'", "/v1/status?asOf=%, asOf, '%'", "/v1/status?asOf=%ff, asOf, '%'",
      "/v1/status?%zz=1, ?, '%'", "/v1/status?asOf={, asOf, '{'", "/v1/status?asOf=a|b, asOf, '|'",
      "/v1/series?source=%00, source, U+0000", "/v1/series?source=%1B, source, U+001B",
      "/v1/series?source=a%EF%BB%BF, source, U+FEFF", "/v1/series?source=%CD%B8, source, U+0378",
      "/v1/series?a%07=1, ?, U+0007", "/v1/status?=1, '', without a name"})
  void aParameterIsNamedWithWhatIsWrong(String target, String parameter, String told) {
    assertThat(RequestTarget.faults(RequestTarget.parts(target).orElseThrow())).singleElement()
        .satisfies(fault -> assertThat(fault.detail()).contains(told))
        .extracting(Fault::parameter).isEqualTo(parameter);
  }

  @Test
  void allFaultsAreToldAtOnce() {
    assertThat(RequestTarget.faults(RequestTarget.parts("/v1/;a?b=%zz&c=%00").orElseThrow())).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "foo", "evil.example:80", "ftp://a/b", "", "?a=b"})
  void otherFormsHaveNoPath(String target) {
    assertThat(RequestTarget.parts(target)).isEmpty();
  }
}
