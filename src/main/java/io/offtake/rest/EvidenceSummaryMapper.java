package io.offtake.rest;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.offtake.answer.Standings.NextRelease;
import io.offtake.answer.Standings.Standing;
import io.offtake.api.model.EvidenceFlagDto;
import io.offtake.api.model.EvidenceSummaryDto;
import io.offtake.api.model.OverduePeriodDto;
import io.offtake.api.model.StraddlingPeriodDto;
import io.offtake.assessment.Assessment;
import io.offtake.evidence.Release;
import io.offtake.pairing.CountedPeriod;
import io.offtake.pairing.Pairing;
import io.offtake.rest.edge.Amounts;

/// Puts what a reading rests on into the contract's words.
final class EvidenceSummaryMapper {

  /// Two years of weeks: who reads further asks for the progress.
  static final int MOST_PERIODS = 104;

  private EvidenceSummaryMapper() {}

  static EvidenceSummaryDto summary(Standing standing) {
    Assessment now = standing.now();
    if (now.pairing().isEmpty()) {
      return EvidenceSummaryDto.builder()
          .series(List.of())
          .missingPeriods(List.of())
          .straddlingPeriods(List.of())
          .overduePeriods(List.of())
          .flags(List.of())
          .build();
    }
    Pairing pairing = now.pairing().get();
    var flags = EnumSet.noneOf(EvidenceFlagDto.class);
    pairing.periods().forEach(period -> flags.addAll(flags(period)));
    add(flags, EvidenceFlagDto.HELD_BACK, !pairing.heldBack().isEmpty());
    return EvidenceSummaryDto.builder()
        .source(pairing.track().trade().source().value())
        .series(pairing.track().periods().reversed().stream()
            .filter(point -> !point.observations().isEmpty())
            .findFirst().stream()
            .flatMap(point -> point.observations().stream())
            .map(observation -> observation.series().toString())
            .distinct()
            .sorted()
            .toList())
        .newestPeriodEnd(pairing.newestPeriodEnd().orElse(null))
        .newestRelease(pairing.newestRelease().map(Release::releasedAt).orElse(null))
        .nextPeriodEnd(standing.nextRelease().map(NextRelease::periodEnd).orElse(null))
        .nextReleaseDue(standing.nextRelease().map(NextRelease::due).orElse(null))
        .complete(pairing.isComplete())
        .missingPeriods(pairing.missing().stream().limit(MOST_PERIODS).map(period -> period.period().last()).toList())
        .missingPeriodCount(pairing.missing().size())
        .straddlingPeriods(straddling(pairing))
        .overduePeriods(standing.overdue().stream().limit(MOST_PERIODS).<OverduePeriodDto>map(each ->
            OverduePeriodDto.builder().periodEnd(each.periodEnd()).dueAt(each.dueAt()).build()).toList())
        .overduePeriodCount(standing.overdue().size())
        .flags(List.copyOf(flags))
        .build();
  }

  private static List<StraddlingPeriodDto> straddling(Pairing pairing) {
    var periods = new ArrayList<StraddlingPeriodDto>();
    pairing.periods().stream().filter(CountedPeriod::straddling).forEach(period -> periods.add(
        straddling(period, true)));
    pairing.outside().ifPresent(period -> periods.add(straddling(period, false)));
    return periods;
  }

  private static StraddlingPeriodDto straddling(CountedPeriod period, boolean counted) {
    return StraddlingPeriodDto.builder()
        .periodEnd(period.period().last())
        .value(period.observed().map(Amounts::quantity).orElse(null))
        .counted(counted)
        .build();
  }

  /// The flags of one period of a reading.
  static Set<EvidenceFlagDto> flags(CountedPeriod period) {
    var flags = EnumSet.noneOf(EvidenceFlagDto.class);
    add(flags, EvidenceFlagDto.NET_CANCELLATION, period.isNetCancellation());
    add(flags, EvidenceFlagDto.STRADDLING, period.straddling());
    add(flags, EvidenceFlagDto.CARRY_OVER, period.carryOver());
    add(flags, EvidenceFlagDto.CARRY_OVER_NOT_HELD, period.partly());
    add(flags, EvidenceFlagDto.ESTIMATED_RELEASE, period.isReleaseEstimated());
    add(flags, EvidenceFlagDto.CORRECTED, period.isObserved() && period.isCorrected());
    add(flags, EvidenceFlagDto.MISSING, period.state() == CountedPeriod.State.MISSING);
    add(flags, EvidenceFlagDto.CORRECTION_ONLY, period.unprinted().isPresent());
    return flags;
  }

  private static void add(Set<EvidenceFlagDto> flags, EvidenceFlagDto flag, boolean holds) {
    if (holds) {
      flags.add(flag);
    }
  }
}
