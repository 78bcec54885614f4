package io.offtake.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.assessment.Assessment;
import io.offtake.assessment.Assessor;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.Commitment;
import io.offtake.evidence.SourceId;
import io.offtake.pairing.Tracks;
import io.offtake.reference.CommodityId;

/// Assesses anew what a change of the evidence can have moved.
@ApplicationScoped
class Touched {

  private final Assessor assessor;

  Touched(Assessor assessor) {
    this.assessor = assessor;
  }

  /// The readings that a source answers of any of the commodities, as they stand at the snapshot's version.
  List<Assessment> by(SourceId source, Set<CommodityId> commodities, Snapshot snapshot) {
    var tracks = new Tracks(snapshot.panel().at(snapshot.version().at()));
    var assessments = new ArrayList<Assessment>();
    for (Catalogue.Entry entry : snapshot.catalogue()) {
      Commitment commitment = entry.commitment();
      if (commitment.commodities().stream().noneMatch(commodities::contains)) {
        continue;
      }
      commitment.readings().stream()
          .filter(reading -> !reading.retired() && reading.sources().contains(source))
          .forEach(reading -> assessor.assess(commitment, reading, tracks, false).ifPresent(assessments::add));
    }
    return assessments;
  }
}
