package io.offtake.platform;

import java.util.Map;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.offtake.assessment.Assessor;
import io.offtake.commitment.store.CommitmentJson;
import io.offtake.evidence.Measure;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.projection.ByMeasure;
import io.offtake.projection.ProjectionModel;
import io.offtake.projection.SalesModel;
import io.offtake.projection.SeasonResampling;
import io.offtake.projection.ShipmentModel;
import io.offtake.reference.Commodities;
import io.offtake.reference.Commodity;
import io.offtake.reference.NameTable;
import io.offtake.reference.PartyNames;
import io.offtake.source.Readers;
import io.offtake.source.ReleaseExceptions;
import io.offtake.source.StandardReaders;
import io.offtake.verdict.VerdictRule;

/// Makes the parts of the core, which know no framework, available to the shell.
class Wiring {

  @Produces
  @Singleton
  Commodities commodities() {
    return Commodities.standard();
  }

  @Produces
  @Singleton
  ReleaseCalendars releaseCalendars() {
    return ReleaseExceptions.standardCalendars();
  }

  @Produces
  @Singleton
  CommitmentJson commitmentJson(Commodities commodities) {
    return new CommitmentJson(id -> commodities.find(id).map(Commodity::marketingYearStart));
  }

  @Produces
  @Singleton
  PartyNames partyNames() {
    return PartyNames.standard();
  }

  @Produces
  @Singleton
  Readers readers(Commodities commodities) {
    return new StandardReaders(
        NameTable.load("reference/fgis-destinations.csv"), NameTable.load("reference/fas-destinations.csv"),
        commodities);
  }

  /// Each who asks gets one with a memory of its own, so that long work on the past pushes nothing out of the one that
  /// answers rest on.
  @Produces
  @Dependent
  ProjectionModel projectionModel() {
    return new ByMeasure(Map.of(
        Measure.SOLD, new SalesModel(),
        Measure.EXPORTED, new ShipmentModel(),
        Measure.INSPECTED, new ShipmentModel()),
        new SeasonResampling());
  }

  @Produces
  @Singleton
  Assessor assessor(
      Commodities commodities, ReleaseCalendars calendars, ProjectionModel model, Assessor.Failures failures) {
    return new Assessor(commodities, calendars, model, VerdictRule.DEFAULT, failures);
  }
}
