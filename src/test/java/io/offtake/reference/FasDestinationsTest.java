package io.offtake.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FasDestinationsTest {

  private static final NameTable NAMES = NameTable.load("reference/fas-destinations.csv");
  private static final LocalDate DAY = LocalDate.of(2026, 1, 29);

  @ParameterizedTest
  @CsvSource({
      "5700,CN", "CHINA,CN", "5830,TW", "TAIWAN,TW", "5800,KR", "KOR REP,KR", "5790,KP", "1,EU", "2,unknown",
      "UNKNOWN,unknown", "2480,x-leeward-windward-islands", "LW WW I,x-leeward-windward-islands", "7920,NA",
      "'CANADA  ',CA", "7600,BF", "5820,HK"
  })
  void codeAndNameMeanTheSameParty(String name, String party) {
    assertThat(NAMES.find(name, DAY)).contains(new PartyId(party));
  }

  @Test
  void aNameThatIsNotListedMeansNobody() {
    assertThat(NAMES.find("CHIN", DAY)).isEmpty();
    assertThat(NAMES.find("", DAY)).isEmpty();
  }
}
