package io.offtake.commitment.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.List;

import io.offtake.calendar.DateWindow;
import io.offtake.calendar.MarketingYear;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.CommitmentRules;
import io.offtake.commitment.Reading;
import io.offtake.commitment.ReadingWindow;
import io.offtake.commitment.Statement;
import io.offtake.commitment.Strength;
import io.offtake.commitment.Target;
import io.offtake.commitment.Terms;
import io.offtake.commitment.Tranche;
import io.offtake.commitment.UnknownDestinations;
import io.offtake.commitment.form.CommitmentJson.Outcome;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StarterCatalogueTest {

  private static final Commitment SOYBEANS_2025 = StarterCatalogue.commitment("us-cn-soybeans-2025");

  @Test
  void holdsTwentyThreeCommitmentsWithNinetyFiveReadings() {
    assertThat(StarterCatalogue.outcomes()).hasSize(23).allMatch(Outcome.Valid.class::isInstance);
    assertThat(StarterCatalogue.commitments().stream().mapToInt(commitment -> commitment.readings().size()).sum())
        .isEqualTo(95);
  }

  @Test
  void breaksNoRule() {
    assertThat(StarterCatalogue.commitments())
        .flatMap(commitment -> CommitmentRules.problems(commitment, StarterCatalogue.UNITS))
        .isEmpty();
  }

  @Test
  void namesOneHeadlineForEachVersionUnlessRefused() {
    for (var commitment : StarterCatalogue.commitments()) {
      for (var version : commitment.terms()) {
        assertThat(version.headline() == null).as("%s, version %d", commitment.id(), version.version())
            .isEqualTo(commitment.refusal() != null);
      }
    }
  }

  @Test
  void hasUniqueIdsAndParentsThatExist() {
    var ids = StarterCatalogue.commitments().stream().map(Commitment::id).toList();
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(StarterCatalogue.commitments()).filteredOn(commitment -> commitment.parent() != null)
        .hasSize(2)
        .allMatch(commitment -> ids.contains(commitment.parent()));
  }

  @Test
  void namesOnlySourcesThatExistOrAreHandedIn() {
    assertThat(StarterCatalogue.commitments())
        .flatMap(Commitment::readings)
        .flatMap(Reading::sources)
        .extracting(SourceId::value)
        .isSubsetOf("fas-export-sales", "fgis-weekly", "census-exports", "eia-crude", "eia-lng", "cn-customs",
            "agreement-deliveries");
  }

  @Test
  void keepsTheRefusedQuotaWithItsReason() {
    var quota = StarterCatalogue.commitment("us-gb-beef-quota-2025");

    assertThat(quota.refusal()).startsWith("A tariff quota caps");
    assertThat(quota.readings()).isEmpty();
    assertThat(quota.terms().getFirst().tranches().getFirst().target())
        .isEqualTo(new Target.UpTo(Quantity.tonnes(13_000), true));
  }

  @Test
  void readsTheMainCommitmentWithItsFourVersions() {
    assertThat(SOYBEANS_2025.strength()).isEqualTo(Strength.STATEMENT);
    assertThat(SOYBEANS_2025.terms()).extracting(Terms::headline).containsExactly(
        "sold-by-2026-01-31", "sold-by-2025-12-31", "sold-by-2026-02-28", "sold-by-2026-02-28");
    assertThat(SOYBEANS_2025.terms()).extracting(Terms::announced).containsExactly(
        Statement.onDay(LocalDate.of(2025, 10, 30)), Statement.onDay(LocalDate.of(2025, 11, 1)),
        Statement.onDay(LocalDate.of(2025, 12, 3)), Statement.onDay(LocalDate.of(2025, 12, 9)));
    assertThat(SOYBEANS_2025.terms()).flatMap(Terms::tranches).extracting(Tranche::deadline).containsExactly(
        LocalDate.of(2026, 1, 31), LocalDate.of(2025, 12, 31), LocalDate.of(2026, 2, 28), LocalDate.of(2026, 8, 31));
    assertThat(SOYBEANS_2025.terms()).flatMap(Terms::tranches).extracting(Tranche::target)
        .containsOnly(new Target.AtLeast(Quantity.tonnes(12_000_000), false, false));
  }

  @ParameterizedTest
  @CsvSource({
    "2025-10-30T23:59:59Z,",
    "2025-10-31T00:00:00Z, sold-by-2026-01-31",
    "2025-11-02T00:00:00Z, sold-by-2025-12-31",
    "2025-12-03T23:59:59Z, sold-by-2025-12-31",
    "2025-12-04T00:00:00Z, sold-by-2026-02-28",
    "2026-08-20T13:00:00Z, sold-by-2026-02-28"
  })
  void headlineIsThatOfTheVersionInForce(Instant asOf, String headline) {
    assertThat(SOYBEANS_2025.headlineAsOf(asOf).map(Reading::id).orElse(null)).isEqualTo(headline);
  }

  @ParameterizedTest
  @CsvSource({
    "sold-by-2025-12-31, sold, none, 2025-12-31, 2025-11-01",
    "sold-by-2026-01-31, sold, none, 2026-01-31, 2025-10-30",
    "sold-by-2026-02-28, sold, none, 2026-02-28, 2025-12-03",
    "sold-by-2026-08-31, sold, none, 2026-08-31, 2025-12-09",
    "sold-with-unknown-by-2025-12-31, sold, all, 2025-12-31, 2025-12-31",
    "sold-with-unknown-by-2026-01-31, sold, all, 2026-01-31, 2025-12-31",
    "sold-with-unknown-by-2026-02-28, sold, all, 2026-02-28, 2025-12-31",
    "shipped-by-2025-12-31, exported, none, 2025-12-31, 2025-11-01",
    "shipped-by-2026-02-28, exported, none, 2026-02-28, 2025-12-03",
    "shipped-by-2026-08-31, exported, none, 2026-08-31, 2025-12-09",
    "inspected-by-2026-02-28, inspected, none, 2026-02-28, 2025-12-03"
  })
  void readsTheMainCommitmentElevenWays(
      String id, String measure, String unknownDestinations, LocalDate deadline, LocalDate statedOn) {
    var reading = SOYBEANS_2025.reading(id).orElseThrow();

    assertThat(SOYBEANS_2025.readings()).hasSize(11);
    assertThat(reading.measure().id()).isEqualTo(measure);
    assertThat(reading.unknownDestinations().id()).isEqualTo(unknownDestinations);
    assertThat(reading.window())
        .isEqualTo(new ReadingWindow.Days(new DateWindow(LocalDate.of(2025, 10, 30), deadline)));
    assertThat(reading.stated()).isEqualTo(Statement.onDay(statedOn));
    assertThat(reading.sources()).containsExactly(
        reading.measure() == Measure.INSPECTED ? SourceId.FGIS_WEEKLY : SourceId.FAS_EXPORT_SALES);
  }

  @ParameterizedTest
  @CsvSource({
    "us-cn-soybeans-2026-2028, 2026-sold-marketing-year-ending-2026, 2026, SEPTEMBER",
    "us-cn-soybeans-2026-2028, 2026-sold-marketing-year-starting-2026, 2027, SEPTEMBER",
    "us-cn-soybeans-2026-2028, 2028-shipped-marketing-year-starting-2028, 2029, SEPTEMBER",
    "us-cn-soybeans-20mt-2025-26, sold-marketing-year-2025-26, 2026, SEPTEMBER",
    "us-cn-soybeans-20mt-2025-26, shipped-marketing-year-2025-26, 2026, SEPTEMBER",
    "us-id-wheat-2025-2030, 2026-sold-marketing-year-2026-27, 2027, JUNE",
    "us-bd-soybeans-2026, marketing-year-2025-26-sold, 2026, SEPTEMBER",
    "us-bd-soybeans-2026, marketing-year-2026-27-sold, 2027, SEPTEMBER"
  })
  void countsTheRowsOfAMarketingYearWhereTheReadingSaysSo(
      String commitment, String reading, int endingYear, Month startMonth) {
    assertThat(StarterCatalogue.commitment(commitment).reading(reading).orElseThrow().window())
        .isEqualTo(new ReadingWindow.OfMarketingYear(new MarketingYear(endingYear, startMonth)));
  }

  @Test
  void countsACalendarYearByDays() {
    assertThat(StarterCatalogue.commitment("us-cn-soybeans-2026-2028").reading("2026-sold-calendar-year").orElseThrow()
            .window())
        .isEqualTo(new ReadingWindow.Days(new DateWindow(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31))));
  }

  @Test
  void readsEveryShapeOfTarget() {
    assertThat(target("us-cn-grain-1981-1984", 0)).isEqualTo(
        new Target.Between(Quantity.tonnes(6_000_000), Quantity.tonnes(9_000_000), false));
    assertThat(target("us-bd-soybeans-2026", 0)).isEqualTo(new Target.LowerOf(List.of(
        new Target.AtLeast(Quantity.of(1_250_000_000, Unit.US_DOLLAR), false, false),
        new Target.AtLeast(Quantity.tonnes(2_600_000), false, false))));
    assertThat(target("us-jp-rice-2025", 0)).isEqualTo(
        new Target.UpliftPercent(Quantity.of(75, Unit.PERCENT).value()));
    assertThat(target("us-cn-sorghum-2025", 0)).isEqualTo(new Target.Undeclared());
    assertThat(target("us-bd-wheat-2025-2030", 1)).isEqualTo(new Target.UpTo(Quantity.tonnes(700_000), false));
    assertThat(target("us-th-energy-2025", 0)).isEqualTo(
        new Target.AtLeast(Quantity.of(5_400_000_000L, Unit.US_DOLLAR), true, false));
    assertThat(target("us-cn-phase-one-2020-2021", 0)).isEqualTo(
        new Target.AtLeast(Quantity.of(76_700_000_000L, Unit.US_DOLLAR), false, true));
  }

  @Test
  void marksTranchesThatAreBuiltOfParts() {
    assertThat(StarterCatalogue.commitments())
        .filteredOn(commitment -> commitment.terms().stream()
            .flatMap(version -> version.tranches().stream())
            .anyMatch(Tranche::composed))
        .extracting(commitment -> commitment.id().value())
        .containsExactly("us-cn-phase-one-2020-2021", "us-su-grain-1983-1990", "us-jp-rice-2025");
  }

  @Test
  void lastVersionsMayBeFirmerThanTheCommitment() {
    assertThat(StarterCatalogue.commitment("us-bd-wheat-2025-2030").terms()).extracting(Terms::strength)
        .containsExactly(null, null, Strength.AGREEMENT);
  }

  @Test
  void unknownDestinationsAreAddedToSalesOnly() {
    assertThat(StarterCatalogue.commitments())
        .flatMap(Commitment::readings)
        .filteredOn(reading -> reading.unknownDestinations() instanceof UnknownDestinations.All)
        .hasSize(3)
        .allMatch(reading -> reading.measure() == Measure.SOLD);
  }

  private static Target target(String commitment, int version) {
    return StarterCatalogue.commitment(commitment).terms().get(version).tranches().getFirst().target();
  }
}
