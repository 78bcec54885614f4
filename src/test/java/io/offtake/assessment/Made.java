package io.offtake.assessment;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import io.offtake.calendar.DateWindow;
import io.offtake.commitment.Citation;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.CommitmentId;
import io.offtake.commitment.Reading;
import io.offtake.commitment.ReadingWindow;
import io.offtake.commitment.Statement;
import io.offtake.commitment.Strength;
import io.offtake.commitment.Target;
import io.offtake.commitment.Terms;
import io.offtake.commitment.Tranche;
import io.offtake.commitment.UnknownDestinations;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.projection.ByMeasure;
import io.offtake.projection.SalesModel;
import io.offtake.projection.SeasonResampling;
import io.offtake.projection.ShipmentModel;
import io.offtake.publisher.ReleaseExceptions;
import io.offtake.quantity.Quantity;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.verdict.VerdictRule;

/// Commitments of one reading, made for tests, and the assessor of the service.
final class Made {

  /// One, as in the service: it keeps what it has learnt, and answers the same.
  private static final ShipmentModel SHIPMENTS = new ShipmentModel();

  private Made() {}

  static Assessor assessor() {
    return new Assessor(Commodities.standard(), ReleaseExceptions.standardCalendars(), new ByMeasure(Map.of(
        Measure.SOLD, new SalesModel(), Measure.EXPORTED, SHIPMENTS, Measure.INSPECTED, SHIPMENTS),
        new SeasonResampling()), VerdictRule.DEFAULT);
  }

  /// Soybeans from the US.
  static Commitment soybeans(
      String id, String buyer, Measure measure, String from, String to, long target, String... sources) {
    return soybeans(id, buyer, measure, new UnknownDestinations.None(), from, to, target, sources);
  }

  static Commitment soybeans(
      String id,
      String buyer,
      Measure measure,
      UnknownDestinations unknown,
      String from,
      String to,
      long target,
      String... sources) {
    var days = new DateWindow(LocalDate.parse(from), LocalDate.parse(to));
    var opened = new Statement(days.first().atStartOfDay(ZoneOffset.UTC).toInstant(), false);
    var reading = new Reading(id, "made for a test", "all", measure, unknown, new ReadingWindow.Days(days),
        List.of(sources).stream().map(SourceId::new).toList(), List.of(), opened, "a test", null, false);
    var terms = new Terms(1, opened, "a test", "made for a test", new Citation(null, "a test", null, null), id, null,
        List.of(new Tranche("all", days.first(), days.last(),
            new Target.AtLeast(Quantity.tonnes(target), false, false), false, null, true)));
    return new Commitment(new CommitmentId(id), "made for a test", buyer, "US", List.of(new CommodityId("soybeans")),
        Strength.AGREEMENT, List.of(terms), List.of(reading), null, null, null);
  }
}
