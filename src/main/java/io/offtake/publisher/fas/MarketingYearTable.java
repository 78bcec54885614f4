package io.offtake.publisher.fas;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import io.offtake.calendar.MarketingYear;
import io.offtake.document.CsvText;
import io.offtake.document.ParseOutcome;
import io.offtake.document.Refusal;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodity;
import io.offtake.reference.PartyId;

/// Reads export sales of one commodity to the world and to China, one row a week and marketing year, in thousand
/// tonnes with three decimals, which are exact tonnes.
///
/// The table states total commitments, not outstanding sales; these are commitments less accumulated exports. It has
/// no next-year figures. Its first net sales of a year are those of [Dialect#API]: 2,348,758 t to China in the week to
/// 2020-09-03, of which 755,853 t are what 2019/20 left over.
public final class MarketingYearTable {

  private static final List<String> COLUMNS = List.of("market_year", "week_ending",
      "total_net_sales_kt", "total_commitment_kt", "total_weekly_exports_kt", "total_accumulated_exports_kt",
      "china_net_sales_kt", "china_commitment_kt", "china_weekly_exports_kt", "china_accumulated_exports_kt");

  private static final PartyId CHINA = new PartyId("CN");

  private MarketingYearTable() {}

  public static ParseOutcome parse(byte[] csv, Commodity commodity) {
    try {
      List<SalesRow> rows = new ArrayList<>();
      for (CsvText.Row row : CsvText.rows(CsvText.decode(csv), 0, COLUMNS)) {
        var year = marketingYear(row, commodity);
        var week = CsvText.day(row.line(), "week_ending", row.cells().get(1));
        rows.add(salesRow(row, 2, commodity, year, week, PartyId.WORLD));
        rows.add(salesRow(row, 6, commodity, year, week, CHINA));
      }
      if (rows.isEmpty()) {
        throw new Refusal("holds no rows under its header row");
      }
      return new SalesRows(rows, Dialect.API, Set.of(), List.of()).toOutcome();
    } catch (Refusal refusal) {
      return refusal.toOutcome();
    }
  }

  private static MarketingYear marketingYear(CsvText.Row row, Commodity commodity) throws Refusal {
    var cell = row.cells().getFirst();
    var start = commodity.marketingYearStart();
    if (start == null) {
      throw new Refusal("the marketing year of " + commodity.id() + " is not known");
    }
    if (!cell.matches("(19|20|21)[0-9]{2}")) {
      throw new Refusal(row.line(), "market_year must be the year it ends in, such as 2026, but was '%s'"
          .formatted(CsvText.shortened(cell)));
    }
    return new MarketingYear(Integer.parseInt(cell), start);
  }

  private static SalesRow salesRow(CsvText.Row row, int column, Commodity commodity, MarketingYear year,
      LocalDate week, PartyId destination) throws Refusal {
    var net = tonnes(row, column);
    var sold = tonnes(row, column + 1);
    var exported = tonnes(row, column + 2);
    var accumulated = tonnes(row, column + 3);
    return new SalesRow(row.line(), "line " + row.line(), commodity, year, destination, week, Unit.TONNE,
        exported, net, sold.subtract(accumulated), accumulated, sold, null, null);
  }

  private static BigDecimal tonnes(CsvText.Row row, int column) throws Refusal {
    var thousands = CsvText.number(row.line(), COLUMNS.get(column), row.cells().get(column));
    if (thousands.scale() > 3) {
      throw new Refusal(row.line(), "%s must be thousand tonnes with at most three decimals, but was %s"
          .formatted(COLUMNS.get(column), thousands));
    }
    return thousands.movePointRight(3);
  }
}
