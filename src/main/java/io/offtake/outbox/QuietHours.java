package io.offtake.outbox;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/// The hours of each local day in which nothing is sent, such as 22:00 to 06:30.
///
/// @param from  the first minute of quiet
/// @param to  the first minute after it; before `from` when the night lies between. Equal to `from` it is never quiet
public record QuietHours(LocalTime from, LocalTime to) {

  /// When the quiet that `now` lies in ends; empty when it does not lie in any. Where the clocks change, local times
  /// count.
  public Optional<Instant> endOf(Instant now, ZoneId zone) {
    ZonedDateTime local = now.atZone(zone);
    LocalTime time = local.toLocalTime();
    boolean overnight = to.isBefore(from);
    boolean quiet = overnight
        ? !time.isBefore(from) || time.isBefore(to)
        : !time.isBefore(from) && time.isBefore(to);
    if (!quiet) {
      return Optional.empty();
    }
    boolean tomorrow = overnight && !time.isBefore(from);
    return Optional.of(ZonedDateTime.of(local.toLocalDate().plusDays(tomorrow ? 1 : 0), to, zone).toInstant())
        // In the hour that a change of clocks repeats, the end may have passed already.
        .filter(end -> end.isAfter(now));
  }
}
