package io.offtake.replay;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.offtake.commitment.Problem;

/// The days of the past that are played through again: of what lies ahead nothing is known, and before the first of them
/// nobody published what is read here.
final class Span {

  static final LocalDate FIRST = LocalDate.of(1980, 1, 1);

  private Span() {}

  /// @param unsure  which of `from` and `to` are stand-ins
  static List<Problem> problems(LocalDate from, LocalDate to, Instant now, Set<String> unsure) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    var problems = new ArrayList<Problem>();
    if (!unsure.contains("from") && from.isBefore(FIRST)) {
      problems.add(new Problem("/from", "%s is before anything was published".formatted(from),
          "write a day from %s on".formatted(FIRST)));
    }
    if (!unsure.contains("from") && from.isAfter(today)) {
      problems.add(new Problem("/from", "%s is yet to come".formatted(from),
          "write a day from %s to today, %s".formatted(FIRST, today)));
    }
    if (!unsure.contains("to") && to.isAfter(today)) {
      problems.add(new Problem("/to", "%s is yet to come, and nothing can be known of it".formatted(to),
          "write a day up to today, %s".formatted(today)));
    } else if (!unsure.contains("to") && !unsure.contains("from") && to.isBefore(from)) {
      problems.add(new Problem("/to", "the span ends before it begins", "write a day on or after from"));
    }
    return problems;
  }
}
