package io.offtake.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import io.offtake.text.Suggestions.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {

  private static final List<Name> KNOWN = List.of(
      new Name("JP", "Japan"), new Name("TR", "Türkiye"), new Name("CN", "China"), new Name("KR", "South Korea"),
      new Name("KP", "North Korea"), new Name("soybeans", "Soybeans"), Name.of("fgis-weekly"));

  @ParameterizedTest
  @CsvSource({
      "TURKIYE, TR (Türkiye)", "turkey, TR (Türkiye)", "japan, JP (Japan)", "cn, CN (China)", "Chnia, CN (China)",
      "soy, soybeans (Soybeans)", "soybean, soybeans (Soybeans)", "fgis, fgis-weekly", "FGIS_WEEKLY, fgis-weekly",
      "republic-of-south-korea, KR (South Korea)"})
  void theNearestNameIsTheFirst(String wanted, String meant) {
    assertThat(Suggestions.nearest(wanted, KNOWN, 3)).first().isEqualTo(meant);
  }

  @Test
  void nothingIsSuggestedForWhatIsNearNothing() {
    assertThat(Suggestions.nearest("XXZZ", KNOWN, 3)).isEmpty();
    assertThat(Suggestions.nearest("", KNOWN, 3)).isEmpty();
    assertThat(Suggestions.nearest("x".repeat(10_000), KNOWN, 3)).isEmpty();
  }

  @Test
  void noMoreAreToldThanAreAskedFor() {
    assertThat(Suggestions.nearest("korea", KNOWN, 3)).containsExactly("KP (North Korea)", "KR (South Korea)");
    assertThat(Suggestions.nearest("korea", KNOWN, 1)).hasSize(1);
  }
}
