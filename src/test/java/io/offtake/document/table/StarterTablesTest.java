package io.offtake.document.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import io.offtake.document.Figure;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.PublishedRelease;
import io.offtake.evidence.Measure;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.evidence.SourceId;
import io.offtake.quantity.Quantity;
import io.offtake.reference.Commodities;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a first start loads must say what the publisher said.
class StarterTablesTest {

  private static final String BY_YEAR = "fas-export-sales_soybeans_world-and-china.csv";
  private static final String BY_DESTINATION = "fas-export-sales_soybeans-and-wheat_by-destination.csv";
  private static final PartyId CHINA = new PartyId("CN");

  @ParameterizedTest
  @ValueSource(strings = {BY_YEAR, BY_DESTINATION})
  void isReadWithoutADoubtAndWrittenAgainTheSame(String name) throws IOException {
    var document = document(name);
    var table = EvidenceTable.read(document, Commodities.standard());

    assertThat(table.outcome()).isInstanceOfSatisfying(Read.class, read -> assertThat(read.doubtful()).isEmpty());
    assertThat(table.header()).isNotNull();
    assertThat(table.header().source()).isEqualTo(SourceId.FAS_EXPORT_SALES);
    assertThat(EvidenceTable.write(table.header(), table.releases())).isEqualTo(document);
  }

  @ParameterizedTest
  @ValueSource(strings = {BY_YEAR, BY_DESTINATION})
  void statesTheNetCancellationOfNovember2025(String name) throws IOException {
    assertThat(figures(name, "2025-11-13", Measure.NET_SALES, CHINA)).extracting(Figure::value)
        .contains(Quantity.tonnes(-100_000));
  }

  @Test
  void statesWhatChinaHadBoughtByTheSecondDeadline() throws IOException {
    var outstanding = figures(BY_DESTINATION, "2026-02-26", Measure.OUTSTANDING_SALES, CHINA).getFirst().value();
    var accumulated = figures(BY_DESTINATION, "2026-02-26", Measure.ACCUMULATED_EXPORTS, CHINA).getFirst().value();
    var unknown = figures(BY_DESTINATION, "2026-02-26", Measure.OUTSTANDING_SALES, PartyId.UNKNOWN).getFirst().value();

    assertThat(accumulated).isEqualTo(Quantity.tonnes(6_829_851));
    assertThat(accumulated.plus(outstanding)).isEqualTo(Quantity.tonnes(10_816_852));
    assertThat(accumulated.plus(outstanding).plus(unknown)).isEqualTo(Quantity.tonnes(13_003_292));
  }

  @Test
  void knowsWhenTheDelayedReportsCameOut() throws IOException {
    var release = release(BY_DESTINATION, "2025-09-25");

    assertThat(release.releasedAt()).isEqualTo(Instant.parse("2025-11-13T13:30:00Z"));
    assertThat(release.basis()).isEqualTo(ReleaseBasis.REPORTED);
    assertThat(release(BY_YEAR, "2019-09-05").releasedAt()).isNull();
  }

  /// Two copies, by two routes: their first weeks agree, so both state the carry-over the same way.
  @Test
  void theDestinationsOfTheFirstWeekAddUpToTheWorld() throws IOException {
    var world = figures(BY_YEAR, "2025-09-04", Measure.NET_SALES, PartyId.WORLD).stream()
        .filter(Figure::carryOverIncluded)
        .toList();
    var sum = release(BY_DESTINATION, "2025-09-04").figures().stream()
        .filter(figure -> figure.measure() == Measure.NET_SALES)
        .map(Figure::value)
        .reduce(Quantity.tonnes(0), Quantity::plus);

    assertThat(world).singleElement().satisfies(figure -> assertThat(figure.value()).isEqualTo(sum));
  }

  private static List<Figure> figures(String name, String week, Measure measure, PartyId destination)
      throws IOException {
    return release(name, week).figures().stream()
        .filter(figure -> figure.measure() == measure && figure.destination().equals(destination))
        .toList();
  }

  private static PublishedRelease release(String name, String week) throws IOException {
    return EvidenceTable.read(document(name), Commodities.standard()).releases().stream()
        .filter(release -> release.period().last().equals(LocalDate.parse(week)))
        .findFirst()
        .orElseThrow();
  }

  private static byte[] document(String name) throws IOException {
    try (InputStream stream = StarterTablesTest.class.getResourceAsStream("/starter/" + name)) {
      assertThat(stream).isNotNull();
      return stream.readAllBytes();
    }
  }
}
