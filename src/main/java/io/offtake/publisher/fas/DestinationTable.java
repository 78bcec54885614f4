package io.offtake.publisher.fas;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.offtake.calendar.MarketingYear;
import io.offtake.document.CsvText;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.document.ParseOutcome;
import io.offtake.document.Refusal;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodities;
import io.offtake.reference.Commodity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.DestinationNames;
import io.offtake.reference.PartyId;

/// Reads export sales of several commodities by destination, one row a week and destination, in tonnes.
///
/// The table lost its marketing-year column, and a boundary week belongs to two years. The year is derived: a week
/// that no year begins in belongs to the year that holds it; a week in which one begins belongs to the new year when
/// accumulated exports are the week's exports in each of its rows, to the old year when they are so in none where
/// something was shipped before, and otherwise nobody can tell, which is refused. So soybeans from the week to
/// 2025-09-04 are marketing year 2025/26 and wheat from the week to 2026-06-04 is 2026/27.
public final class DestinationTable {

  private static final List<String> COLUMNS = List.of("commodity", "week_ending", "country", "net_sales",
      "weekly_exports", "accumulated_exports", "outstanding_sales", "unit");

  private record Week(CommodityId commodity, LocalDate ending) {}

  private DestinationTable() {}

  /// @param names  what the names of up to eight characters mean
  public static ParseOutcome parse(byte[] csv, Dialect dialect, DestinationNames names, Commodities commodities) {
    try {
      return read(CsvText.rows(CsvText.decode(csv), 0, COLUMNS), dialect, names, commodities);
    } catch (Refusal refusal) {
      return refusal.toOutcome();
    }
  }

  private static ParseOutcome read(
      List<CsvText.Row> cells, Dialect dialect, DestinationNames names, Commodities commodities) throws Refusal {
    List<SalesRow> rows = new ArrayList<>();
    List<DoubtfulRow> doubtful = new ArrayList<>();
    for (CsvText.Row row : cells) {
      if (row.cells().equals(COLUMNS)) {
        doubtful.add(new DoubtfulRow(row.line(), "the header row stands here once more", false));
        continue;
      }
      var commodity = commodity(row, commodities);
      var week = CsvText.day(row.line(), "week_ending", row.cells().get(1));
      var destination = names.find(row.cells().get(2), week);
      var salesRow = new SalesRow(row.line(), "line " + row.line(), commodity,
          commodity.marketingYearOf(week).orElseThrow(() -> new Refusal(row.line(),
              "the marketing year of %s is not known".formatted(commodity.id()))),
          destination.orElse(PartyId.UNKNOWN), week, unit(row),
          CsvText.number(row.line(), "weekly_exports", row.cells().get(4)),
          CsvText.number(row.line(), "net_sales", row.cells().get(3)),
          CsvText.number(row.line(), "outstanding_sales", row.cells().get(6)),
          CsvText.number(row.line(), "accumulated_exports", row.cells().get(5)),
          null, null, null);
      if (destination.isPresent()) {
        rows.add(salesRow);
      } else {
        doubtful.add(new DoubtfulRow(row.line(),
            "no destination is known by the name '%s': add it to reference/fas-destinations.csv"
                .formatted(CsvText.shortened(row.cells().get(2))), false));
      }
    }
    if (rows.isEmpty()) {
      throw new Refusal("holds no row with a destination that is known");
    }
    var inTheirYears = withMarketingYears(rows);
    var full = inTheirYears.stream().map(SalesRow::year).collect(toSet());
    return new SalesRows(inTheirYears, dialect, full, doubtful).toOutcome();
  }

  private static List<SalesRow> withMarketingYears(List<SalesRow> rows) throws Refusal {
    Map<Week, List<SalesRow>> weeks = rows.stream().collect(groupingBy(DestinationTable::weekOf));
    Map<Week, MarketingYear> years = new HashMap<>();
    for (var week : weeks.entrySet()) {
      years.put(week.getKey(), marketingYear(week.getValue()));
    }
    List<SalesRow> result = new ArrayList<>();
    for (SalesRow row : rows) {
      var year = years.getOrDefault(weekOf(row), row.marketingYear());
      result.add(row.in(year));
    }
    return result;
  }

  private static MarketingYear marketingYear(List<SalesRow> week) throws Refusal {
    var first = week.getFirst();
    if (!first.sharesWeekWithYearBefore()) {
      return first.marketingYear();
    }
    boolean begins = week.stream().allMatch(row -> row.accumulated().compareTo(row.exported()) == 0);
    boolean goesOn = week.stream()
        .filter(row -> row.accumulated().signum() != 0)
        .noneMatch(row -> row.accumulated().compareTo(row.exported()) == 0);
    if (begins == goesOn) {
      throw new Refusal(first.line(), ("the week to %s belongs to two marketing years of %s, and its rows do not tell "
          + "to which of them: hand the document in with its marketing year")
              .formatted(first.weekEnding(), first.commodity().id()));
    }
    return begins ? first.marketingYear() : first.marketingYear().previous();
  }

  private static Week weekOf(SalesRow row) {
    return new Week(row.commodity().id(), row.weekEnding());
  }

  private static Commodity commodity(CsvText.Row row, Commodities commodities) throws Refusal {
    var name = row.cells().getFirst();
    var id = name.strip().toLowerCase(Locale.ROOT).replace(' ', '-');
    if (id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      var commodity = commodities.find(new CommodityId(id));
      if (commodity.isPresent()) {
        return commodity.get();
      }
    }
    throw new Refusal(row.line(), "no commodity is known by the name '%s': add it to reference/commodities.csv"
        .formatted(CsvText.shortened(name)));
  }

  private static Unit unit(CsvText.Row row) throws Refusal {
    if (!row.cells().get(7).equals("Metric Tons")) {
      throw new Refusal(row.line(), "the unit must be 'Metric Tons', but was '%s'"
          .formatted(CsvText.shortened(row.cells().get(7))));
    }
    return Unit.TONNE;
  }
}
