package io.offtake.commitment.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import io.offtake.commitment.Commitment;
import io.offtake.commitment.Problem;
import io.offtake.commitment.Statement;
import io.offtake.commitment.Target;
import io.offtake.commitment.Terms;
import io.offtake.commitment.UnknownDestinations;
import io.offtake.commitment.form.CommitmentJson.Outcome;
import io.offtake.commitment.store.StarterCatalogue;
import io.offtake.quantity.Quantity;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommitmentJsonTest {

  private static final CommitmentJson JSON = StarterCatalogue.JSON;
  private static final String DOCUMENT = resource("commitment.json");

  @Test
  void anInstantOfAnAnnouncementIsExact() {
    assertThat(valid(DOCUMENT).terms().getFirst().announced())
        .isEqualTo(new Statement(Instant.parse("2026-03-02T14:30:00Z"), false));
  }

  @Test
  void aDayAloneIsKnownFromTheMidnightAfter() {
    var day = DOCUMENT.replace("\"announcedAt\": \"2026-03-02T14:30:00Z\"", "\"announcedOn\": \"2026-03-02\"");

    assertThat(valid(day).terms().getFirst().announced())
        .isEqualTo(new Statement(Instant.parse("2026-03-03T00:00:00Z"), true));
  }

  @Test
  void readsAShareOfUnknownDestinations() {
    assertThat(valid(DOCUMENT).readings().getFirst().unknownDestinations())
        .isEqualTo(new UnknownDestinations.Share(new BigDecimal("0.3"), BigDecimal.ONE));
  }

  @Test
  void readsAQuantityHoweverItIsWritten() {
    assertThat(valid(DOCUMENT).terms().getFirst().tranches().getFirst().target())
        .isEqualTo(new Target.AtLeast(Quantity.tonnes(2_000_000), false, false));
  }

  @Nested
  class TheKeptDocument {

    @Test
    void isTheSameForTheSameContent() {
      var reordered = DOCUMENT.replace("2.0e6", "2000000").replace(",\n      \"note\": null", "")
          .replace("\"buyer\": \"CN\",", "").replace("\"seller\": \"US\",", "\"seller\": \"US\", \"buyer\": \"CN\",");

      assertThat(document(reordered)).isEqualTo(document(DOCUMENT));
    }

    @ParameterizedTest
    @MethodSource("io.offtake.commitment.store.StarterCatalogue#outcomes")
    void isItsOwnCanonicalForm(Outcome outcome) {
      var valid = (Outcome.Valid) outcome;

      assertThat(JSON.read(valid.document())).isEqualTo(valid);
    }

    @Test
    void keepsWhatIsNotAssessedYet() {
      assertThat(StarterCatalogue.outcomes()).extracting(outcome -> ((Outcome.Valid) outcome).document())
          .anyMatch(document -> document.contains("\"minimumThen\":8000000"))
          .anyMatch(document -> document.contains("\"knownFrom\":\"2020-10-26\""))
          .anyMatch(document -> document.contains("\"value\":200000000000"));
    }
  }

  @ParameterizedTest
  @MethodSource("io.offtake.commitment.store.StarterCatalogue#commitments")
  void writesWhatItReadsButForComposition(Commitment commitment) {
    assertThat(valid(JSON.write(commitment))).isEqualTo(commitment);
  }

  @Test
  void writesAnExactInstantAndAShare() {
    var commitment = valid(DOCUMENT);

    assertThat(valid(JSON.write(commitment))).isEqualTo(commitment);
  }

  /// Each row spoils one place of a good document; the pointer and the remedy must lead there.
  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(delimiter = '|', textBlock = """
      "buyer": "CN" | "buyre": "CN" | /buyre | remove it
      "buyer": "CN", | | /buyer | add it: a text
      "buyer": "CN" | "buyer": "C\\u0000N" | /buyer | take it out
      "buyer": "CN" | "buyer": "\\ud800" | /buyer | take it out
      "announcedAt": "2026-03-02T14:30:00Z" | "announcedOn": "+999999999-12-31" | /terms/0/announcedOn | 1800 to 2200
      "buyer": "CN" | "buyer": 7 | /buyer | in quotes
      "title": "China: | "title": "", "x/y~z": " | /title | in quotes
      "title": | "x/y~z": 1, "title": | /x~1y~0z | remove it
      us-cn-corn-2026 | US_CN | /id | lower-case
      [{"id": "corn" | [{"id": "Corn" | /commodities/0/id | lower-case
      [{"id": "corn" | [{"idd": "corn" | /commodities/0/id | add it
      ["1005"] | ["1005", 7] | /commodities/0/hs/1 | in quotes
      ["1005"] | "1005" | /commodities/0/hs | [ ... ]
      "strength": "statement" | "strength": "pledge" | /strength | letterOfIntent
      "announcedAt": "2026-03-02T14:30:00Z" | "announcedAt": "2 March" | /terms/0/announcedAt | 2026-02-10T12:00:00Z
      "announcedAt": "2026-03-02T14:30:00Z" | "announcedOn": "2026-02-30" | /terms/0/announcedOn | 2026-02-28
      "announcedAt": "2026-03-02T14:30:00Z", | | /terms/0/announcedOn | announcedAt
      "announcedBy": | "announcedOn": "2026-03-02", "announcedBy": | /terms/0/announcedAt | keep announcedAt
      "announcedBy": | "version": 2, "announcedBy": | /terms/0/version | from 1
      {"publisher": "A newspaper", | { | /terms/0/source/publisher | add it
      "headline": "sold", | "headline": "sold", "tranche": [], | /terms/0/tranche | tranches
      "atLeast" | "minimum" | /terms/0/tranches/0/target/operator | atLeast
      2.0e6 | 1e2147483647 | /terms/0/tranches/0/target/value | 20 digits
      2.0e6 | "2 Mt" | /terms/0/tranches/0/target/value | without quotes
      "unit": "t" | "unit": "tons" | /terms/0/tranches/0/target/unit | t, kg
      , "unit": "t" | | /terms/0/tranches/0/target/unit | add it
      "unit": "t" | "unit": "t", "per": "month" | /terms/0/tranches/0/target/per | year
      "unit": "t" | "unit": "t", "max": 3 | /terms/0/tranches/0/target/max | operator
      {"id": "all", | {"id": "all", "recurs": "daily", | /terms/0/tranches/0/recurs | yearly
      {"id": "all", | {"id": "all", "derived": "yes", | /terms/0/tranches/0/derived | true or false
      {"id": "all", | {"id": "all", "baseline": [{"role": "base"}], | /terms/0/tranches/0/baseline/0/role | additive
      "measure": "sold" | "measure": "netSales" | /readings/0/measure | announced, sold
      "share", | "some", | /readings/0/unknownDestinations | none, share, all
      "share", | "none", | /readings/0/share | remove the share
      "share": {"min": 0.3, "max": 1}, | | /readings/0/share | min
      "min": 0.3, | | /readings/0/share/min | fraction
      "min": 0.3 | "min": 30 | /readings/0/share | exchange
      "max": 1 | "max": 100 | /readings/0/share | fractions
      "windowStart": "2026-03-02",\\n | "windowStart": "2027-03-02", | /readings/0/deadline | exchange
      "evidence": | "marketingYear": 2026, "evidence": | /readings/0/windowStart | 2025-09-01
      "evidence": | "marketingYear": 26, "evidence": | /readings/0/marketingYear | calendar year
      "evidence": | "marketingYear": 2026.5, "evidence": | /readings/0/marketingYear | without quotes
      ["fas-export-sales"] | ["ESR"] | /readings/0/evidence/0 | lower-case
      "statedAt": "2026-03-02T14:30:00Z", | | /readings/0/statedOn | statedAt
      """)
  void pointsAtWhatIsWrong(String good, String bad, String pointer, String remedy) {
    var from = good.replace("\\n", "\n");
    assertThat(DOCUMENT).contains(from);
    var at = DOCUMENT.lastIndexOf(from);
    var spoiled = DOCUMENT.substring(0, at) + (bad == null ? "" : bad) + DOCUMENT.substring(at + from.length());

    assertThat(problems(JSON.read(spoiled)))
        .filteredOn(problem -> problem.pointer().equals(pointer))
        .singleElement()
        .extracting(Problem::remedy).asString().contains(remedy);
  }

  @Test
  void tellsAllProblemsAtOnce() {
    var spoiled = DOCUMENT.replace("\"CN\"", "1").replace("atLeast", "most").replace("\"all\"", "\"A l l\"");

    assertThat(problems(JSON.read(spoiled))).extracting(Problem::pointer).containsExactly(
        "/buyer", "/terms/0/tranches/0/id", "/terms/0/tranches/0/target/operator", "/readings/0/tranche");
  }

  @Test
  void aMarketingYearNeedsACommodityThatHasOne() {
    var coal = DOCUMENT.replace("\"corn\"", "\"coal\"")
        .replace("\"evidence\"", "\"marketingYear\": 2026, \"evidence\"");

    assertThat(problems(JSON.read(coal))).extracting(Problem::pointer).containsExactly("/readings/0/marketingYear");
  }

  @ParameterizedTest
  @CsvSource({"'', the document is empty", "{, 'this is not JSON, line 1'", "{\"id\": 1} {}, this is not JSON",
    "'{\"id\": \"a\", \"id\": \"b\"}', Duplicate field", "[], an object is expected"})
  void saysWhereATextIsNotADocument(String text, String detail) {
    assertThat(problems(JSON.read(text)).getFirst().pointer()).isEmpty();
    assertThat(problems(JSON.read(text)).getFirst().detail()).contains(detail);
  }

  @Nested
  class Additions {

    private static final String AMENDMENT = """
        {"announcedOn": "2026-06-01", "announcedBy": "Another", "summary": "3 Mt.", "source": {"publisher": "P"},
         "headline": "sold",
         "tranches": [{"id": "all", "target": {"operator": "atLeast", "value": 3000000, "unit": "t"}}]}
        """;

    @Test
    void anAmendmentBecomesTheNextVersion() {
      var amended = ((Outcome.Valid) JSON.amend(document(DOCUMENT), AMENDMENT)).commitment();

      assertThat(amended.terms()).extracting(Terms::version).containsExactly(1, 2);
      assertThat(amended.terms().getFirst()).isEqualTo(valid(DOCUMENT).terms().getFirst());
    }

    @Test
    void problemsOfAnAmendmentPointIntoIt() {
      assertThat(problems(JSON.amend(document(DOCUMENT), AMENDMENT.replace("atLeast", "most"))))
          .extracting(Problem::pointer).containsExactly("/tranches/0/target/operator");
    }

    @Test
    void aReadingIsRetiredAndBroughtBack() {
      var retired = ((Outcome.Valid) JSON.retire(document(DOCUMENT), "sold", true, null)).document();

      assertThat(valid(retired).reading("sold")).hasValueSatisfying(reading -> assertThat(reading.retired()).isTrue());
      assertThat(((Outcome.Valid) JSON.retire(retired, "sold", false, null)).document()).isEqualTo(document(DOCUMENT));
      assertThat(problems(JSON.retire(retired, "shipped", true, null))).extracting(Problem::pointer)
          .containsExactly("/readings");
    }

    @Test
    void problemsOfAnAddedReadingPointIntoIt() {
      assertThat(problems(JSON.addReading(document(DOCUMENT), "{\"id\": \"landed\"}")))
          .extracting(Problem::pointer)
          .containsExactly("/label", "/tranche", "/measure", "/statedBy", "/statedOn");
    }
  }

  private static Commitment valid(String json) {
    return ((Outcome.Valid) JSON.read(json)).commitment();
  }

  private static String document(String json) {
    return ((Outcome.Valid) JSON.read(json)).document();
  }

  private static List<Problem> problems(Outcome outcome) {
    return ((Outcome.Invalid) outcome).problems();
  }

  private static String resource(String name) {
    try (var stream = CommitmentJsonTest.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
