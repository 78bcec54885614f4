package io.offtake.rest.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptTest {

  private static final List<String> OFFERED = List.of("application/json", "text/csv");

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "*/* | application/json",
      "application/json | application/json",
      "APPLICATION/JSON; charset=utf-8 | application/json",
      "text/* | text/csv",
      "text/csv, application/json;q=0.9 | text/csv",
      "application/json;q=0.1, */*;q=0.5 | text/csv",
      "*/*;q=0.1, application/json;q=0 | text/csv",
      "text/html, image/gif, *; q=.2, */*; q=.2 | application/json",
      "application/problem+json, application/json | application/json",
      " , application/json, | application/json"})
  void theFormThatIsLikedBestIsGiven(String header, String best) {
    assertThat(Accept.parse(List.of(header)).flatMap(accept -> accept.best(OFFERED))).contains(best);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "image/png", "application/json;q=0", "application/json;q=0.000, text/csv;q=0", "*/*;q=0", "application/xml, text/html",
      "application/problem+json"})
  void nothingIsGivenThatIsNotAskedFor(String header) {
    assertThat(Accept.parse(List.of(header)).orElseThrow().best(OFFERED)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "", " ", ",", "json", "application/", "/json", "/", "*/json", "application/json;q=2", "application/json;q=abc",
      "application/json;q=-1", "application/json;q=", "application json", "application/json, nonsense", "a/b/c"})
  void whatNamesNoMediaTypeIsNotRead(String header) {
    assertThat(Accept.parse(List.of(header))).isEmpty();
  }

  @Test
  void severalLinesAreOneList() {
    assertThat(Accept.parse(List.of("image/png", "text/csv")).flatMap(accept -> accept.best(OFFERED))).contains("text/csv");
  }
}
