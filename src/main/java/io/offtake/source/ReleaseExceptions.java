package io.offtake.source;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.offtake.calendar.ReleaseCalendar;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.ReleaseCalendars.KnownSince;
import io.offtake.evidence.ReleaseCalendars.PeriodOf;
import io.offtake.evidence.SourceId;
import io.offtake.reference.ReferenceTable;

/// The release calendars of the sources, with the releases that are known to have come out otherwise.
public final class ReleaseExceptions {

  private static final String TABLE = "reference/release-exceptions.csv";
  private static final List<String> COLUMNS = List.of("source", "periodEnd", "releasedAt", "basis", "note");

  private ReleaseExceptions() {}

  /// The rules, and the table that comes with Offtake: `reference/release-exceptions.csv`.
  public static ReleaseCalendars standardCalendars() {
    return new ReleaseCalendars(
        Map.of(
            SourceId.FAS_EXPORT_SALES, ReleaseCalendar.EXPORT_SALES,
            SourceId.FGIS_WEEKLY, ReleaseCalendar.GRAIN_INSPECTIONS),
        ReferenceTable.load(TABLE, COLUMNS).stream().collect(Collectors.toMap(
            row -> new PeriodOf(new SourceId(row.get(0)), LocalDate.parse(row.get(1))),
            row -> new KnownSince(Instant.parse(row.get(2)), ReleaseBasis.ofId(row.get(3)).orElseThrow()))));
  }
}
