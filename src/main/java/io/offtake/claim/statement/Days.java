package io.offtake.claim.statement;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.ibm.icu.text.DateFormatSymbols;
import org.jspecify.annotations.Nullable;

/// Finds the day by which something is to be, or of which it is told: "by the end of February", "d'ici le 28 février 2026".
final class Days {

  private final Words words;
  private final String[] months;
  private final Pattern endOfMonth;
  private final Pattern day;
  private final Pattern endOfYear;

  Days(Words words, String language) {
    this.words = words;
    Locale locale = Locale.of(language);
    this.months = Arrays.stream(DateFormatSymbols.getInstance(locale).getMonths())
        .map(month -> month.toLowerCase(locale)).toArray(String[]::new);
    String names = Arrays.stream(months).map(Pattern::quote).collect(Collectors.joining("|"));
    int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    if (language.equals("fr")) {
      endOfMonth = Pattern.compile("fin (?:du mois )?(?:de |d')?(" + names + ")(?: (\\d{4}))?", flags);
      day = Pattern.compile("(?<!\\d)(\\d{1,2})(?:er)? (" + names + ")(?: (\\d{4}))?", flags);
      endOfYear = Pattern.compile("fin (?:de l'année|d'année|de l'an)(?: (\\d{4}))?", flags);
    } else {
      endOfMonth = Pattern.compile("end of (?:the month of )?(" + names + ")(?:,? (\\d{4}))?", flags);
      day = Pattern.compile("(?<!\\d)(?:(\\d{1,2})(?:st|nd|rd|th)? (" + names + ")|(" + names + ") (\\d{1,2})(?:st|nd|rd|th)?)"
          + "(?![\\d])(?:,? (\\d{4}))?", flags);
      endOfYear = Pattern.compile("(?:end of (?:the )?year|year[- ]end|end of the calendar year)(?: (\\d{4}))?", flags);
    }
  }

  /// @param assumed  what was not written
  record Found(LocalDate day, Span span, @Nullable String assumed) {}

  /// @param published  from which a year that was not written is taken
  /// @param ahead  whether it is a day to come
  Optional<Found> in(String sentence, LocalDate published, boolean ahead) {
    Matcher season = end(sentence);
    if (season != null) {
      return Optional.of(new Found(seasonEnd(published), new Span(season.start(), season.end()),
          "The season is taken for the marketing year, which ends on %s.".formatted(seasonEnd(published))));
    }
    Matcher month = endOfMonth.matcher(sentence);
    if (month.find()) {
      YearMonth of = yearMonth(month.group(1), month.group(2), published, ahead);
      return Optional.of(found(of.atEndOfMonth(), month, month.group(2)));
    }
    Matcher year = endOfYear.matcher(sentence);
    if (year.find()) {
      int of = year.group(1) == null ? published.getYear() : Integer.parseInt(year.group(1));
      return Optional.of(found(LocalDate.of(of, 12, 31), year, year.group(1)));
    }
    Matcher one = day.matcher(sentence);
    return one.find() ? day(one, published, ahead) : Optional.empty();
  }

  private @Nullable Matcher end(String sentence) {
    return words.first(sentence, "season").map(found -> {
      Matcher matcher = Pattern.compile(Pattern.quote(sentence.substring(found.span().start(), found.span().end())))
          .matcher(sentence);
      return matcher.find() ? matcher : null;
    }).orElse(null);
  }

  private static LocalDate seasonEnd(LocalDate published) {
    LocalDate end = LocalDate.of(published.getYear(), 8, 31);
    return published.isAfter(end) ? end.plusYears(1) : end;
  }

  private Optional<Found> day(Matcher one, LocalDate published, boolean ahead) {
    boolean english = one.groupCount() > 3;
    String dayOfMonth = english && one.group(1) == null ? one.group(4) : one.group(1);
    String month = english && one.group(1) == null ? one.group(3) : one.group(2);
    String year = english ? one.group(5) : one.group(3);
    try {
      return Optional.of(found(yearMonth(month, year, published, ahead).atDay(Integer.parseInt(dayOfMonth)), one, year));
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }

  private static Found found(LocalDate day, Matcher at, @Nullable String year) {
    return new Found(day, new Span(at.start(), at.end()),
        year == null ? "No year is written: %d is taken.".formatted(day.getYear()) : null);
  }

  /// The next such month for what is to come, the last one for what was.
  private YearMonth yearMonth(String name, @Nullable String year, LocalDate published, boolean ahead) {
    int month = Arrays.asList(months).indexOf(name.toLowerCase(Locale.ROOT)) + 1;
    if (year != null) {
      return YearMonth.of(Integer.parseInt(year), month);
    }
    YearMonth now = YearMonth.from(published);
    YearMonth same = YearMonth.of(published.getYear(), month);
    return ahead
        ? same.isBefore(now) ? same.plusYears(1) : same
        : same.isAfter(now) ? same.minusYears(1) : same;
  }
}
