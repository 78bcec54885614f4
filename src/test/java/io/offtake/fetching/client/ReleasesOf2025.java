package io.offtake.fetching.client;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/// When the weekly Export Sales of autumn 2025 came out, written down apart from the tables that the service reads.
/// Instants of which only the day was reported are at the publisher's hour.
final class ReleasesOf2025 {

  private static final String TABLE = """
      2025-09-04 2025-09-11T12:30:00Z
      2025-09-11 2025-09-18T12:30:00Z
      2025-09-18 2025-09-25T12:30:00Z
      2025-09-25 2025-11-13T13:30:00Z
      2025-10-02 2025-11-20T13:30:00Z
      2025-10-09 2025-11-24T13:30:00Z
      2025-10-16 2025-11-28T13:30:00Z
      2025-10-23 2025-12-04T13:30:00Z
      2025-10-30 2025-12-08T13:30:00Z
      2025-11-06 2025-12-11T13:30:00Z
      2025-11-13 2025-12-15T13:30:00Z
      2025-11-20 2025-12-17T13:30:00Z
      2025-11-27 2025-12-22T13:30:00Z
      2025-12-04 2025-12-29T13:30:00Z
      2025-12-11 2025-12-31T13:30:00Z
      2025-12-18 2026-01-05T13:30:00Z
      2025-12-25 2026-01-07T13:30:00Z
      2026-01-01 2026-01-08T13:30:00Z
      2026-01-08 2026-01-15T13:30:00Z
      2026-01-15 2026-01-23T13:30:00Z
      2026-01-22 2026-01-29T13:30:00Z
      2026-01-29 2026-02-05T13:30:00Z
      2026-02-05 2026-02-12T13:30:00Z
      2026-02-12 2026-02-20T13:30:00Z
      2026-02-19 2026-02-26T13:30:00Z
      2026-02-26 2026-03-05T13:30:00Z
      """;

  private final Map<LocalDate, Instant> releases = new TreeMap<>();

  ReleasesOf2025() {
    TABLE.lines().map(line -> line.split(" "))
        .forEach(cells -> releases.put(LocalDate.parse(cells[0]), Instant.parse(cells[1])));
  }

  /// The end of the newest week that was out.
  LocalDate newestAt(Instant instant) {
    return releases.entrySet().stream()
        .filter(release -> !release.getValue().isAfter(instant))
        .map(Map.Entry::getKey)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }
}
