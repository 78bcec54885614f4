package io.offtake.publisher;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.offtake.calendar.ReleaseCalendar;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.evidence.ReleaseCalendars.KnownSince;
import io.offtake.evidence.ReleaseCalendars.PeriodOf;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.SourceId;
import io.offtake.publisher.Publisher.Publication;
import io.offtake.reference.ReferenceTable;

/// The release calendars of the sources, with the releases that are known to have come out otherwise.
public final class ReleaseExceptions {

  private static final String TABLE = "reference/release-exceptions.csv";
  private static final List<String> COLUMNS = List.of("source", "periodEnd", "releasedAt", "basis", "note");

  private static final ZoneId EASTERN = ZoneId.of("America/New_York");

  private ReleaseExceptions() {}

  private record Row(PeriodOf period, KnownSince since) {}

  /// The rules, and the table that comes with Offtake: `reference/release-exceptions.csv`. Of monthly sources the days
  /// that are marked as scheduled are those that the publisher named.
  public static ReleaseCalendars standardCalendars() {
    return calendars(Publishers.all());
  }

  static ReleaseCalendars calendars(List<Publisher> publishers) {
    List<Row> rows = ReferenceTable.load(TABLE, COLUMNS).stream()
        .map(row -> new Row(
            new PeriodOf(new SourceId(row.get(0)), LocalDate.parse(row.get(1))),
            new KnownSince(Instant.parse(row.get(2)), ReleaseBasis.ofId(row.get(3)).orElseThrow())))
        .toList();
    Map<SourceId, ReleaseCalendar> rules = new HashMap<>();
    for (Publisher publisher : publishers) {
      for (Publication publication : publisher.publications()) {
        publication.calendar().ifPresent(
            calendar -> rules.put(publication.id(), calendar.apply(named(rows, publication.id()))));
      }
    }
    return new ReleaseCalendars(rules, rows.stream().collect(Collectors.toMap(Row::period, Row::since)));
  }

  private static Map<LocalDate, LocalDate> named(List<Row> rows, SourceId source) {
    return rows.stream()
        .filter(row -> row.period().source().equals(source) && row.since().basis() == ReleaseBasis.SCHEDULED)
        .collect(Collectors.toMap(
            row -> row.period().periodEnd(), row -> LocalDate.ofInstant(row.since().releasedAt(), EASTERN)));
  }
}
