package io.offtake.answer;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.offtake.answer.Assessments.Compared;
import io.offtake.assessment.Assessment;
import io.offtake.pairing.Pairing;
import io.offtake.pairing.Track;
import io.offtake.projection.Projection;

/// About how many bytes assessments take in memory: what was measured of a heap, by the things that they hold many of.
final class Weight {

  private static final int ASSESSMENT = 2_000;
  private static final int POINT = 400;
  private static final int OBSERVATION = 8;
  private static final int PERIOD = 200;
  private static final int LEVEL = 100;
  private static final int OUTCOME = 8;

  private Weight() {}

  /// Tracks that several of them share count once; figures belong to the panel and do not count.
  static int of(List<Compared> compared) {
    Set<Track> tracks = Collections.newSetFromMap(new IdentityHashMap<>());
    long bytes = compared.stream()
        .flatMap(each -> Stream.concat(Stream.of(each.now()), each.before().stream()))
        .mapToLong(assessment -> of(assessment, tracks))
        .sum();
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, bytes));
  }

  private static long of(Assessment assessment, Set<Track> tracks) {
    return ASSESSMENT
        + assessment.pairing().map(pairing -> of(pairing, tracks)).orElse(0L)
        + assessment.projection().map(Weight::of).orElse(0L)
        + assessment.legs().stream().mapToLong(leg -> leg.pairing().map(pairing -> of(pairing, tracks)).orElse(0L)
            + leg.projection().map(Weight::of).orElse(0L)).sum();
  }

  private static long of(Pairing pairing, Set<Track> tracks) {
    long own = (long) PERIOD * pairing.periods().size() + (long) LEVEL * pairing.unknownLevels().byEnd().size();
    return tracks.add(pairing.track()) ? own + of(pairing.track()) : own;
  }

  private static long of(Track track) {
    return track.periods().stream()
        .mapToLong(point -> (long) POINT * (1 + point.members().size()) + (long) OBSERVATION * point.observations().size())
        .sum();
  }

  private static long of(Projection projection) {
    return switch (projection) {
      case Projection.Estimated estimated -> (long) OUTCOME * (estimated.total().sorted().length
          + estimated.fan().stream().mapToInt(point -> point.total().sorted().length).sum());
      case Projection.NotEstimable _ -> 0;
    };
  }
}
