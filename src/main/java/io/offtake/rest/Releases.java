package io.offtake.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.offtake.api.model.ReleaseBasisDto;
import io.offtake.api.model.ReleaseDto;
import io.offtake.evidence.Observation;
import io.offtake.evidence.Panel;
import io.offtake.evidence.Release;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.monitoring.Answers.Basis;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Puts releases into the contract's words.
@Singleton
class Releases {

  private final ReleaseCalendars calendars;

  Releases(ReleaseCalendars calendars) {
    this.calendars = calendars;
  }

  /// What a release holds.
  ///
  /// @param first  the figure that was kept first; absent when it holds none
  private record Held(int figures, @Nullable Observation first) {}

  /// In the order given. The figures are counted in one go over all that is held.
  List<ReleaseDto> of(Basis basis, List<Release> releases) {
    Map<Long, Held> held = held(basis.snapshot().panel(), basis.dataVersion(),
        releases.stream().map(Release::id).collect(Collectors.toSet()));
    return releases.stream()
        .<ReleaseDto>map(release -> release(release, held.getOrDefault(release.id(), new Held(0, null))))
        .toList();
  }

  private static Map<Long, Held> held(Panel panel, long dataVersion, Set<Long> wanted) {
    var held = new HashMap<Long, Held>();
    panel.trades().stream()
        .flatMap(trade -> panel.observations(trade).stream())
        .filter(figure -> figure.dataVersion() <= dataVersion && wanted.contains(figure.release().id()))
        .forEach(figure -> held.merge(figure.release().id(), new Held(1, figure), Releases::together));
    return held;
  }

  private static Held together(Held one, Held other) {
    Observation first = one.first();
    Observation second = other.first();
    boolean earlier = first != null && (second == null || first.id() < second.id());
    return new Held(one.figures() + other.figures(), earlier ? first : second);
  }

  private ReleaseDto release(Release release, Held held) {
    Instant due = calendars.of(release.source()).map(rule -> rule.due(release.period().last())).orElse(null);
    var provenance = held.first() == null ? null : held.first().provenance();
    return ReleaseDto.builder()
        .id(Long.toString(release.id()))
        .source(release.source().value())
        .periodStart(release.period().first())
        .periodEnd(release.period().last())
        .releasedAt(release.releasedAt())
        .releaseBasis(ReleaseBasisDto.fromValue(release.basis().id()))
        .recordedAt(release.recordedAt())
        .dueAt(due)
        .daysLate(due == null ? null : (int) Math.max(0, Duration.between(due, release.releasedAt()).toDays()))
        .complete(release.complete())
        .report(provenance == null ? null : provenance.report())
        .document(provenance == null ? null : provenance.document())
        .figures(held.figures())
        .retracted(false)
        .build();
  }
}
