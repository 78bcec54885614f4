package io.offtake.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.offtake.commitment.Commitment;
import io.offtake.commitment.store.StarterCatalogue;
import io.offtake.evidence.StarterTables;
import io.offtake.pairing.Pairing;
import io.offtake.quantity.Figures;
import org.junit.jupiter.api.Test;

/// Every reading that ships with Offtake, at six instants: what it says, to the unit and the word. The table is the one of
/// the page `shapes.md`; `-Dofftake-test.renew=true` writes it anew, to be read before it is committed.
class EveryCommitmentTest {

  private static final Path TABLE = Path.of("src/site/markdown/every-commitment.md");
  private static final List<String> INSTANTS = List.of("1989-06-01T12:00:00Z", "2020-05-20T12:00:00Z", "2021-03-15T12:00:00Z",
      "2026-02-10T12:00:00Z", "2026-08-20T13:00:00Z", "2026-10-08T13:00:00Z");

  @Test
  void standsAsTheTableOfTheDocsSays() throws IOException {
    String now = document();
    if (Boolean.getBoolean("offtake-test.renew")) {
      Files.writeString(TABLE, now);
    }
    assertThat(now).isEqualTo(Files.readString(TABLE, StandardCharsets.UTF_8));
  }

  private static String document() {
    Assessor assessor = Made.assessor();
    var text = new StringBuilder("""
        # Every commitment

        What each reading of the catalogue says at six instants, from the figures that ship with Offtake. A test holds this page to
        the unit and the word; [shapes](shapes.md) says how amounts follow from terms.
        """);
    for (Commitment commitment : StarterCatalogue.commitments()) {
      var rows = new ArrayList<String>();
      for (String instant : INSTANTS) {
        assessor.assess(commitment, StarterTables.all().at(Instant.parse(instant))).stream()
            .map(each -> row(instant, each))
            .forEach(rows::add);
      }
      text.append("\n## ").append(commitment.id()).append("\n\n").append(commitment.title()).append(".\n\n");
      text.append("| as of | reading | verdict | fulfilled | target | share | why |\n|---|---|---|--:|--:|--:|---|\n");
      rows.forEach(row -> text.append(row).append('\n'));
    }
    return text.toString();
  }

  private static String row(String instant, Assessment of) {
    String fulfilled = of.pairing().filter(Pairing::isAnythingObserved)
        .map(paired -> (paired.isAtLeast() ? "at least " : "") + Figures.say(paired.fulfilled().middle())).orElse("");
    return "| %s | %s | %s | %s | %s | %s | %s |".formatted(instant.substring(0, 10), of.reading().id(),
        of.judgement().verdict().id(), fulfilled, of.target().map(Figures::say).orElse(""),
        fulfilled.isEmpty() || of.fulfilledShare().isEmpty() ? "" : Figures.percent(of.fulfilledShare().getAsDouble()),
        of.judgement().why().summary());
  }
}
