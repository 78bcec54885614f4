package io.offtake.publisher;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.offtake.calendar.DateWindow;
import io.offtake.calendar.MarketingYear;
import io.offtake.document.Coverage;
import io.offtake.document.CsvText;
import io.offtake.document.Figure;
import io.offtake.document.PublishedRelease;
import io.offtake.document.Refusal;
import io.offtake.evidence.Cadence;
import io.offtake.evidence.Measure;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;

/// Weekly export sales in thousand tonnes by destination, from a public copy.
final class StarterSales {

  private static final CommodityId WHEAT = new CommodityId("wheat");
  private static final PartyId UNITED_STATES = new PartyId("US");
  private static final Map<String, PartyId> BUYERS = Map.of("INDONESIA", new PartyId("ID"), "BANGLADESH", new PartyId("BD"));
  private static final MarketingYear YEAR = new MarketingYear(2026, Month.JUNE);
  private static final List<String> COLUMNS = List.of("commodity", "destination", "market_year", "week_ending",
      "accumulated_exports_kt", "outstanding_sales_kt", "total_commitment_kt", "net_sales_kt");

  private StarterSales() {}

  /// Wheat to Indonesia and Bangladesh in marketing year 2025/26, from the first week that ends in it.
  static List<PublishedRelease> wheat(byte[] csv) throws Refusal {
    Map<PartyId, BigDecimal> shipped = new HashMap<>();
    Map<LocalDate, List<Figure>> weeks = new TreeMap<>();
    for (CsvText.Row row : CsvText.rows(CsvText.decode(csv), 0, COLUMNS)) {
      List<String> cells = row.cells();
      PartyId buyer = BUYERS.get(cells.get(1));
      LocalDate end = LocalDate.parse(cells.get(3));
      if (buyer == null || !cells.getFirst().equals("Wheat") || !cells.get(2).equals("2025/26") || end.isBefore(YEAR.first())) {
        continue;
      }
      BigDecimal accumulated = tonnes(cells.get(4));
      BigDecimal exported = accumulated.subtract(shipped.getOrDefault(buyer, BigDecimal.ZERO));
      shipped.put(buyer, accumulated);
      List<Figure> figures = weeks.computeIfAbsent(end, _ -> new ArrayList<>());
      Map.of(Measure.EXPORTED, exported, Measure.NET_SALES, tonnes(cells.get(7)),
              Measure.OUTSTANDING_SALES, tonnes(cells.get(5)), Measure.ACCUMULATED_EXPORTS, accumulated)
          .entrySet().stream().sorted(Map.Entry.comparingByKey())
          .forEach(each -> figures.add(new Figure(each.getKey(), WHEAT, UNITED_STATES, buyer, Cadence.WEEKLY,
              DateWindow.weekEnding(end), YEAR.endingYear(), Figure.Kind.PRINT, Quantity.of(each.getValue(), Unit.TONNE),
              row.line(), false)));
    }
    return weeks.entrySet().stream()
        .map(week -> new PublishedRelease(DateWindow.weekEnding(week.getKey()), null, ReleaseBasis.ESTIMATED, false, null,
            week.getValue(), List.of(new Coverage(WHEAT, YEAR.endingYear(), destinations(week.getValue())))))
        .toList();
  }

  private static Set<PartyId> destinations(List<Figure> figures) {
    return figures.stream().map(Figure::destination).collect(Collectors.toSet());
  }

  private static BigDecimal tonnes(String thousands) {
    return new BigDecimal(thousands).movePointRight(3);
  }
}
