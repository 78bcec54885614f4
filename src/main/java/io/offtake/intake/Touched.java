package io.offtake.intake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.answer.Assessments;
import io.offtake.answer.Snapshot;
import io.offtake.assessment.Assessment;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Reading;
import io.offtake.evidence.SourceId;
import io.offtake.pairing.Tracks;
import io.offtake.reference.CommodityId;
import io.offtake.work.RightOfWay;

/// Assesses anew what a change can have moved.
@ApplicationScoped
class Touched {

  private final Assessments assessments;
  private final RightOfWay rightOfWay;

  Touched(Assessments assessments, RightOfWay rightOfWay) {
    this.assessments = assessments;
    this.rightOfWay = rightOfWay;
  }

  /// All readings, as they stand at the snapshot's version.
  List<Assessment> all(Snapshot snapshot) {
    return when(snapshot, _ -> true, _ -> true);
  }

  /// The readings that a source answers of any of the commodities, as they stand at the snapshot's version.
  List<Assessment> by(SourceId source, Set<CommodityId> commodities, Snapshot snapshot) {
    return when(snapshot,
        commitment -> commitment.commodities().stream().anyMatch(commodities::contains),
        reading -> reading.sources().contains(source));
  }

  /// One commitment's readings, as they stand at the snapshot's version.
  List<Assessment> of(Commitment commitment, Snapshot snapshot) {
    return when(snapshot, each -> each.id().equals(commitment.id()), _ -> true);
  }

  /// All readings of a commitment that need not stand in the catalogue any more.
  List<Assessment> inFull(Commitment commitment, Snapshot snapshot) {
    var tracks = new Tracks(snapshot.panel().at(snapshot.version().at()));
    return commitment.readings().stream()
        .flatMap(reading -> assessments.now(snapshot, tracks, commitment, reading).stream())
        .toList();
  }

  private List<Assessment> when(Snapshot snapshot, Predicate<Commitment> concerned, Predicate<Reading> moved) {
    return rightOfWay.first(() -> assessed(snapshot, concerned, moved));
  }

  private List<Assessment> assessed(Snapshot snapshot, Predicate<Commitment> concerned, Predicate<Reading> moved) {
    var tracks = new Tracks(snapshot.panel().at(snapshot.version().at()));
    var found = new ArrayList<Assessment>();
    for (Catalogue.Entry entry : snapshot.catalogue()) {
      Commitment commitment = entry.commitment();
      if (concerned.test(commitment)) {
        commitment.readings().stream()
            .filter(reading -> isTold(reading, snapshot.version().at()) && moved.test(reading))
            .forEach(reading -> assessments.now(snapshot, tracks, commitment, reading).ifPresent(found::add));
      }
    }
    return found;
  }

  /// A reading that is retired at this very instant is told so once.
  private static boolean isTold(Reading reading, Instant at) {
    return !reading.isRetiredAt(at) || at.equals(reading.retiredAt());
  }
}
