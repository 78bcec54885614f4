package io.offtake.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.offtake.api.model.CalendarEntryDto.KindEnum;
import io.offtake.api.model.CalendarEntryDto.ReleaseStatusEnum;
import io.offtake.api.model.CalendarEntryDto;
import io.offtake.calendar.DateWindow;
import io.offtake.calendar.WeeklyReleases;
import io.offtake.evidence.Release;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.evidence.SourceId;
import io.offtake.publisher.Sources;
import io.offtake.rest.edge.ICalendar;
import org.junit.jupiter.api.Test;

class CalendarResourceTest {

  private static final Instant AS_OF = Instant.parse("2026-02-10T12:00:00Z");
  private static final DateWindow FEBRUARY =
      new DateWindow(LocalDate.parse("2026-02-01"), LocalDate.parse("2026-02-28"));

  @Test
  void aReleaseIsPublishedOverdueOrExpected() {
    var entries = releases(
        release(1, "2026-01-22", "2026-01-29T13:30:00Z"),
        release(2, "2026-02-05", "2026-02-12T13:30:00Z"));

    assertThat(entries).extracting(CalendarEntryDto::getPeriodEnd, CalendarEntryDto::getReleaseStatus)
        .as("the week to 29 January did not come, the one to 5 February is not known yet")
        .containsExactly(
            tuple(LocalDate.parse("2026-01-29"), ReleaseStatusEnum.OVERDUE),
            tuple(LocalDate.parse("2026-02-05"), ReleaseStatusEnum.EXPECTED),
            tuple(LocalDate.parse("2026-02-12"), ReleaseStatusEnum.EXPECTED),
            tuple(LocalDate.parse("2026-02-19"), ReleaseStatusEnum.EXPECTED));
    assertThat(entries.get(2).getAt()).as("Presidents' Day delays it").isEqualTo("2026-02-20T13:30:00Z");
  }

  @Test
  void aReleaseThatCameStandsOnItsOwnDay() {
    var entries = releases(
        release(1, "2026-01-22", "2026-01-29T13:30:00Z"),
        release(2, "2026-01-29", "2026-02-06T01:30:00Z"));

    assertThat(entries.getFirst().getDate()).as("in the source's time zone").isEqualTo("2026-02-05");
    assertThat(entries.getFirst().getReleaseStatus()).isEqualTo(ReleaseStatusEnum.PUBLISHED);
    assertThat(entries.getFirst().getAt()).isEqualTo("2026-02-06T01:30:00Z");
  }

  @Test
  void whereNothingWasReceivedNothingIsOverdue() {
    assertThat(releases()).extracting(CalendarEntryDto::getReleaseStatus).containsOnly(ReleaseStatusEnum.EXPECTED);
  }

  @Test
  void theDaysAreNinetyFromAsOfUnlessGiven() {
    assertThat(CalendarResource.days(AS_OF, null, null)).hasToString("2026-02-10/2026-05-11");
    assertThatThrownBy(() -> CalendarResource.days(AS_OF, LocalDate.parse("2026-02-28"), LocalDate.parse("2026-02-01")))
        .hasMessageContaining("'to'");
    assertThatThrownBy(() -> CalendarResource.days(AS_OF, LocalDate.parse("2024-02-10"), LocalDate.parse("2026-02-10")))
        .hasMessageContaining("732");
  }

  @Test
  void theICalendarIsOfTheFormOfRfc5545() {
    var deadline = CalendarEntryDto.builder()
        .kind(KindEnum.DEADLINE)
        .date(LocalDate.parse("2026-02-28"))
        .label("Deadline: China; at least 12 Mt, " + "ü".repeat(60))
        .commitment("us-cn-soybeans-2025")
        .reading("sold-by-2026-02-28")
        .sequence(1)
        .build();

    String text = ICalendar.of(
        List.of(releases(release(1, "2026-01-29", "2026-02-05T13:30:00Z")).getFirst(), deadline), AS_OF);

    assertThat(text).startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:").endsWith("END:VCALENDAR\r\n")
        .doesNotContainPattern("(?<!\r)\n");
    assertThat(text.split("\r\n")).allSatisfy(line ->
        assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75));
    assertThat(text.replace("\r\n ", "").split("\r\n")).contains(
        "UID:release.fas-export-sales.2026-01-29@offtake",
        "DTSTAMP:20260210T120000Z",
        "SEQUENCE:2",
        "SEQUENCE:1",
        "DTSTART:20260205T133000Z",
        "UID:deadline.us-cn-soybeans-2025.sold-by-2026-02-28@offtake",
        "DTSTART;VALUE=DATE:20260228",
        "SUMMARY:Deadline: China\\; at least 12 Mt\\, " + "ü".repeat(60));
  }

  /// As titles could be before they were held to a rule.
  @Test
  void theICalendarHasNoControlCharacters() {
    var deadline = CalendarEntryDto.builder().kind(KindEnum.DEADLINE).date(LocalDate.parse("2026-02-28")).sequence(0)
        .label("a\u0001b\u001Bc\rd\u0085e\u2028f").commitment("x").reading("y").build();

    assertThat(ICalendar.of(List.of(deadline), AS_OF)).contains("SUMMARY:a b c d e f\r\n")
        .doesNotContainPattern("[\\p{Cntrl}&&[^\r\n]]");
  }

  private static List<CalendarEntryDto> releases(Release... known) {
    return CalendarResource.releases(Sources.find(SourceId.FAS_EXPORT_SALES).orElseThrow(),
        Optional.of(WeeklyReleases.EXPORT_SALES),
        List.of(known).stream().filter(release -> release.isKnownAt(AS_OF)).toList(),
        Map.of(LocalDate.parse("2026-01-29"), 2), AS_OF, FEBRUARY);
  }

  private static Release release(long id, String periodEnd, String releasedAt) {
    return new Release(id, SourceId.FAS_EXPORT_SALES, DateWindow.weekEnding(LocalDate.parse(periodEnd)),
        Instant.parse(releasedAt), 1, ReleaseBasis.REPORTED, false, Instant.parse(releasedAt), "");
  }
}
