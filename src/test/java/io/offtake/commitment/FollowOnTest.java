package io.offtake.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FollowOnTest {

  @ParameterizedTest(name = "{0} because of {1}: {2}")
  @CsvSource({
      "/buyer, /buyer, true", "/buyer, /seller, false", "/terms, /terms/0/tranches/1, true",
      "/commodities/1, /commodities, true", "/commodities/1, /commodities/10, false",
      "/terms/0/headline, /readings/2/id, true", "/headline, /readings, true", "/terms/headline, /readings/2/label, false",
      "/readings/0/tranche, /terms/0/tranches/1/id, true", "/readings/0/tranche, /terms/0/tranches/1/deadline, false",
      "/readings/0/measure, /readings/0/evidence/1, true", "/readings/0/measure, /readings/1/evidence/1, false",
      "/measure, /evidence/0, true", "/readings/0/share, /readings/0/unknownDestinations, true",
      "/terms/0/tranches/0/target/unit, /commodities/0/id, true", "/tranches/0/target/max, /tranches/0/target/min, true",
      "/tranches/0/target/max, /tranches/1/target/min, false", "/terms/1/announcedOn, /terms/1/announcedAt, true",
      "/readings/0/deadline, /readings/0/marketingYear, true", "/readings/0/deadline, /readings/0/id, false"})
  void tellsWhatMayRestOnAnotherProblem(String place, String wrong, boolean follows) {
    assertThat(FollowOn.isOf(place, List.of("/elsewhere", wrong))).isEqualTo(follows);
  }
}
