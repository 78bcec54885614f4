package io.offtake.platform;

import static io.offtake.fetching.client.Publisher.respond;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.Month;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.offtake.calendar.MarketingYear;
import io.offtake.calendar.WeeklyReleases;
import io.offtake.fetching.client.Publisher;
import io.offtake.platform.Packaged.Service;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Two services on one PostgreSQL, and publishers that count. Runs in `mvn verify`.
class TwoProcessesIT {

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path temporary;

  private Map<String, String> environment;
  private Packaged packaged;

  @Test
  void fetchEachReleaseOnceAndOutliveEachOther() throws Exception {
    var server = EmbeddedPostgres.start(temporary.resolve("data"), Path.of("target", "postgresql").toAbsolutePath());
    try (var publisher = new Publisher(0); var started = new Packaged(temporary)) {
      packaged = started;
      publisher.does((head, out) -> {
        if (head.contains("wa_gr101")) {
          respond(out, "304 Not Modified", "text/plain", "", "");
        } else {
          respond(out, "200 OK", "application/json", answer(head), "");
        }
      });
      environment = environment(server, publisher);
      Service one = packaged.serve(environment, "one.log");
      Service two = packaged.serve(environment, "two.log");

      eachReleaseIsFetchedOnce(publisher, one, two);
      whatOneKeepsTheOtherAnswersAtOnce(one, two);
      assertThat(aJobIsResumedByTheOther(one, two).process().isAlive()).isTrue();
    } finally {
      server.close();
    }
  }

  private void eachReleaseIsFetchedOnce(Publisher publisher, Service one, Service two) throws Exception {
    String due = due().toString();
    for (Service each : List.of(one, two)) {
      await("the newest week at " + each, () -> due.equals(
          packaged.get(each, "/v1/sources/fas-export-sales").getString("fetching.lastAttempt.newestPeriodEnd")));
    }
    assertThat(packaged.get(one, "/v1/sources/fas-export-sales").getInt("fetching.failures")).isZero();
    // Both have been asked to look again meanwhile, every few seconds.
    Map<String, Long> questions = publisher.heads().stream()
        .map(head -> head.split(" ")[1])
        .filter(path -> path.contains("/commodityCode/"))
        .collect(Collectors.groupingBy(path -> path, Collectors.counting()));
    assertThat(questions).hasSizeGreaterThan(20).containsKey(soybeans()).allSatisfy(
        (path, times) -> assertThat(times).as(path).isEqualTo(1));
    for (Service each : List.of(one, two)) {
      JsonPath rows = packaged.get(each, "/v1/series/fas-export-sales.netSales.soybeans.US.CN.weekly.t/observations");
      assertThat(rows.getList("rows.findAll { it.periodEnd == '%s' }".formatted(due))).as("vintages").hasSize(1);
    }
  }

  /// As whoever follows the link of an alert to another replica than the one that sent it.
  private void whatOneKeepsTheOtherAnswersAtOnce(Service one, Service two) throws Exception {
    for (int week = 1; week <= 5; week++) {
      LocalDate end = LocalDate.of(2019, 1, 3).plusWeeks(week);
      var response = packaged.post(one, "/v1/sources/fas-export-sales/documents", "text/csv", """
          # offtake evidence table 1
          # source: fas-export-sales
          # publisher: a test
          # address: https://example.org/
          # read: 2026-11-24
          # terms: made for a test
          # report: -
          # complete: no
          # coverage: listed
          # origin: US
          # cadence: weekly
          # unit: t
          # kind: print
          # commodity: barley
          # marketYear: 2019
          # releasedAt: -
          # basis: -
          periodStart,periodEnd,destination,netSales
          %s,%s,PE,1000
          """.formatted(end.minusDays(6), end).getBytes(UTF_8));
      assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
      long kept = JsonPath.from(response.body()).getLong("dataVersion");
      assertThat(packaged.get(two, "/v1/status?dataVersion=" + kept).getLong("dataVersion")).isEqualTo(kept);
      String cursor = packaged.get(one, "/v1/changes?updatedAfter=" + Clock.systemUTC().instant()).getString("nextCursor");
      assertThat(packaged.get(two, "/v1/changes?cursor=" + cursor).getList("rows")).isEmpty();
    }
  }

  /// @return the service that is left
  private Service aJobIsResumedByTheOther(Service one, Service two) throws Exception {
    var response = packaged.post(one, "/v1/jobs", "application/json", """
        {"kind": "backtest", "measure": "inspected", "commodity": "soybeans", "from": "2020-01-01",
         "to": "2026-06-30", "everyWeeks": 1}""".getBytes(UTF_8));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    String path = "/v1/jobs/" + JsonPath.from(response.body()).getLong("id");
    String taken = "Job %d (backtest) taken up at step ".formatted(JsonPath.from(response.body()).getLong("id"));
    await("the job is under way", () -> packaged.get(one, path).getInt("done") > 0);
    boolean byOne = packaged.log("one.log").contains(taken);
    Service worker = byOne ? one : two;
    Service other = byOne ? two : one;

    worker.process().destroyForcibly().waitFor();
    JsonPath left = packaged.get(other, path);
    assertThat(left.getString("state")).as("it was killed before the end").isEqualTo("running");
    await("the job goes on", () -> packaged.get(other, path).getInt("done") > left.getInt("done"));
    assertThat(packaged.log(byOne ? "two.log" : "one.log")).contains(taken + left.getInt("done"));

    packaged.post(other, path + "/cancellation", "application/json", new byte[0]);
    await("the job is cancelled", () -> packaged.get(other, path).getString("state").equals("cancelled"));
    return other;
  }

  private static Map<String, String> environment(EmbeddedPostgres server, Publisher publisher) {
    String host = "http://127.0.0.1:" + publisher.port();
    var environment = new HashMap<String, String>();
    environment.put("OFFTAKE_DATABASE_URL", server.url());
    environment.put("OFFTAKE_DATABASE_USER", server.user());
    environment.put("OFFTAKE_DATABASE_PASSWORD", server.password());
    environment.put("OFFTAKE_FETCH", "on");
    environment.put("OFFTAKE_FAS_KEY", "k3y-of-a-test");
    environment.put("OFFTAKE_FAS_URL", host + "/api/esr");
    environment.put("OFFTAKE_FGIS_URL", host + "/mnreports/wa_gr101.txt");
    return environment;
  }

  /// The week that is due now, of soybeans to China; the figures are made up.
  private static String answer(String head) {
    return head.split(" ")[1].equals(soybeans()) ? """
        [{"commodityCode":801,"countryCode":5700,"weeklyExports":1000,"accumulatedExports":3000000,\
        "outstandingSales":9000000,"grossNewSales":2000,"currentMYNetSales":2000,"currentMYTotalCommitment":12000000,\
        "nextMYOutstandingSales":0,"nextMYNetSales":0,"unitId":1,"weekEndingDate":"%sT00:00:00"}]
        """.formatted(due()) : "[]";
  }

  private static String soybeans() {
    LocalDate due = due();
    return "/api/esr/exports/commodityCode/801/allCountries/marketYear/"
        + MarketingYear.of(due, Month.SEPTEMBER).endingYear();
  }

  private static LocalDate due() {
    return WeeklyReleases.EXPORT_SALES.newestDueAt(Clock.systemUTC().instant());
  }

  private interface Question {
    boolean answered() throws Exception;
  }

  private static void await(String what, Question question) throws Exception {
    long deadline = System.nanoTime() + Packaged.PATIENCE.toNanos();
    while (!question.answered()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.sleep(200);
    }
  }
}
