package io.offtake.monitoring;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.offtake.assessment.Assessment;
import io.offtake.assessment.Assessor;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.CommitmentId;
import io.offtake.commitment.Reading;
import io.offtake.evidence.Release;
import io.offtake.monitoring.Answers.Basis;
import io.offtake.pairing.Pairing;
import io.offtake.pairing.Tracks;

/// Assesses what a read asks for, and remembers it: the same basis always gives the same assessment.
@ApplicationScoped
public class Assessments {

  /// Enough for what desks poll at the newest version; each answer holds its tracks.
  private static final int REMEMBERED = 64;

  private final Assessor assessor;
  private final Cache<Key, List<Compared>> remembered =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  Assessments(Assessor assessor) {
    this.assessor = assessor;
  }

  private record Key(long dataVersion, Instant asOf, Optional<CommitmentId> commitment, Optional<String> reading) {}

  /// An assessment, and how the reading stood before its newest release.
  ///
  /// @param before  absent when the reading has no release before the newest
  public record Compared(Assessment now, Optional<Assessment> before) {}

  /// All readings of a commitment; none before it was announced.
  public List<Compared> of(Basis basis, Commitment commitment) {
    return remember(basis, Optional.of(commitment.id()), Optional.empty(), () -> {
      var tracks = new TracksAt(basis);
      return commitment.readings().stream()
          .filter(reading -> !reading.retired())
          .flatMap(reading -> compared(tracks, commitment, reading, false).stream())
          .toList();
    });
  }

  /// One reading with its projection's path by period; empty before its commitment was announced.
  public Optional<Compared> of(Basis basis, Commitment commitment, Reading reading) {
    return remember(basis, Optional.of(commitment.id()), Optional.of(reading.id()), () ->
        compared(new TracksAt(basis), commitment, reading, true).stream().toList())
        .stream().findFirst();
  }

  /// The headline reading of every commitment that had been announced and has one.
  public List<Compared> headlines(Basis basis) {
    return remember(basis, Optional.empty(), Optional.empty(), () -> {
      var tracks = new TracksAt(basis);
      var rows = new ArrayList<Compared>();
      for (var entry : basis.snapshot().catalogueAt(basis.dataVersion())) {
        Commitment commitment = entry.commitment();
        commitment.headlineAsOf(basis.asOf())
            .flatMap(reading -> compared(tracks, commitment, reading, false))
            .ifPresent(rows::add);
      }
      return rows;
    });
  }

  private Optional<Compared> compared(TracksAt tracks, Commitment commitment, Reading reading, boolean fan) {
    return assessor.assess(commitment, reading, tracks.now(), fan).map(now -> new Compared(now, now.pairing()
        .flatMap(Pairing::newestRelease)
        .map(Release::releasedAt)
        .flatMap(newest -> assessor.assess(commitment, reading, tracks.before(newest), false))
        .filter(before -> before.pairing().flatMap(Pairing::newestRelease).isPresent())));
  }

  /// The tracks of a basis at its instant, and just before given releases.
  private static final class TracksAt {

    private final Basis basis;
    private final Tracks now;
    private final Map<Instant, Tracks> before = new HashMap<>();

    TracksAt(Basis basis) {
      this.basis = basis;
      this.now = new Tracks(basis.view());
    }

    Tracks now() {
      return now;
    }

    Tracks before(Instant release) {
      // Instants are kept to the microsecond.
      return before.computeIfAbsent(release, at ->
          new Tracks(basis.snapshot().panel().at(at.minus(1, ChronoUnit.MICROS), basis.dataVersion())));
    }
  }

  private List<Compared> remember(
      Basis basis, Optional<CommitmentId> commitment, Optional<String> reading, Supplier<List<Compared>> question) {
    return remembered.get(
        new Key(basis.dataVersion(), basis.asOf(), commitment, reading), _ -> question.get());
  }
}
