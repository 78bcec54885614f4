package io.offtake.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.List;

import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.pairing.Track.Point;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.Blocs;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Test;

/// The European Union as a buyer. The figures are made up.
class SumTrackTest {

  private static final Trade SOYBEANS_TO_THE_UNION = new Trade(
      SourceId.FAS_EXPORT_SALES, new CommodityId("soybeans"), new PartyId("US"), PartyId.EUROPEAN_UNION);
  private static final String SHIPPED = "periodStart,periodEnd,commodity,marketYear,destination,exported";
  private static final String SOLD =
      "periodStart,periodEnd,commodity,marketYear,destination,netSales,accumulatedExports,outstandingSales";

  private final Held held = new Held();

  @Test
  void theUnionHasTheMembersOfTheDay() {
    assertThat(members("2007-01-01")).hasSize(27).contains("GB", "RO").doesNotContain("HR");
    assertThat(members("2013-07-01")).hasSize(28).contains("GB", "HR");
    assertThat(members("2020-01-31")).hasSize(28).contains("GB");
    assertThat(members("2020-02-01")).hasSize(27).doesNotContain("GB").contains("HR");
    assertThat(members("2004-04-30")).hasSize(15);
    assertThat(members("2004-05-01")).hasSize(25);
    assertThat(members("1957-12-31")).isEmpty();
  }

  /// The publisher's own total of the bloc (999) is no part of it, and the United Kingdom counts while it is a member.
  @Test
  void whatWasShippedToItIsTheSumOfItsMembersWithoutThePublishersTotal() {
    held.table("fas-export-sales", "full", SHIPPED,
        "2020-01-24,2020-01-30,soybeans,2020,NL,10", "2020-01-24,2020-01-30,soybeans,2020,GB,5",
        "2020-01-24,2020-01-30,soybeans,2020,EU,999", "2020-01-24,2020-01-30,soybeans,2020,CN,70",
        "2020-01-31,2020-02-06,soybeans,2020,NL,10", "2020-01-31,2020-02-06,soybeans,2020,DE,2",
        "2020-01-31,2020-02-06,soybeans,2020,GB,5", "2020-01-31,2020-02-06,soybeans,2020,EU,999");

    List<Point> points = track(Measure.EXPORTED);

    assertThat(points).allMatch(Point::printed).extracting(Point::flow)
        .containsExactly(Quantity.tonnes(15), Quantity.tonnes(12));
  }

  /// Who leaves takes no level along: the flow of the week after is that of those who stayed.
  @Test
  void whatWasSoldToItDoesNotFallWhenAMemberLeaves() {
    held.table("fas-export-sales", "full", SOLD,
        "2020-01-24,2020-01-30,soybeans,2020,NL,10,100,50", "2020-01-24,2020-01-30,soybeans,2020,GB,0,400,0",
        "2020-01-24,2020-01-30,soybeans,2020,EU,10,500,50",
        "2020-01-31,2020-02-06,soybeans,2020,NL,7,100,57", "2020-01-31,2020-02-06,soybeans,2020,GB,3,400,3",
        "2020-01-31,2020-02-06,soybeans,2020,EU,7,100,57");

    Point after = track(Measure.SOLD).getLast();

    assertThat(after.counted()).isEqualTo(Quantity.tonnes(7));
    assertThat(after.flow()).isEqualTo(Quantity.tonnes(7));
    assertThat(after.years().get(2020).counted()).isEqualTo(Quantity.tonnes(7));
  }

  /// One member's first net sales contain what it took over, the other's do not: each is counted by its own dialect.
  @Test
  void aMarketingYearOfItIsTheSumOfWhatItsMembersBroughtNetOfWhatTheyTookOver() {
    held.table("fas-export-sales", "full", SOLD + ",flags",
        "2026-08-21,2026-08-27,soybeans,2026,NL,0,100,40,", "2026-08-21,2026-08-27,soybeans,2026,DE,0,200,30,",
        "2026-08-28,2026-09-03,soybeans,2026,NL,-10,100,30,", "2026-08-28,2026-09-03,soybeans,2026,DE,5,205,30,",
        "2026-08-28,2026-09-03,soybeans,2027,NL,50,0,500,carryOverIncluded",
        "2026-08-28,2026-09-03,soybeans,2027,DE,7,0,90,",
        "2026-09-04,2026-09-10,soybeans,2027,NL,1,0,501,", "2026-09-04,2026-09-10,soybeans,2027,DE,2,0,92,");
    var union = new Paired(held.panel().at(Instant.parse("2026-09-18T00:00:00Z")), SOYBEANS_TO_THE_UNION, Measure.SOLD, Unit.TONNE, Month.SEPTEMBER);

    Pairing year = union.year(2027);
    Pairing days = union.days("2026-08-28", "2026-09-10");

    assertThat(year.fulfilled().middle()).isEqualTo(Quantity.tonnes(501 + 92 - 30 - 30));
    assertThat(year.asPublished()).contains(Quantity.tonnes(501 + 92));
    assertThat(year.carriedIn()).contains(Quantity.tonnes(60));
    assertThat(union.year(2026).carriedOut()).contains(Quantity.tonnes(60));
    // In the boundary week the old year lost 10 t to the one and won 5 t from the other.
    assertThat(days.fulfilled().middle()).isEqualTo(year.fulfilled().middle().plus(Quantity.tonnes(-10 + 5)));
    assertThat(days.jump()).isEqualTo(Quantity.tonnes(500 - 50 + 90 - 30 - 7));
    MarketingYearTest.assertSums(year);
    MarketingYearTest.assertSums(days);
    MarketingYearTest.assertSums(union.year(2026));
  }

  /// A table that lists some destinations does not say what went to the other members.
  @Test
  void aWeekOfWhichNotAllMembersAreHeldIsMissing() {
    held.table("fas-export-sales", "listed", SHIPPED,
        "2020-02-07,2020-02-13,soybeans,2020,NL,10", "2020-02-07,2020-02-13,soybeans,2020,EU,30");

    assertThat(track(Measure.EXPORTED)).singleElement().satisfies(point -> {
      assertThat(point.printed()).isFalse();
      assertThat(point.end()).isEqualTo(LocalDate.of(2020, 2, 13));
    });
  }

  @Test
  void thePublishersTotalAloneIsNoEvidence() {
    held.table("fas-export-sales", "listed", SHIPPED, "2020-02-07,2020-02-13,soybeans,2020,EU,30");

    assertThat(held.panel().at(Instant.MAX).holds(SOYBEANS_TO_THE_UNION, null)).isFalse();
    assertThat(track(Measure.EXPORTED)).isEmpty();
  }

  private List<Point> track(Measure measure) {
    return new Tracks(held.panel().at(Instant.MAX))
        .track(SOYBEANS_TO_THE_UNION, measure, Unit.TONNE, Month.SEPTEMBER).periods();
  }

  private static List<String> members(String day) {
    return Blocs.standard().members(PartyId.EUROPEAN_UNION, LocalDate.parse(day)).stream()
        .map(PartyId::value).toList();
  }
}
