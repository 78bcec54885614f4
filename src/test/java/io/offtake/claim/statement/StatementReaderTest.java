package io.offtake.claim.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.offtake.claim.ClaimDraft;
import io.offtake.claim.Ids;
import io.offtake.claim.statement.StatementReader.Published;
import io.offtake.commitment.Citation;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.store.StarterCatalogue;
import org.junit.jupiter.api.Test;

/// Statements of our own, in both languages, some with nothing in them, some contradictory, some hostile.
class StatementReaderTest {

  private static final List<Commitment> CATALOGUE = StarterCatalogue.commitments();
  private static final List<String> FIELDS =
      List.of("who", "commitment", "word", "figure", "unit", "bound", "basis", "aboutOn");
  private static final double NINE_IN_TEN = 0.9;

  @Test
  void statementsAreReadAsAReaderWouldAndNothingIsReadInThoseThatSayNothing() {
    List<NamedCsvRecord> statements = statements();
    var wrong = new ArrayList<String>();
    var readInNothing = new ArrayList<String>();
    int told = 0;
    for (NamedCsvRecord each : statements) {
      String expected = FIELDS.stream().map(each::getField).collect(Collectors.joining(","));
      String got = read(each).proposals().stream().map(StatementReaderTest::inWords).collect(Collectors.joining("; "));
      if (each.getField("who").isEmpty()) {
        if (!got.isEmpty()) {
          readInNothing.add(each.getField("name") + ": " + got);
        }
      } else {
        told++;
        if (!got.equals(expected)) {
          wrong.add("%s: expected %s and read %s".formatted(each.getField("name"), expected, got));
        }
      }
    }
    System.out.printf("Statements that make a claim: %d of %d read as expected; that make none: a claim was read in %d of %d%n",
        told - wrong.size(), told, readInNothing.size(), statements.size() - told);

    assertThat(readInNothing).as("what says nothing, or is hostile, gives no claim").isEmpty();
    assertThat(told).isGreaterThanOrEqualTo(30);
    assertThat(wrong).hasSizeLessThanOrEqualTo((int) (told * (1 - NINE_IN_TEN)));
  }

  @Test
  void eachProposalRestsOnItsWordsAndSaysWhatWasAssumed() {
    String text = "Nothing yet. Bessent said in recent weeks that China was on track for 12 million tonnes of soybeans by the end of "
        + "February.";

    Proposal proposal = read(text, false, "2026-02-10").proposals().getFirst();

    assertThat(text.substring(proposal.span().start(), proposal.span().end())).isEqualTo(proposal.quote()).startsWith("Bessent");
    assertThat(proposal.understood()).allSatisfy(each ->
        assertThat(text.substring(each.span().start(), each.span().end())).isNotBlank());
    assertThat(proposal.understood()).filteredOn(each -> each.field().equals("figure")).singleElement()
        .satisfies(each -> assertThat(text.substring(each.span().start(), each.span().end())).isEqualTo("12 million tonnes"));
    assertThat(proposal.assumed()).anyMatch(each -> each.contains("'in recent weeks'"))
        .anyMatch(each -> each.contains("No year is written: 2026"));
    assertThat(proposal.sureness()).isBetween(new java.math.BigDecimal("0.5"), new java.math.BigDecimal("0.8"));
  }

  @Test
  void aYearThatIsNotWrittenIsTheNextOneOfWhatIsToComeAndTheLastOneOfWhatWas() {
    assertThat(aboutOn("Bessent said China was on track for 12 million tonnes of soybeans by the end of February.", "2025-12-03"))
        .isEqualTo(LocalDate.of(2026, 2, 28));
    assertThat(aboutOn("Analysts said China had bought 9 million tonnes of soybeans by 18 December.", "2026-01-20"))
        .isEqualTo(LocalDate.of(2025, 12, 18));
  }

  @Test
  void aSentenceGoesOnOverTheEndOfALineAndNotIntoTheNextParagraph() {
    String wrapped = "Bessent said China was\non track for 12 million\ntonnes of soybeans by the end of\nFebruary.";

    assertThat(read(wrapped, false, "2026-02-10").proposals()).singleElement()
        .satisfies(proposal -> assertThat(proposal.quote()).isEqualTo(wrapped));
    assertThat(read(wrapped.replace("for 12", "\n\nfor 12"), false, "2026-02-10").proposals()).isEmpty();
  }

  @Test
  void markupThatIsNestedDeeplyAndLongTextsAreReadInTime() {
    String nested = "<div>".repeat(50_000) + "Bessent said rain." + "</div>".repeat(50_000);
    String longText = "Bessent said that China has ".repeat(60_000);
    String digits = "1 ".repeat(150_000) + "tonnes of soybeans, China said";

    org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
      assertThat(read(nested, true, "2026-02-10").proposals()).isEmpty();
      assertThat(read(longText, false, "2026-02-10").proposals()).isEmpty();
      assertThat(read(digits, false, "2026-02-10").proposals()).isEmpty();
    });
  }

  private static LocalDate aboutOn(String text, String published) {
    return Objects.requireNonNull(read(text, false, published).proposals().getFirst().draft().aboutOn());
  }

  private static StatementReader.Result read(NamedCsvRecord statement) {
    String text = statement.getField("text");
    return read(text, text.startsWith("<"), statement.getField("publishedOn"));
  }

  private static StatementReader.Result read(String text, boolean html, String published) {
    return StatementReader.read(text, html,
        new Published(LocalDate.parse(published), new Citation(null, "a test", null, null)), CATALOGUE);
  }

  private static String inWords(Proposal proposal) {
    ClaimDraft draft = proposal.draft();
    var figure = draft.figure();
    return String.join(",",
        Objects.requireNonNull(draft.speaker()).replaceAll(",.*", ""),
        Objects.requireNonNullElse(draft.commitment(), ""),
        draft.word() == null ? "" : Ids.of(draft.word()),
        figure == null || figure.value() == null ? "" : figure.value().stripTrailingZeros().toPlainString(),
        figure == null || figure.unit() == null ? "" : figure.unit(),
        figure == null || figure.bound() == null ? "" : Ids.of(figure.bound()),
        draft.basis() == null ? "" : draft.basis().id(),
        draft.aboutOn() == null ? "" : draft.aboutOn().toString());
  }

  private static List<NamedCsvRecord> statements() {
    try (var stream = StatementReaderTest.class.getResourceAsStream("statements.csv");
        var reader = CsvReader.builder().commentStrategy(CommentStrategy.SKIP)
            .ofNamedCsvRecord(Objects.requireNonNull(stream), StandardCharsets.UTF_8)) {
      return reader.stream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
