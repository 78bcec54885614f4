package io.offtake.rest.edge;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

import io.offtake.api.model.CalendarEntryDto;
import io.offtake.text.PlainText;

/// Writes the calendar as iCalendar (RFC 5545). Each entry keeps its UID, so that a subscriber sees an expected release
/// move to the instant it came out.
public final class ICalendar {

  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  /// In octets, without the line break (section 3.1).
  private static final int LONGEST_LINE = 75;

  private final StringBuilder text = new StringBuilder();

  private ICalendar() {}

  /// @param stamp  when the entries became so: the instant of the data version
  public static String of(List<CalendarEntryDto> entries, Instant stamp) {
    var calendar = new ICalendar();
    calendar.line("BEGIN:VCALENDAR");
    calendar.line("VERSION:2.0");
    calendar.line("PRODID:-//Offtake//Offtake//EN");
    calendar.line("CALSCALE:GREGORIAN");
    calendar.line("METHOD:PUBLISH");
    calendar.line("X-WR-CALNAME:Offtake");
    entries.forEach(entry -> calendar.event(entry, stamp));
    calendar.line("END:VCALENDAR");
    return calendar.text.toString();
  }

  private void event(CalendarEntryDto entry, Instant stamp) {
    line("BEGIN:VEVENT");
    line("UID:" + uid(entry));
    line("DTSTAMP:" + INSTANT.format(stamp));
    line("SEQUENCE:" + entry.getSequence());
    line(entry.getAt() == null
        ? "DTSTART;VALUE=DATE:" + DAY.format(entry.getDate())
        : "DTSTART:" + INSTANT.format(entry.getAt()));
    line("SUMMARY:" + escaped(entry.getLabel()));
    if (entry.getReleaseStatus() != null) {
      line("STATUS:" + switch (entry.getReleaseStatus()) {
        case PUBLISHED -> "CONFIRMED";
        case EXPECTED, OVERDUE -> "TENTATIVE";
      });
      line("DESCRIPTION:" + switch (entry.getReleaseStatus()) {
        case PUBLISHED -> "Published.";
        case EXPECTED -> "Expected by the source's release calendar.";
        case OVERDUE -> "Was due then and has not come.";
      });
    }
    line("CATEGORIES:" + entry.getKind().toString().toUpperCase(Locale.ROOT));
    line("TRANSP:TRANSPARENT");
    line("END:VEVENT");
  }

  private static String uid(CalendarEntryDto entry) {
    return switch (entry.getKind()) {
      case RELEASE -> "release.%s.%s@offtake".formatted(entry.getSource(), entry.getPeriodEnd());
      case WINDOW_START, DEADLINE ->
          "%s.%s.%s@offtake".formatted(entry.getKind(), entry.getCommitment(), entry.getReading());
    };
  }

  private static String escaped(String value) {
    return PlainText.asLine(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,");
  }

  /// Folds a long line, never inside a character.
  private void line(String line) {
    int octets = 0;
    for (int i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
      int character = line.codePointAt(i);
      int size = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
      if (octets + size > LONGEST_LINE) {
        text.append("\r\n ");
        octets = 1;
      }
      text.appendCodePoint(character);
      octets += size;
    }
    text.append("\r\n");
  }
}
