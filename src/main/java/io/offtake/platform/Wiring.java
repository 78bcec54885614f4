package io.offtake.platform;

import java.util.Map;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

import io.offtake.assessment.Assessor;
import io.offtake.assessment.PanelMemory;
import io.offtake.assessment.Questions;
import io.offtake.assessment.TwoSources;
import io.offtake.commitment.form.CommitmentJson;
import io.offtake.document.Readers;
import io.offtake.evidence.Measure;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.projection.ByMeasure;
import io.offtake.projection.ProjectionModel;
import io.offtake.projection.SalesModel;
import io.offtake.projection.SeasonResampling;
import io.offtake.projection.ShipmentModel;
import io.offtake.publisher.Publishers;
import io.offtake.publisher.ReleaseExceptions;
import io.offtake.publisher.StandardReaders;
import io.offtake.reference.Commodities;
import io.offtake.reference.Commodity;
import io.offtake.reference.PartyNames;
import io.offtake.verdict.VerdictRule;
import io.offtake.work.Heap;
import io.offtake.work.RightOfWay;

/// Makes the parts of the core, which know no framework, available to the shell.
class Wiring {

  private static final double LEARNT_FOR_ANSWERS = 1.0 / 6;
  private static final double LEARNT_BY_A_JOB = 1.0 / 16;
  private static final double PANELS = 1.0 / 32;

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
    return new StandardReaders(Publishers.all(), commodities);
  }

  /// One for measures of shipments, which remember what trades have in common.
  @Produces
  @Singleton
  @Typed(ShipmentModel.class)
  ShipmentModel shipmentModel() {
    return ShipmentModel.keeping(Heap.part(LEARNT_FOR_ANSWERS));
  }

  /// The one that answers rest on. Tests that ask for something else put a quick one in its place.
  @Produces
  @ApplicationScoped
  ProjectionModel projectionModel(ShipmentModel shipments) {
    return byMeasure(shipments);
  }

  /// For long work, and for what strangers hand in: each run has one of its own, so that it pushes nothing out of the one
  /// that answers rest on, and what it learnt goes with it.
  @Produces
  @Singleton
  Supplier<ProjectionModel> modelsOfTheirOwn(ShipmentModel shipments) {
    return () -> byMeasure(shipments.apart(Heap.part(LEARNT_BY_A_JOB)));
  }

  private static ProjectionModel byMeasure(ShipmentModel shipments) {
    return new ByMeasure(Map.of(
        Measure.SOLD, new SalesModel(),
        Measure.EXPORTED, shipments,
        Measure.INSPECTED, shipments),
        new SeasonResampling());
  }

  @Produces
  @Singleton
  RightOfWay rightOfWay() {
    return new RightOfWay();
  }

  @Produces
  @Singleton
  TwoSources twoSources(Commodities commodities) {
    return new TwoSources(commodities);
  }

  @Produces
  @Singleton
  Assessor assessor(
      Commodities commodities, ReleaseCalendars calendars, ProjectionModel model, Assessor.Failures failures) {
    var questions = new Questions(commodities, new PanelMemory(Heap.part(PANELS)));
    return new Assessor(commodities, questions, calendars, model, VerdictRule.DEFAULT, failures);
  }
}
