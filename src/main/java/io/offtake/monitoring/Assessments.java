package io.offtake.monitoring;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

  private static final int REMEMBERED = 512;

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
      var now = new Tracks(basis.view());
      return commitment.readings().stream()
          .filter(reading -> !reading.retired())
          .flatMap(reading -> compared(basis, commitment, reading, now, false).stream())
          .toList();
    });
  }

  /// One reading with its projection's path by period; empty before its commitment was announced.
  public Optional<Compared> of(Basis basis, Commitment commitment, Reading reading) {
    return remember(basis, Optional.of(commitment.id()), Optional.of(reading.id()), () ->
        compared(basis, commitment, reading, new Tracks(basis.view()), true).stream().toList())
        .stream().findFirst();
  }

  /// The headline reading of every commitment that had been announced and has one.
  public List<Compared> headlines(Basis basis) {
    return remember(basis, Optional.empty(), Optional.empty(), () -> {
      var now = new Tracks(basis.view());
      var rows = new ArrayList<Compared>();
      for (var entry : basis.snapshot().catalogueAt(basis.dataVersion())) {
        Commitment commitment = entry.commitment();
        commitment.headlineAsOf(basis.asOf())
            .flatMap(reading -> compared(basis, commitment, reading, now, false))
            .ifPresent(rows::add);
      }
      return rows;
    });
  }

  private Optional<Compared> compared(
      Basis basis, Commitment commitment, Reading reading, Tracks tracks, boolean fan) {
    return assessor.assess(commitment, reading, tracks, fan).map(now -> new Compared(now, now.pairing()
        .flatMap(Pairing::newestRelease)
        .map(Release::releasedAt)
        .map(newest -> newest.minusNanos(1_000))
        .flatMap(before -> assessor.assess(
            commitment, reading, new Tracks(basis.snapshot().panel().at(before, basis.dataVersion())), false))
        .filter(before -> before.pairing().flatMap(Pairing::newestRelease).isPresent())));
  }

  private List<Compared> remember(
      Basis basis, Optional<CommitmentId> commitment, Optional<String> reading, Supplier<List<Compared>> question) {
    return remembered.get(
        new Key(basis.dataVersion(), basis.asOf(), commitment, reading), _ -> question.get());
  }
}
