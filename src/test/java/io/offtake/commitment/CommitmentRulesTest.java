package io.offtake.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import io.offtake.commitment.form.CommitmentJson.Outcome;
import io.offtake.commitment.store.StarterCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitmentRulesTest {

  private static final String DOCUMENT = resource("form/commitment.json");

  @Test
  void aGoodCommitmentHasNoProblem() {
    assertThat(problems(DOCUMENT)).isEmpty();
  }

  /// Each row spoils one place of a good document, at its last occurrence.
  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(delimiter = '|', textBlock = """
      "seller": "US" | "seller": "cn" | /seller | buyer and seller
      "seller": "US", | "seller": "US", "parent": "us-cn-corn-2026", | /parent | contain itself
      [{"id": "corn", "hs": ["1005"]}] | [] | /commodities | no commodity
      [{"id": "corn", | [{"id": "corn"}, {"id": "corn", | /commodities/1/id | stands twice
      "headline": "sold", | | /terms/0/headline | no headline
      "headline": "sold" | "headline": "shipped" | /terms/0/headline | 'shipped'
      "note": null | "retired": true | /terms/0/headline | retired
      "2026-03-02", "deadline" | "2027-03-02", "deadline" | /terms/0/tranches/0/deadline | before the first day
      {"id": "all", | {"id": "all", "commodity": "wheat", | /terms/0/tranches/0/commodity | not one of
      2.0e6 | 0 | /terms/0/tranches/0/target/value | owes nothing
      2.0e6 | -5 | /terms/0/tranches/0/target/value | owes nothing
      "unit": "t" | "unit": "kbbl" | /terms/0/tranches/0/target/unit | corn is not stated in kbbl
      "atLeast", "value": 2.0e6 | "between", "min": 3, "max": 2 | /terms/0/tranches/0/target/max | below min
      "atLeast", "value": 2.0e6 | "between", "min": 0, "max": 2 | /terms/0/tranches/0/target/min | owes nothing
      "atLeast", "value": 2.0e6, "unit": "t" | "lowerOf", "legs": [] | /terms/0/tranches/0/target/legs | fewer than two
      "atLeast" | "upTo" | /terms | ceiling
      "tranche": "all" | "tranche": "part" | /readings/0/tranche | 'part'
      "measure": "sold" | "measure": "exported" | /readings/0/unknownDestinations | only what is sold
      "evidence" | "components": ["wheat"], "evidence" | /readings/0/components/0 | not one of
      """)
  void pointsAtWhatIsWrong(String good, String bad, String pointer, String detail) {
    int at = DOCUMENT.lastIndexOf(good);
    var spoiled = DOCUMENT.substring(0, at) + (bad == null ? "" : bad) + DOCUMENT.substring(at + good.length());

    assertThat(problems(spoiled)).singleElement().satisfies(problem -> {
      assertThat(problem.pointer()).isEqualTo(pointer);
      assertThat(problem.detail()).contains(detail);
      assertThat(problem.remedy()).isNotBlank();
    });
  }

  @Test
  void anUpliftIsARise() {
    var uplift = DOCUMENT.replace("\"atLeast\"", "\"upliftPercent\"").replace("\"t\"", "\"percent\"")
        .replace("{\"id\": \"all\",", """
            {"id": "all", "baseline": [{"role": "upliftBase", "statistic": "US exports", "period": "2024", "value": 5,
              "unit": "t", "knownFrom": "2025-02-05"}],""");

    assertThat(problems(uplift)).isEmpty();
    assertThat(problems(uplift.replace("2.0e6", "-1"))).extracting(Problem::pointer)
        .containsExactly("/terms/0/tranches/0/target/value");
  }

  @Test
  void moneyFitsEveryCommodity() {
    assertThat(problems(DOCUMENT.replace("\"unit\": \"t\"", "\"unit\": \"USD\""))).isEmpty();
  }

  @Test
  void aCeilingWithARefusalIsKept() {
    var ceiling = DOCUMENT.replace("atLeast", "upTo");

    assertThat(problems(ceiling.replace("\"strength\"", "\"refusal\": \"A quota.\", \"strength\""))).isEmpty();
  }

  @Test
  void anAmendmentMayTurnAFloorIntoACeiling() {
    assertThat(problems(amended("2026-06-01").replace("\"value\":3", "\"value\":4").replaceFirst("atLeast", "upTo")))
        .isEmpty();
  }

  @Test
  void anAmendmentIsNeverBackdated() {
    assertThat(problems(amended("2026-03-02"))).isEmpty();
    assertThat(problems(amended("2026-03-01"))).extracting(Problem::pointer).containsExactly("/terms/1/announcedOn");
  }

  /// What is known only later could not be found after it was taken. A day alone is known when it is over.
  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      2026-03-02T14:30:00Z |
      2026-03-02T14:29:59Z | /terms/0/announcedAt, /readings/0/statedAt
      2026-03-01T00:00:00Z | /terms/0/announcedAt, /readings/0/statedAt
      """)
  void whatIsSaidToComeIsRefused(String now, String pointers) {
    assertThat(ofTheFuture(DOCUMENT, now)).extracting(Problem::pointer)
        .containsExactly(pointers == null ? new String[0] : pointers.split(", "));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      2026-03-03T00:00:00Z |
      2026-03-02T23:59:59Z | known when it is over
      2026-03-01T12:00:00Z | today is 2026-03-01
      """)
  void aDayAloneIsKnownWhenItIsOver(String now, String detail) {
    var byDay = DOCUMENT.replace("\"announcedAt\": \"2026-03-02T14:30:00Z\"", "\"announcedOn\": \"2026-03-02\"")
        .replace("\"statedAt\": \"2026-03-02T14:30:00Z\"", "\"statedAt\": \"2026-02-01T14:30:00Z\"");
    List<Problem> problems = ofTheFuture(byDay, now);

    if (detail == null) {
      assertThat(problems).isEmpty();
    } else {
      assertThat(problems).singleElement().satisfies(problem -> {
        assertThat(problem.pointer()).isEqualTo("/terms/0/announcedOn");
        assertThat(problem.detail()).contains(detail);
        assertThat(problem.remedy()).contains("announcedAt");
      });
    }
  }

  private static List<Problem> ofTheFuture(String json, String now) {
    return CommitmentRules.ofTheFuture(
        ((Outcome.Valid) StarterCatalogue.JSON.read(json)).commitment(), Instant.parse(now));
  }

  @Test
  void idsOfReadingsAndTranchesAreUnique() {
    int reading = DOCUMENT.lastIndexOf("    {\n      \"id\": \"sold\"");
    var twice = DOCUMENT.substring(0, reading) + DOCUMENT.substring(reading, DOCUMENT.lastIndexOf("\n  ]")) + ",\n"
        + DOCUMENT.substring(reading);

    assertThat(problems(twice)).extracting(Problem::pointer).containsExactly("/readings/1/id");
  }

  private static String amended(String day) {
    var outcome = StarterCatalogue.JSON.amend(DOCUMENT, """
        {"announcedOn": "%s", "announcedBy": "Another", "summary": "3 Mt.", "source": {"publisher": "P"},
         "headline": "sold", "tranches": [{"id": "all", "target": {"operator": "atLeast", "value": 3, "unit": "t"}}]}
        """.formatted(day));
    return ((Outcome.Valid) outcome).document();
  }

  private static List<Problem> problems(String json) {
    return CommitmentRules.problems(
        ((Outcome.Valid) StarterCatalogue.JSON.read(json)).commitment(), StarterCatalogue.UNITS);
  }

  private static String resource(String name) {
    try (var stream = CommitmentRulesTest.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
