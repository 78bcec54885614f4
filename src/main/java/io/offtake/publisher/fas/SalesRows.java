package io.offtake.publisher.fas;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.offtake.calendar.DateWindow;
import io.offtake.document.Coverage;
import io.offtake.document.Figure;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.PublishedRelease;
import io.offtake.document.Refusal;
import io.offtake.evidence.Cadence;
import io.offtake.evidence.Measure;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.quantity.Quantity;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// Checks the rows of one document against each other and makes releases of them, one a week.
///
/// The identities are those of the report: accumulated exports grow by the weekly exports, sold (accumulated plus
/// outstanding) by the net sales, week upon week, for one destination within one marketing year.
final class SalesRows {

  private static final PartyId UNITED_STATES = new PartyId("US");

  /// A commodity of which so much was sold does not rest for a whole week everywhere (in the commodity's unit).
  private static final BigDecimal NEVER_RESTS = BigDecimal.valueOf(1_000_000);

  private final List<SalesRow> rows;
  private final Dialect dialect;
  private final Set<SalesRow.Year> full;
  private final List<DoubtfulRow> doubtful;
  private final List<String> alarms;

  SalesRows(List<SalesRow> rows, Dialect dialect, Set<SalesRow.Year> full, List<DoubtfulRow> doubtful) {
    this(rows, dialect, full, doubtful, List.of());
  }

  /// @param full  the years of which the document holds all destinations
  /// @param doubtful  the rows that the reader already left out
  /// @param alarms  what the reader has to cry out
  SalesRows(List<SalesRow> rows, Dialect dialect, Set<SalesRow.Year> full, List<DoubtfulRow> doubtful,
      List<String> alarms) {
    this.rows = rows;
    this.dialect = dialect;
    this.full = full;
    this.doubtful = new ArrayList<>(doubtful);
    this.alarms = List.copyOf(alarms);
  }

  Read toOutcome() throws Refusal {
    refuseStrayWeeks();
    refuseDuplicates();
    rows.forEach(this::doubtAlone);
    doubtSuccessions();
    doubtRestingWeeks();
    doubtful.sort(comparingInt(DoubtfulRow::line));
    return new Read(releases(), doubtful, List.of(), alarms);
  }

  private void refuseStrayWeeks() throws Refusal {
    for (SalesRow row : rows) {
      if (!row.touchesItsMarketingYear()) {
        throw new Refusal(row.line(), ("the week to %s does not touch marketing year %s of %s (%s): "
            + "name the marketing year that was asked for, by the year it ends in")
                .formatted(row.weekEnding(), row.marketingYear(), row.commodity().id(), row.marketingYear().window()));
      }
    }
  }

  private void refuseDuplicates() throws Refusal {
    record Key(SalesRow.Year year, PartyId destination, LocalDate weekEnding) {}
    Map<Key, SalesRow> seen = new HashMap<>();
    for (SalesRow row : rows) {
      var before = seen.putIfAbsent(new Key(row.year(), row.destination(), row.weekEnding()), row);
      if (before != null) {
        throw new Refusal(row.line(), "%s stands twice, at %s and at %s: one row a week was expected"
            .formatted(row.subject(), before.place(), row.place()));
      }
    }
  }

  private void doubtAlone(SalesRow row) {
    if (row.weekEnding().getDayOfWeek() != DayOfWeek.THURSDAY) {
      doubt(row, "the week ends on a %s, but reporting weeks end on Thursdays"
          .formatted(row.weekEnding().getDayOfWeek()));
    }
    if (row.total() != null && row.total().compareTo(row.sold()) != 0) {
      doubt(row, "total commitments are %s, but accumulated exports %s and outstanding sales %s make %s"
          .formatted(plain(row.total()), plain(row.accumulated()), plain(row.outstanding()), plain(row.sold())));
    }
    if (row.accumulated().signum() < 0 || row.outstanding().signum() < 0) {
      doubt(row, "accumulated exports (%s) and outstanding sales (%s) should not be negative"
          .formatted(plain(row.accumulated()), plain(row.outstanding())));
    }
    if (row.isFirst() && row.accumulated().compareTo(row.exported()) != 0) {
      doubt(row, ("the marketing year begins in this week, but accumulated exports (%s) are not the week's exports "
          + "(%s): the row may be the last of the year before")
              .formatted(plain(row.accumulated()), plain(row.exported())));
    }
  }

  private void doubtSuccessions() {
    record Line(SalesRow.Year year, PartyId destination) {}
    var lines = rows.stream()
        .collect(groupingBy(row -> new Line(row.year(), row.destination()), LinkedHashMap::new, toList()));
    for (List<SalesRow> line : lines.values()) {
      var ordered = line.stream().sorted(comparing(SalesRow::weekEnding)).toList();
      for (int i = 1; i < ordered.size(); i++) {
        var before = ordered.get(i - 1);
        var row = ordered.get(i);
        if (before.weekEnding().plusDays(7).equals(row.weekEnding())) {
          doubtSuccession(before, row);
        }
      }
    }
  }

  private void doubtSuccession(SalesRow before, SalesRow row) {
    var soldMore = row.sold().subtract(before.sold());
    if (soldMore.compareTo(row.net()) != 0) {
      doubt(row, ("net sales are %s, but accumulated exports plus outstanding sales went from %s to %s, "
          + "which is %s")
              .formatted(plain(row.net()), plain(before.sold()), plain(row.sold()), plain(soldMore)));
    }
    var shippedMore = row.accumulated().subtract(before.accumulated());
    if (shippedMore.compareTo(row.exported()) != 0) {
      doubt(row, "weekly exports are %s, but accumulated exports went from %s to %s, which is %s".formatted(
          plain(row.exported()), plain(before.accumulated()), plain(row.accumulated()), plain(shippedMore)));
    }
  }

  private void doubtRestingWeeks() {
    record Week(SalesRow.Year year, LocalDate weekEnding) {}
    var weeks = rows.stream()
        .filter(row -> full.contains(row.year()) || row.destination().equals(PartyId.WORLD))
        .collect(groupingBy(row -> new Week(row.year(), row.weekEnding()), LinkedHashMap::new, toList()));
    for (List<SalesRow> week : weeks.values()) {
      boolean rests = week.stream().allMatch(row -> row.net().signum() == 0 && row.exported().signum() == 0);
      var sold = week.stream().map(SalesRow::sold).reduce(BigDecimal.ZERO, BigDecimal::add);
      if (rests && sold.compareTo(NEVER_RESTS) >= 0) {
        doubt(week.getFirst(), "nothing was sold and nothing shipped to anywhere in the whole week, although %s %s are "
            .formatted(plain(sold), week.getFirst().unit().id())
            + "sold in the year: a report that was withdrawn looks like this");
      }
    }
  }

  private void doubt(SalesRow row, String reason) {
    doubtful.add(new DoubtfulRow(row.line(), row.subject() + ": " + reason, true));
  }

  private List<PublishedRelease> releases() {
    Map<LocalDate, List<SalesRow>> weeks = rows.stream()
        .collect(groupingBy(SalesRow::weekEnding, TreeMap::new, toList()));
    return weeks.entrySet().stream()
        .map(week -> new PublishedRelease(
            DateWindow.weekEnding(week.getKey()),
            null,
            ReleaseBasis.ESTIMATED,
            false,
            null,
            week.getValue().stream().flatMap(row -> figures(row).stream()).toList(),
            coverage(week.getValue())))
        .toList();
  }

  private List<Coverage> coverage(List<SalesRow> week) {
    return week.stream()
        .collect(groupingBy(SalesRow::year, LinkedHashMap::new, toList()))
        .entrySet().stream()
        .map(year -> new Coverage(
            year.getKey().commodity().id(),
            year.getKey().endingYear(),
            full.contains(year.getKey())
                ? Set.of()
                : year.getValue().stream().map(SalesRow::destination).collect(toSet())))
        .toList();
  }

  private List<Figure> figures(SalesRow row) {
    List<Figure> figures = new ArrayList<>();
    add(figures, row, Measure.EXPORTED, row.exported());
    add(figures, row, Measure.NET_SALES, row.net());
    add(figures, row, Measure.OUTSTANDING_SALES, row.outstanding());
    add(figures, row, Measure.ACCUMULATED_EXPORTS, row.accumulated());
    add(figures, row, Measure.NEXT_YEAR_NET_SALES, row.nextNet());
    add(figures, row, Measure.NEXT_YEAR_OUTSTANDING_SALES, row.nextOutstanding());
    return figures;
  }

  private void add(List<Figure> figures, SalesRow row, Measure measure, @Nullable BigDecimal value) {
    if (value != null) {
      boolean carryOver = measure == Measure.NET_SALES && dialect == Dialect.API && row.sharesWeekWithYearBefore();
      figures.add(new Figure(measure, row.commodity().id(), UNITED_STATES, row.destination(), Cadence.WEEKLY,
          row.week(), row.marketingYear().endingYear(), Figure.Kind.PRINT, Quantity.of(value, row.unit()), row.line(),
          carryOver));
    }
  }

  private static String plain(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}
