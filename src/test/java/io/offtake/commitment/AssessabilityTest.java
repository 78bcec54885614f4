package io.offtake.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.offtake.commitment.store.StarterCatalogue;
import org.junit.jupiter.api.Test;

class AssessabilityTest {

  /// One line a reading, by the newest version of the terms: assessed, or the reason why not, what is owed among it.
  /// `-Dofftake-test.renew=true` writes them anew.
  @Test
  void decidesEveryReadingOfTheCatalogue() {
    var lines = StarterCatalogue.commitments().stream()
        .flatMap(commitment -> commitment.readings().stream()
            .map(reading -> "%s/%s: %s".formatted(commitment.id(), reading.id(),
                whyNot(commitment, reading).orElse("assessed"))))
        .toList();

    if (Boolean.getBoolean("offtake-test.renew")) {
      renew(lines);
    }
    assertThat(lines).containsExactlyElementsOf(golden());
  }

  @Test
  void aRefusedCommitmentIsNeverAssessed() {
    var quota = StarterCatalogue.commitment("us-gb-beef-quota-2025");
    var reading = StarterCatalogue.commitment("us-cn-soybeans-2025").readings().getFirst();

    assertThat(Assessability.whyNot(quota, reading, quota.terms().getFirst())).hasValueSatisfying(
        reason -> assertThat(reason).startsWith("Not a purchase commitment: A tariff quota"));
  }

  @Test
  void aVersionThatSaysUpToSuspendsTheAssessment() {
    var wheat = StarterCatalogue.commitment("us-bd-wheat-2025-2030");
    var reading = wheat.reading("year-1-sold").orElseThrow();

    assertThat(wheat.terms()).extracting(version -> Assessability.whyNot(wheat, reading, version)).containsExactly(
        Optional.empty(), Optional.of("'Up to' is a ceiling: nothing falls short of it."), Optional.empty());
  }

  @Test
  void aPartThatAnAmendmentIsSilentOnKeepsItsOlderTerms() {
    var wheat = StarterCatalogue.commitment("us-id-wheat-2025-2030");
    var inForce = wheat.terms().getLast();

    assertThat(versionThatCounts(wheat, "2027-exported", inForce)).contains(1);
    assertThat(versionThatCounts(wheat, "2026-exported", inForce)).contains(2);
  }

  @Test
  void aPartThatIsAnnouncedLaterIsNotKnownYet() {
    var wheat = StarterCatalogue.commitment("us-id-wheat-2025-2030");
    var first = wheat.terms().getFirst();

    assertThat(versionThatCounts(wheat, "2026-2030-exported", first)).isEmpty();
    assertThat(Assessability.whyNot(wheat, wheat.reading("2026-2030-exported").orElseThrow(), first))
        .hasValueSatisfying(reason -> assertThat(reason).contains("do not name the part '2026-2030'"));
  }

  private static Optional<Integer> versionThatCounts(Commitment commitment, String reading, Terms inForce) {
    return Assessability.resolve(commitment, commitment.reading(reading).orElseThrow(), inForce)
        .map(resolved -> resolved.version().version());
  }

  private static Optional<String> whyNot(Commitment commitment, Reading reading) {
    Terms inForce = commitment.terms().getLast();
    return Assessability.whyNot(commitment, reading, inForce).or(() -> Assessability.resolve(commitment, reading, inForce)
        .map(resolved -> Owed.of(commitment, reading, resolved.tranche(), Instant.MAX))
        .flatMap(owed -> owed instanceof Owed.Unstated(String because) ? Optional.of(because) : Optional.empty()));
  }

  private static void renew(List<String> lines) {
    try {
      Files.write(Path.of("src/test/resources/io/offtake/commitment/assessability.txt"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> golden() {
    try (var reader = new BufferedReader(new InputStreamReader(
        AssessabilityTest.class.getResourceAsStream("assessability.txt"), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
