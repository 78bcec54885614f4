package io.offtake.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.offtake.answer.Answers.Basis;
import io.offtake.api.model.ReleaseBasisDto;
import io.offtake.api.model.ReleaseDto;
import io.offtake.evidence.Observation;
import io.offtake.evidence.Panel;
import io.offtake.evidence.Release;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.Retraction;
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

  /// In the order given.
  List<ReleaseDto> of(Basis basis, List<Release> releases) {
    Panel panel = basis.snapshot().panel();
    var view = basis.view();
    Map<Long, List<String>> doubted = panel.heldBack().stream()
        .filter(each -> each.dataVersion() <= basis.dataVersion() && view.relief(each).isEmpty())
        .collect(Collectors.groupingBy(each -> each.release().id(),
            Collectors.mapping(each -> each.commodity().value(), Collectors.collectingAndThen(
                Collectors.toCollection(TreeSet::new), List::copyOf))));
    return releases.stream()
        .<ReleaseDto>map(release -> release(release, held(panel, basis.dataVersion(), release),
            view.retraction(release).orElse(null), doubted.getOrDefault(release.id(), List.of())))
        .toList();
  }

  private static Held held(Panel panel, long dataVersion, Release release) {
    return panel.observationsOf(release)
        .filter(figure -> figure.dataVersion() <= dataVersion)
        .map(figure -> new Held(1, figure))
        .reduce(new Held(0, null), Releases::together);
  }

  private static Held together(Held one, Held other) {
    Observation first = one.first();
    Observation second = other.first();
    boolean earlier = second == null || (first != null && first.id() < second.id());
    return new Held(one.figures() + other.figures(), earlier ? first : second);
  }

  private ReleaseDto release(
      Release release, Held held, @Nullable Retraction retraction, List<String> heldBack) {
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
        .heldBack(heldBack.isEmpty() ? null : heldBack)
        .retracted(retraction != null)
        .retractedAt(retraction == null ? null : retraction.retractedAt())
        .retractionReason(retraction == null ? null : retraction.reason())
        .build();
  }
}
