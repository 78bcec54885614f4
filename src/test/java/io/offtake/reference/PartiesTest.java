package io.offtake.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class PartiesTest {

  private final Parties parties = Parties.standard();

  @Test
  void holdsEveryPartyThatAPublishersNameMeans() {
    var meant = Stream.of("reference/fas-destinations.csv", "reference/fgis-destinations.csv")
        .flatMap(table -> ReferenceTable.load(table, List.of("name", "party", "firstDay", "lastDay")).stream())
        .map(row -> new PartyId(row.get(1)));
    assertThat(meant).isNotEmpty().allMatch(id -> parties.find(id).isPresent());
  }

  @Test
  void tellsWhatIsNoCountry() {
    assertThat(kind("CN")).isEqualTo(Party.Kind.COUNTRY);
    assertThat(kind("EU")).isEqualTo(Party.Kind.BLOC);
    assertThat(kind("SU")).isEqualTo(Party.Kind.FORMER);
    assertThat(kind("world")).isEqualTo(Party.Kind.TOTAL);
    assertThat(kind("unknown")).isEqualTo(Party.Kind.UNKNOWN);
  }

  @Test
  void knowsNoPartyThatIsNotInTheTable() {
    assertThat(parties.find(new PartyId("XX"))).isEmpty();
  }

  private Party.Kind kind(String id) {
    return parties.find(new PartyId(id)).orElseThrow().kind();
  }
}
