package io.offtake.source;

import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.regex.Pattern;

import io.offtake.calendar.DateWindow;
import org.jspecify.annotations.Nullable;

/// Months as publishers write them.
public final class Months {

  private static final Pattern FORM = Pattern.compile("((?:19|20)\\d\\d)-?(\\d\\d)");

  private Months() {}

  /// The days of a month written `2026-07` or `202607`.
  public static DateWindow days(int line, String name, @Nullable String text) throws Refusal {
    var match = FORM.matcher(text == null ? "" : text);
    if (match.matches()) {
      try {
        return of(YearMonth.of(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2))));
      } catch (DateTimeException e) {
        // told below, with all other texts that are no month
      }
    }
    throw new Refusal(line, "%s must be a month such as 2026-07, but was '%s'"
        .formatted(name, text == null ? "absent" : CsvText.shortened(text)));
  }

  public static DateWindow of(YearMonth month) {
    return new DateWindow(month.atDay(1), month.atEndOfMonth());
  }
}
