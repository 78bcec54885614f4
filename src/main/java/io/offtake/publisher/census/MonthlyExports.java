package io.offtake.publisher.census;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.offtake.calendar.DateWindow;
import io.offtake.document.Coverage;
import io.offtake.document.CsvText;
import io.offtake.document.Figure;
import io.offtake.document.JsonText;
import io.offtake.document.Months;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.ParseOutcome;
import io.offtake.document.PublishedRelease;
import io.offtake.document.Refusal;
import io.offtake.evidence.Cadence;
import io.offtake.evidence.Measure;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import io.offtake.reference.DestinationNames;
import io.offtake.reference.HsHeadings.Heading;
import io.offtake.reference.HsHeadings;
import io.offtake.reference.PartyId;

/// Reads monthly exports in the JSON of the US Census Bureau's data service: an array of arrays of strings, of which the
/// first names the columns. Columns are known by name; their order does not matter, and further ones do no harm.
///
/// Tonnes are added up from codes of ten digits, because only there a quantity has a unit of its own: at four and six
/// digits the service prints `0` with the unit `-` where the units below differ, which says nothing. Kilograms and metric
/// tons are converted, any other unit is refused. Rows of totals and of groups of countries are known by their codes and
/// never added; the total of a code (`-`) tells whether all countries are there.
///
/// Source: https://api.census.gov/data/timeseries/intltrade/exports/hs.html
public final class MonthlyExports {

  private static final PartyId UNITED_STATES = new PartyId("US");

  private static final String CODE = "E_COMMODITY";
  private static final String COUNTRY = "CTY_CODE";
  private static final String NAME = "CTY_NAME";
  private static final String QUANTITY = "QTY_1_MO";
  private static final String UNIT = "UNIT_QY1";
  private static final String VALUE = "ALL_VAL_MO";
  private static final String NOTHING = "-";

  /// In dollars: what is worth no more may weigh less than half of the unit that a quantity is rounded to.
  private static final BigDecimal MOST_VALUE_OF_NOTHING = BigDecimal.valueOf(10_000);
  private static final String MONTH = "time";
  private static final List<String> NEEDED = List.of(CODE, COUNTRY, NAME, QUANTITY, UNIT, MONTH);
  private static final String FLOW = "DF";
  private static final String BOTH_FLOWS = "-";

  private static final String EXPECTED = "an array of rows under a row of column names, as "
      + "/data/timeseries/intltrade/exports/hs answers";

  private static final String TOTAL = "-";
  private static final Pattern ONE_COUNTRY = Pattern.compile("[1-9][0-9]{3}");
  private static final Pattern TEN_DIGITS = Pattern.compile("[0-9]{10}");

  /// By how many powers of ten a unit is smaller than a tonne. Public copies write metric tons as T or as MT.
  private static final Map<String, Integer> UNITS = Map.of("KG", 3, "T", 0, "MT", 0);

  private static final int MOST_COLUMNS = 100;

  private record Row(
      int line, Heading heading, String code, String country, String name, DateWindow month,
      Optional<BigDecimal> tonnes) {}

  private record Cell(String code, String country, DateWindow month) {}

  private final DestinationNames names;
  private final HsHeadings headings;

  private final Map<Cell, Row> rows = new LinkedHashMap<>();
  private final List<DoubtfulRow> doubtful = new ArrayList<>();

  private MonthlyExports(DestinationNames names, HsHeadings headings) {
    this.names = names;
    this.headings = headings;
  }

  /// @param names  of countries, in capitals
  public static ParseOutcome parse(byte[] json, DestinationNames names, HsHeadings headings) {
    try {
      return new MonthlyExports(names, headings).read(json);
    } catch (Refusal refusal) {
      return refusal.toOutcome();
    }
  }

  private ParseOutcome read(byte[] json) throws Refusal {
    JsonText.read(json, EXPECTED, this::readRows);
    if (rows.isEmpty()) {
      throw new Refusal("holds no rows: the month asked for is not out, or nothing was exported");
    }
    refusePartsOfACommodity();
    List<PublishedRelease> releases = releases();
    doubtful.sort(Comparator.comparingInt(DoubtfulRow::line));
    return new Read(releases, doubtful);
  }

  private void readRows(JsonParser parser) throws IOException, Refusal {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new Refusal(1, "is JSON, but not rows of figures: " + EXPECTED + " was expected");
    }
    List<String> columns = null;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int line = JsonText.lineOf(parser);
      List<String> cells = cells(line, parser);
      if (columns == null) {
        columns = cells;
        refuseColumns(line, columns);
      } else {
        add(line, columns, cells);
      }
    }
  }

  private static List<String> cells(int line, JsonParser parser) throws IOException, Refusal {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new Refusal(line, "is not a row: " + EXPECTED + " was expected");
    }
    List<String> cells = new ArrayList<>();
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      if (token == null || token.isStructStart() || cells.size() == MOST_COLUMNS) {
        throw new Refusal(line, "is not a row of texts: " + EXPECTED + " was expected");
      }
      cells.add(token == JsonToken.VALUE_NULL ? "" : parser.getText().strip());
      token = parser.nextToken();
    }
    return cells;
  }

  /// A predicate that was asked for comes as a column of its own too, so that a name may stand twice.
  private static void refuseColumns(int line, List<String> columns) throws Refusal {
    var missing = NEEDED.stream().filter(column -> !columns.contains(column)).toList();
    if (!missing.isEmpty()) {
      throw new Refusal(line, "the column%s %s %s missing: ask for get=%s".formatted(missing.size() == 1 ? "" : "s",
          String.join(", ", missing), missing.size() == 1 ? "is" : "are", String.join(",", NEEDED)));
    }
  }

  private void add(int line, List<String> columns, List<String> cells) throws Refusal {
    if (cells.size() != columns.size()) {
      throw new Refusal(line, "holds %d cells, but the row of names holds %d".formatted(cells.size(), columns.size()));
    }
    Map<String, String> row = new HashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      String before = row.put(columns.get(i), cells.get(i));
      if (before != null && !before.equals(cells.get(i))) {
        throw new Refusal(line, "the column %s stands twice, with '%s' and '%s'".formatted(
            columns.get(i), CsvText.shortened(before), CsvText.shortened(cells.get(i))));
      }
    }
    String flow = row.getOrDefault(FLOW, BOTH_FLOWS);
    if (!flow.equals(BOTH_FLOWS)) {
      throw new Refusal(line, "speaks of %s=%s, domestic or foreign goods alone: ask for DF=-, or leave it out"
          .formatted(FLOW, CsvText.shortened(flow)));
    }
    String country = row.getOrDefault(COUNTRY, "");
    if (ONE_COUNTRY.matcher(country).matches() || country.equals(TOTAL)) {
      addCountry(line, row, country);
    }
  }

  private void addCountry(int line, Map<String, String> row, String country) throws Refusal {
    String code = row.getOrDefault(CODE, "");
    if (!TEN_DIGITS.matcher(code).matches()) {
      throw new Refusal(line, ("%s is '%s', but only a code of ten digits has a quantity in one unit: ask for "
          + "COMM_LVL=HS10").formatted(CODE, CsvText.shortened(code)));
    }
    Heading heading = headings.of(code).orElseThrow(() -> new Refusal(line,
        "no commodity is known by the code %s: add its heading to reference/hs-headings.csv".formatted(code)));
    String unit = row.getOrDefault(UNIT, "").toUpperCase(Locale.ROOT);
    Integer powers = UNITS.get(unit);
    if (isUnstated(row, unit)) {
      powers = 0;
    }
    if (powers == null) {
      throw new Refusal(line, ("the quantity of %s is in the unit '%s': kilograms (KG) and metric tons (T, MT) are "
          + "converted, unlike units are never added").formatted(code, CsvText.shortened(unit)));
    }
    Optional<BigDecimal> tonnes = isUnstated(row, unit)
        ? Optional.empty()
        : Optional.of(CsvText.number(line, QUANTITY, row.getOrDefault(QUANTITY, "")).movePointLeft(powers));
    if (tonnes.filter(value -> value.signum() < 0).isPresent()) {
      throw new Refusal(line, "%s must not be negative, but was %s".formatted(QUANTITY, row.get(QUANTITY)));
    }
    String value = row.getOrDefault(VALUE, "");
    if (tonnes.filter(quantity -> quantity.signum() == 0).isPresent() && isStated(value)
        && CsvText.number(line, VALUE, value).compareTo(MOST_VALUE_OF_NOTHING) > 0) {
      tonnes = Optional.empty();
    }
    var found = new Row(line, heading, code, country, row.getOrDefault(NAME, ""), Months.days(line, MONTH, row.get(MONTH)),
        tonnes);
    Row before = rows.putIfAbsent(new Cell(code, country, found.month()), found);
    if (before != null && !(before.tonnes().isPresent() == tonnes.isPresent()
        && (tonnes.isEmpty() || before.tonnes().get().compareTo(tonnes.get()) == 0))) {
      throw new Refusal(line, "%s to %s in %s stands twice with different quantities, here and in line %d".formatted(
          code, CsvText.shortened(found.name()), row.get(MONTH), before.line()));
    }
  }

  private static boolean isStated(String cell) {
    return !cell.isEmpty() && !cell.equals(NOTHING);
  }

  /// Whether a row says nothing of a quantity: it has none, or none in a unit.
  private static boolean isUnstated(Map<String, String> row, String unit) {
    return !isStated(row.getOrDefault(QUANTITY, ""))
        || (!isStated(unit) && row.getOrDefault(QUANTITY, "").matches("0+") && isStated(row.getOrDefault(VALUE, "")));
  }

  private void refusePartsOfACommodity() throws Refusal {
    Set<String> held = rows.keySet().stream().map(Cell::code).collect(toSet());
    for (Heading heading : rows.values().stream().map(Row::heading).distinct().toList()) {
      var missing = heading.mustHold().stream().filter(code -> !held.contains(code)).toList();
      if (!missing.isEmpty()) {
        throw new Refusal(("%s is not whole, for %s is missing: ask for all its codes at once, E_COMMODITY=%s* with "
            + "COMM_LVL=HS10").formatted(heading.commodity(), String.join(", ", missing), heading.code()));
      }
    }
  }

  private List<PublishedRelease> releases() {
    return Months.inOrder(rows.values(), Row::month).stream()
        .map(this::release).filter(release -> !release.figures().isEmpty()).toList();
  }

  private PublishedRelease release(List<Row> month) {
    DateWindow days = month.getFirst().month();
    List<Figure> figures = new ArrayList<>();
    List<Coverage> coverage = new ArrayList<>();
    month.stream().collect(groupingBy(Row::heading, LinkedHashMap::new, toList())).forEach((heading, found) -> {
      Map<PartyId, List<Row>> byParty = new LinkedHashMap<>();
      Set<PartyId> unquantified = new HashSet<>();
      Set<Integer> unknown = new LinkedHashSet<>();
      for (Row row : found) {
        if (!row.country().equals(TOTAL)) {
          names.find(row.name().toUpperCase(Locale.ROOT), days.last()).ifPresentOrElse(
              party -> {
                byParty.computeIfAbsent(party, _ -> new ArrayList<>()).add(row);
                if (row.tonnes().isEmpty()) {
                  unquantified.add(party);
                  doubtful.add(new DoubtfulRow(row.line(), ("the quantity of %s to %s was not reported: %s is absent, or 0 "
                      + "beside a value, which is not 0 t").formatted(row.code(), CsvText.shortened(row.name()), QUANTITY),
                      false));
                }
              },
              () -> {
                unknown.add(row.line());
                doubtful.add(new DoubtfulRow(row.line(), ("no destination is known by the name '%s' (code %s): add it to "
                    + "reference/country-names.csv").formatted(CsvText.shortened(row.name()), row.country()), false));
              });
        }
      }
      byParty.keySet().removeAll(unquantified);
      boolean whole = isWhole(found);
      if (!whole) {
        doubtful.add(new DoubtfulRow(found.getFirst().line(), notWhole(heading, found), true));
      }
      byParty.forEach((party, parts) -> figures.add(figure(heading.commodity(), party, days, parts)));
      if (!byParty.isEmpty()) {
        coverage.add(new Coverage(heading.commodity(), null,
            unknown.isEmpty() && unquantified.isEmpty() && whole ? Set.of() : byParty.keySet()));
      }
    });
    return new PublishedRelease(days, null, ReleaseBasis.ESTIMATED, false, null, figures, coverage);
  }

  private static Figure figure(CommodityId commodity, PartyId party, DateWindow days, List<Row> parts) {
    BigDecimal tonnes = parts.stream().flatMap(row -> row.tonnes().stream()).reduce(BigDecimal.ZERO, BigDecimal::add);
    return new Figure(Measure.EXPORTED, commodity, UNITED_STATES, party, Cadence.MONTHLY, days, null, Figure.Kind.PRINT,
        Quantity.of(tonnes, Unit.TONNE), parts.getFirst().line(), false);
  }

  /// Whether the countries of every code add up to the total that the service prints beside them.
  private static boolean isWhole(List<Row> found) {
    return found.stream().collect(groupingBy(Row::code)).values().stream().allMatch(code -> {
      BigDecimal countries = ofCountries(code);
      return code.stream().anyMatch(row -> row.country().equals(TOTAL)
          && row.tonnes().filter(total -> total.compareTo(countries) == 0).isPresent());
    });
  }

  private static BigDecimal ofCountries(List<Row> rows) {
    return rows.stream().filter(row -> !row.country().equals(TOTAL)).flatMap(row -> row.tonnes().stream())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String notWhole(Heading heading, List<Row> found) {
    List<Row> totals = found.stream().filter(row -> row.country().equals(TOTAL)).toList();
    String month = "%s in the month to %s: ".formatted(heading.commodity(), found.getFirst().month().last());
    return month + (totals.isEmpty()
        ? "the row of all countries together (%s '%s') is not there".formatted(COUNTRY, TOTAL)
        : "its countries add up to %s t and the row of all together (%s '%s') says %s t".formatted(
            ofCountries(found).toPlainString(), COUNTRY, TOTAL, totals.stream().flatMap(row -> row.tonnes().stream())
                .reduce(BigDecimal.ZERO, BigDecimal::add).toPlainString()))
        + "; a country that is not listed is not taken as 0";
  }
}
