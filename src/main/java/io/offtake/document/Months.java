package io.offtake.document;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
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

  /// The rows of each month: months in order, rows as they came.
  public static <R> List<List<R>> inOrder(Collection<R> rows, Function<R, DateWindow> month) {
    return List.copyOf(rows.stream()
        .collect(groupingBy(row -> month.apply(row).last(), TreeMap::new, toList()))
        .values());
  }

  public static DateWindow of(YearMonth month) {
    return new DateWindow(month.atDay(1), month.atEndOfMonth());
  }
}
