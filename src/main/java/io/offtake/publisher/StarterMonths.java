package io.offtake.publisher;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

import io.offtake.calendar.DateWindow;
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

/// Monthly US exports in dollars, added up from public copies by what a commitment names.
final class StarterMonths {

  private static final PartyId UNITED_STATES = new PartyId("US");
  private static final PartyId CHINA = new PartyId("CN");
  private static final PartyId VIETNAM = new PartyId("VN");

  private static final CommodityId OTHER_FARM_GOODS = new CommodityId("other-agricultural-products");
  private static final List<CommodityId> FARM_GOODS = List.of(new CommodityId("corn"), new CommodityId("wheat"),
      new CommodityId("soybean-meal"), new CommodityId("ddgs"), OTHER_FARM_GOODS);

  /// By the first digits of the code, the longest that fits.
  private static final Map<String, CommodityId> NAMED = Map.of(
      "1005", new CommodityId("corn"), "1001", new CommodityId("wheat"),
      "2304", new CommodityId("soybean-meal"), "230330", new CommodityId("ddgs"));

  /// What is an agricultural product besides chapters 1 to 24, and what of them is none: Annex 1 of the WTO's Agreement on
  /// Agriculture, https://www.wto.org/english/docs_e/legal_e/14-ag_02_e.htm.
  private static final List<String> BESIDES = List.of("290543", "290544", "3301", "3501", "3502", "3503", "3504", "3505",
      "380910", "382460", "4101", "4102", "4103", "4301", "5001", "5002", "5003", "5101", "5102", "5103", "5201", "5202",
      "5203", "5301", "5302");
  private static final List<String> FISH = List.of("03", "1604", "1605");
  private static final int LAST_FARM_CHAPTER = 24;

  private static final Map<String, CommodityId> PHASE_ONE = Map.of(
      "Agriculture", new CommodityId("agriculture"), "Energy", new CommodityId("energy"),
      "Manufactures", new CommodityId("manufactured-goods"));

  private record Cell(int line, CommodityId commodity, BigDecimal dollars) {}

  private StarterMonths() {}

  /// Exports to China in the three categories of goods of the Phase One agreement.
  static List<PublishedRelease> phaseOne(byte[] csv) throws Refusal {
    return releases(csv, List.of("month", "phase_one_high_category", "phase_one_low_category", "usd_fas_value"), 3, CHINA,
        cells -> Optional.ofNullable(PHASE_ONE.get(cells.get(1))), List.copyOf(PHASE_ONE.values()));
  }

  /// Exports to Vietnam of farm goods: those that the memorandum names, and all others together.
  static List<PublishedRelease> farmGoodsToVietnam(byte[] csv) throws Refusal {
    return releases(csv, List.of("month", "hs10", "description", "usd_fas"), 3, VIETNAM,
        cells -> farmGood(cells.get(1)), FARM_GOODS);
  }

  private static Optional<CommodityId> farmGood(String code) {
    boolean farm = Integer.parseInt(code.substring(0, 2)) <= LAST_FARM_CHAPTER
        ? FISH.stream().noneMatch(code::startsWith)
        : BESIDES.stream().anyMatch(code::startsWith);
    return farm
        ? Stream.of(6, 4).map(digits -> NAMED.get(code.substring(0, digits))).flatMap(Stream::ofNullable).findFirst()
            .or(() -> Optional.of(OTHER_FARM_GOODS))
        : Optional.empty();
  }

  /// A month of a copy holds all that was exported, so that what it does not list is 0.
  private static List<PublishedRelease> releases(byte[] csv, List<String> columns, int dollars, PartyId buyer,
      Function<List<String>, Optional<CommodityId>> commodity, List<CommodityId> all) throws Refusal {
    Map<YearMonth, List<Cell>> months = new TreeMap<>();
    for (CsvText.Row row : CsvText.rows(CsvText.decode(csv), 0, columns)) {
      List<Cell> month = months.computeIfAbsent(YearMonth.parse(row.cells().getFirst()), _ -> new ArrayList<>());
      commodity.apply(row.cells()).ifPresent(found -> month.add(
          new Cell(row.line(), found, new BigDecimal(row.cells().get(dollars)))));
    }
    var releases = new ArrayList<PublishedRelease>();
    months.forEach((month, cells) -> {
      DateWindow days = new DateWindow(month.atDay(1), month.atEndOfMonth());
      Map<CommodityId, BigDecimal> sums = new LinkedHashMap<>();
      all.stream().sorted().forEach(each -> sums.put(each, BigDecimal.ZERO));
      cells.forEach(cell -> sums.merge(cell.commodity(), cell.dollars(), BigDecimal::add));
      int line = cells.isEmpty() ? 1 : cells.getFirst().line();
      releases.add(new PublishedRelease(days, null, ReleaseBasis.ESTIMATED, false, null,
          sums.entrySet().stream().map(sum -> print(Measure.EXPORTED, sum.getKey(), buyer, Cadence.MONTHLY, days,
              Quantity.of(sum.getValue(), Unit.US_DOLLAR), line)).toList(),
          sums.keySet().stream().map(each -> new Coverage(each, null, Set.of(buyer))).toList()));
    });
    return releases;
  }

  static Figure print(
      Measure measure, CommodityId commodity, PartyId buyer, Cadence cadence, DateWindow days, Quantity value, int line) {
    return new Figure(measure, commodity, UNITED_STATES, buyer, cadence, days, null, Figure.Kind.PRINT, value, line, false);
  }

  /// What went to a buyer in a time of several months, as somebody reported it later.
  static PublishedRelease reported(
      PartyId buyer, LocalDate first, LocalDate last, String day, Map<CommodityId, Long> tonnes) {
    DateWindow days = new DateWindow(first, last);
    var figures = new ArrayList<Figure>();
    new TreeMap<>(tonnes).forEach((commodity, value) -> figures.add(print(Measure.EXPORTED, commodity, buyer,
        Cadence.MONTHLY, days, Quantity.tonnes(value), figures.size() + 1)));
    return new PublishedRelease(days, LocalDate.parse(day).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
        ReleaseBasis.REPORTED, false, null, figures,
        figures.stream().map(figure -> new Coverage(figure.commodity(), null, Set.of(buyer))).toList());
  }
}
