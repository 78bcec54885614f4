package io.offtake.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import io.offtake.reference.PartyNames.Meaning.Firm;
import io.offtake.reference.PartyNames.Meaning.Known;
import io.offtake.reference.PartyNames.Meaning.Slip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartyNamesTest {

  private static final PartyNames NAMES = PartyNames.standard();

  @ParameterizedTest
  @ValueSource(strings = {"CN", "JP", "TR", "EU", "SU", "TW", "HK", "LI", "x-yugoslavia"})
  void aPartyIsWrittenByItsId(String id) {
    assertThat(NAMES.of(id)).isEqualTo(new Known(new PartyId(id)));
  }

  @ParameterizedTest(name = "\"{0}\" can mean {1}")
  @CsvSource(ignoreLeadingAndTrailingWhitespace = false, delimiter = '|', textBlock = """
      Japan|JP
      JAPAN|JP
      japan|JP
      jp|JP
      JPN|JP
      China|CN
       china |CN
      cn|CN
      Cn|CN
      People's Republic of China|CN
      PRC|CN
      Turkey|TR
      T\u00fcrkiye|TR
      TURKIYE|TR
      T\u00dcRK\u0130YE|TR
      turk\u0131ye|TR
      Turkiye|TR
      Korea|KP KR
      South Korea|KR
      Korea, South|KR
      Republic of Korea|KR
      the Republic of Korea|KR
      Hong Kong|HK
      Congo|CD CG
      C\u00f4te d'Ivoire|CI
      Cote d'Ivoire|CI
      C\u00f4te d\u2019Ivoire|CI
      Ivory Coast|CI
      USA|US
      U.S.A.|US
      United States|US
      the United States of America|US
      UK|GB
      United Kingdom|GB
      eu|EU
      European Union|EU
      EU27|EU
      EU-28|EU
      Viet Nam|VN
      Bosnia and Herzegovina|BA
      Chinaa|CN
      Bangaldesh|BD
      Soviet Union|SU
      """)
  void aNameOfACountryIsNoIdAndSaysWhichIsMeant(String written, String candidates) {
    assertThat(NAMES.of(written)).isInstanceOfSatisfying(Slip.class, slip -> {
      assertThat(slip.candidates()).containsExactly(candidates.split(" "));
      assertThat(slip.remedy()).contains("did you mean " + String.join(" or ", candidates.split(" ")));
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"XX", "AX1", "ZZ", "CHX", "156", "12345", "---", "unknown", "World", "world", "Some firm (XX)"})
  void whatIsNoPartyAndNoFirmIsASlip(String written) {
    assertThat(NAMES.of(written)).isInstanceOfSatisfying(Slip.class, slip ->
        assertThat(slip.remedy()).contains("/v1/parties"));
  }

  @Test
  void aFirmInWordsIsAFirm() {
    for (String firm : List.of("KOGAS (KR)", "COFCO (CN)", "Sinograin (CN)", "Trafigura and others (US origin)", "China Oil (CN)",
        "ADM (US)")) {
      assertThat(NAMES.of(firm)).isEqualTo(new Firm(firm));
    }
  }

  /// A zero-width space, a soft hyphen, a right-to-left mark, a blank that does not break, a tab, a Hangul filler.
  @ParameterizedTest(name = "\"{0}\" can mean {1}")
  @CsvSource(delimiter = '|', textBlock = """
      Jpan                      | JP
      Chin                      | CN
      Saudi                     | SA
      Deutschland               | DE
      \u65E5\u672C             | JP
      Chine                     | CN
      Saint Lucia               | LC
      St. Lucia                 | LC
      St Kitts and Nevis        | KN
      China (PRC)               | CN
      JP,CN                     | JP CN
      JP;CN                     | JP CN
      China and Japan           | CN JP
      """)
  void whatIsNeitherACodeNorAFirmSaysWhichPartyCanBeMeant(String written, String candidates) {
    assertThat(NAMES.of(written)).isInstanceOfSatisfying(Slip.class, slip ->
        assertThat(slip.candidates()).containsExactly(candidates.split(" ")));
  }

  @Test
  void aFirmIsWrittenWithTheCodeOfItsCountry() {
    assertThat(NAMES.of("Sinograin (China)")).isInstanceOfSatisfying(Slip.class, slip ->
        assertThat(slip.remedy()).contains("did you mean Sinograin (CN)?"));
    for (String bare : List.of("COFCO", "ASEAN", "Mercosur", "Sinograin", "the desk's own buyer")) {
      assertThat(NAMES.of(bare)).as(bare).isInstanceOfSatisfying(Slip.class, slip ->
          assertThat(slip.remedy()).contains("/v1/parties").contains("COFCO (CN)"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x200B, 0xAD, 0x200F, 0xA0, 0x9, 0x3164, 0xFEFF, 0x2028, 0xE0020})
  void whatCannotBeSeenIsRefused(int hidden) {
    assertThat(NAMES.of("CN" + Character.toString(hidden))).isInstanceOfSatisfying(Slip.class, slip -> {
      assertThat(slip.detail()).contains("U+%04X".formatted(hidden));
      assertThat(slip.candidates()).containsExactly("CN");
    });
    assertThat(NAMES.of("COFCO " + Character.toString(hidden) + "(CN)")).isInstanceOf(Slip.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {" CN", "CN ", "COFCO  (CN)", " COFCO (CN)"})
  void blanksToSpareAreRefused(String written) {
    assertThat(NAMES.of(written)).isInstanceOf(Slip.class);
  }
}
