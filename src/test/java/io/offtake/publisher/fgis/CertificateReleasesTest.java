package io.offtake.publisher.fgis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import io.offtake.document.Figure;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.ParseOutcome;
import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import io.offtake.reference.NameTable;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Test;

/// All certificates here are invented.
class CertificateReleasesTest {

  private static final NameTable NAMES = NameTable.load("reference/fgis-destinations.csv");
  private static final String HEADER = "Serial No.,Thursday,Cert Date,Grain,Pounds,Destination,Metric Ton";

  @Test
  void aWholeWeekIsAReleaseInWhichAGrainThatIsNotListedIsZero() {
    assertThat(parse(
        "20260108,20260102,SOYBEANS,2204623,CHINA,1000",
        "20260108,20260108,SOYBEANS,1102311,CHINA,500",
        "20260108,20260108,CORN,1102311,JAPAN,500")).isInstanceOfSatisfying(Read.class, read -> {
          assertThat(read.releases()).singleElement().satisfies(release -> {
            assertThat(release.figures()).extracting(Figure::commodity, Figure::destination, Figure::value)
                .containsExactlyInAnyOrder(
                    tuple(new CommodityId("soybeans"), new PartyId("CN"), tonnes("1500")),
                    tuple(new CommodityId("corn"), new PartyId("JP"), tonnes("500")));
            assertThat(release.coverage()).allMatch(scope -> scope.isFull())
                .extracting(scope -> scope.commodity().value()).contains("wheat", "sorghum");
          });
          assertThat(read.doubtful()).isEmpty();
        });
  }

  @Test
  void aWeekInTwoYearsAndOneThatHadNotEndedAreLeftOutAndTold() {
    assertThat(parse(
        "20260101,20260101,SOYBEANS,2204623,CHINA,1000",
        "20260108,20260108,SOYBEANS,2204623,CHINA,1000",
        "20260115,20260112,SOYBEANS,2204623,CHINA,1000")).isInstanceOfSatisfying(Read.class, read -> {
          assertThat(read.releases()).extracting(release -> release.period().last().toString())
              .containsExactly("2026-01-08");
          assertThat(read.doubtful()).extracting(row -> row.reason())
              .anyMatch(reason -> reason.contains("two years"))
              .anyMatch(reason -> reason.contains("had not ended"));
        });
  }

  @Test
  void aNameThatIsNotKnownIsToldOnceAndItsGrainIsNotSpokenForWhole() {
    assertThat(parse(
        "20260108,20260108,SOYBEANS,2204623,CHINA,1000",
        "20260108,20260108,SOYBEANS,2204623,ATLANTIS,1000",
        "20260115,20260115,SOYBEANS,2204623,ATLANTIS,1000",
        "20260115,20260115,SOYBEANS,2204623,CHINA,1000")).isInstanceOfSatisfying(Read.class, read -> {
          assertThat(read.doubtful()).singleElement().satisfies(row -> assertThat(row.reason()).contains("ATLANTIS"));
          assertThat(read.releases()).hasSize(2).allSatisfy(release ->
              assertThat(release.coverage()).filteredOn(scope -> scope.commodity().value().equals("soybeans"))
                  .singleElement().satisfies(scope -> assertThat(scope.isFull()).isFalse()));
        });
  }

  @Test
  void aCorrectedCertificateIsARevisionSinceTheFileCame() {
    var held = new Held();
    take(held, parse("20260108,20260108,SOYBEANS,2204623,CHINA,1000"), "2026-01-13T00:00:00Z");
    take(held, parse("20260108,20260108,SOYBEANS,4409245,CHINA,2000"), "2026-01-20T00:00:00Z");
    var trade = new Trade(SourceId.FGIS_CERTIFICATES, new CommodityId("soybeans"), new PartyId("US"), new PartyId("CN"));

    assertThat(held.panel().at(Instant.parse("2026-01-19T00:00:00Z")).ledger(trade).rows())
        .extracting(row -> row.value(Measure.INSPECTED).orElseThrow()).containsExactly(tonnes("1000"));
    assertThat(held.panel().at(Instant.parse("2026-01-20T00:00:00Z")).ledger(trade).rows())
        .extracting(row -> row.value(Measure.INSPECTED).orElseThrow()).containsExactly(tonnes("2000"));
  }

  @Test
  void aDestinationThatALaterFileNoLongerListsIsNothingFromThenOn() {
    var held = new Held();
    String japan = "20260108,20260108,SOYBEANS,2204623,JAPAN,1000";
    take(held, parse("20260108,20260108,SOYBEANS,2204623,CHINA,1000", japan), "2026-01-13T00:00:00Z");
    var second = held.take(SourceId.FGIS_CERTIFICATES, (Read) parse(japan), null, Instant.parse("2026-01-20T00:00:00Z"));
    var trade = new Trade(SourceId.FGIS_CERTIFICATES, new CommodityId("soybeans"), new PartyId("US"), new PartyId("CN"));

    assertThat(held.panel().at(Instant.parse("2026-01-19T00:00:00Z")).ledger(trade).rows())
        .extracting(row -> row.value(Measure.INSPECTED).orElseThrow()).containsExactly(tonnes("1000"));
    assertThat(held.panel().at(Instant.parse("2026-01-20T00:00:00Z")).ledger(trade).rows())
        .extracting(row -> row.value(Measure.INSPECTED).orElseThrow()).containsExactly(tonnes("0"));
    assertThat(second.doubtful()).singleElement().satisfies(row ->
        assertThat(row.reason()).contains("soybeans to CN", "1000 t", "not listed any more"));
  }

  @Test
  void aFileWithoutSerialNumbersTellsThatEqualRowsCannotBeToldApart() {
    assertThat(CertificateReleases.parse(("Thursday,Cert Date,Grain,Pounds,Destination,Metric Ton\n"
        + "20260108,20260108,SOYBEANS,2204623,CHINA,1000\n").getBytes(StandardCharsets.UTF_8), NAMES))
        .isInstanceOfSatisfying(Read.class, read -> assertThat(read.doubtful()).singleElement().satisfies(row ->
            assertThat(row.reason()).contains("Serial No. is absent")));
  }

  private static void take(Held held, ParseOutcome outcome, String at) {
    held.take(SourceId.FGIS_CERTIFICATES, (Read) outcome, null, Instant.parse(at));
  }

  private static ParseOutcome parse(String... rows) {
    var file = new StringBuilder(HEADER);
    for (int i = 0; i < rows.length; i++) {
      file.append("\n").append(i + 1).append(',').append(rows[i]);
    }
    return CertificateReleases.parse(file.append("\n").toString().getBytes(StandardCharsets.UTF_8), NAMES);
  }

  private static Quantity tonnes(String value) {
    return Quantity.of(new BigDecimal(value), Unit.TONNE);
  }
}
