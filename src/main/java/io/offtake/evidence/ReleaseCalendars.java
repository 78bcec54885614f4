package io.offtake.evidence;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

import io.offtake.calendar.ReleaseCalendar;

/// The ordinary calendar of every source that has one, and the releases that are known to have come out otherwise.
///
/// @param exceptions  by source and period end
public record ReleaseCalendars(Map<SourceId, ReleaseCalendar> rules, Map<PeriodOf, KnownSince> exceptions) {

  public record PeriodOf(SourceId source, LocalDate periodEnd) {}

  /// @param basis  how the instant is known
  public record KnownSince(Instant releasedAt, ReleaseBasis basis) {}

  public ReleaseCalendars {
    rules = Map.copyOf(rules);
    exceptions = Map.copyOf(exceptions);
  }

  public Optional<ReleaseCalendar> of(SourceId source) {
    return Optional.ofNullable(rules.get(source));
  }

  /// When the public had the figure for the period that ends on `periodEnd`: as listed, otherwise by the rule.
  public Optional<KnownSince> knownSince(SourceId source, LocalDate periodEnd) {
    return Optional.ofNullable(exceptions.get(new PeriodOf(source, periodEnd)))
        .or(() -> of(source).map(rule -> new KnownSince(rule.due(periodEnd), ReleaseBasis.ESTIMATED)));
  }
}
