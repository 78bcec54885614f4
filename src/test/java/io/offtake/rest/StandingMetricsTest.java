package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What Prometheus reads of the starter.
@QuarkusTest
@Tag("http")
class StandingMetricsTest {

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @Test
  void everySourceWithACalendarAndEveryHeadlineIsTold() throws InterruptedException {
    List<String> commitments = given().get("/v1/status").then().statusCode(200)
        .extract().path("rows.findAll { it.reading != null }.commitment");
    List<String> sources = given().get("/v1/sources").then().statusCode(200).extract().path("sources.findAll { it.timeZone != null }.id");
    String metrics = metricsOf(commitments);

    assertThat(lines(metrics, "offtake_source_overdue_seconds{")).hasSameSizeAs(sources);
    assertThat(lines(metrics, "offtake_source_held_back{")).hasSameSizeAs(sources);
    assertThat(lines(metrics, "offtake_commitment_verdict{")).allMatch(line -> line.endsWith(" 1.0"));
    assertThat(commitments).hasSizeGreaterThan(10).allSatisfy(each -> assertThat(metrics).contains("commitment=\"" + each + "\""));
    assertThat(lines(metrics, "offtake_headlines{").stream().mapToDouble(StandingMetricsTest::value).sum())
        .isEqualTo(lines(metrics, "offtake_commitment_verdict{").size());
    assertThat(lines(metrics, "offtake_commitment_shortfall_probability{"))
        .allSatisfy(line -> assertThat(value(line)).isBetween(0.0, 1.0));
    assertThat(lines(metrics, "offtake_database_away_seconds")).singleElement().satisfies(line -> assertThat(value(line)).isZero());
    assertThat(lines(metrics, "offtake_data_version")).singleElement().satisfies(line -> assertThat(value(line)).isPositive());
  }

  /// They are looked up now and then: what was declared a moment ago comes a little later.
  private String metricsOf(List<String> commitments) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (true) {
      String metrics = given().get(management.resolve("/q/metrics")).then().statusCode(200).extract().asString();
      boolean told = metrics.contains("offtake_source_overdue_seconds{")
          && commitments.stream().allMatch(each -> metrics.contains("offtake_commitment_verdict{commitment=\"%s\"".formatted(each)));
      if (told || System.nanoTime() > deadline) {
        return metrics;
      }
      Thread.sleep(200);
    }
  }

  private static List<String> lines(String metrics, String begin) {
    return metrics.lines().filter(line -> line.startsWith(begin)).toList();
  }

  private static double value(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }
}
