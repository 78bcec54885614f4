package io.offtake.publisher.eia;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
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
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// Reads monthly exports by destination in the JSON of EIA's data service, version 2: crude oil in thousand barrels or
/// liquefied natural gas in million cubic feet.
///
/// Prices and daily rates share the route and are told by their units; a unit that is none of those is refused. A month
/// without a row, or with no value in it, is missing: it is not zero. Rows to everywhere (`Z00`) and from a district (PADD)
/// are a total and parts of the country's, and never added. An answer may be one page of several.
///
/// Source: https://www.eia.gov/opendata/documentation.php
public final class EnergyExports {

  /// What is counted, how the service writes its unit, and which other units share the route.
  public enum Product {
    CRUDE_OIL("crude-oil", Unit.THOUSAND_BARRELS, "MBBL", "MBBL/D"),
    LIQUEFIED_NATURAL_GAS("lng", Unit.MILLION_CUBIC_FEET, "MMCF", "\\$/MCF|DMCF");

    private final String commodity;
    private final Unit unit;
    private final String printed;
    private final String passedOver;

    Product(String commodity, Unit unit, String printed, String passedOver) {
      this.commodity = commodity;
      this.unit = unit;
      this.printed = printed;
      this.passedOver = passedOver;
    }

    public CommodityId commodity() {
      return new CommodityId(commodity);
    }
  }

  private static final PartyId UNITED_STATES = new PartyId("US");
  private static final String EXPECTED = "an object with response.data, as /v2/petroleum/move/expc/data and "
      + "/v2/natural-gas/move/expc/data answer";

  /// The area of exports to everywhere.
  private static final String EVERYWHERE = "Z00";
  private static final String FROM_THE_US = "NUS-";

  /// The districts of the United States (PADD), whose exports are parts of those of the country.
  private static final Pattern FROM_A_DISTRICT = Pattern.compile("R[0-9A-Z]{2}-.*");

  /// What stands in place of a value that was not reported or is withheld.
  private static final Set<String> NO_VALUE = Set.of("", "-", "--", "NA", "N/A", "W", "NULL");

  /// The columns by which the rows of one question are told apart.
  private static final List<String> APART = List.of("period", "duoarea", "process", "product", "series", "units");
  private static final long UNSTATED = -1;

  private record Row(int line, String area, DateWindow month, BigDecimal value) {}

  private record Cell(String area, DateWindow month) {}

  private final Product product;
  private final DestinationNames names;
  private final Map<Cell, Row> rows = new LinkedHashMap<>();
  private final List<DoubtfulRow> doubtful = new ArrayList<>();
  private boolean found;

  private EnergyExports(Product product, DestinationNames names) {
    this.product = product;
    this.names = names;
  }

  /// @param names  by the code after `NUS-` in `duoarea`
  public static ParseOutcome parse(byte[] json, Product product, DestinationNames names) {
    try {
      return new EnergyExports(product, names).read(json);
    } catch (Refusal refusal) {
      return refusal.toOutcome();
    }
  }

  private ParseOutcome read(byte[] json) throws Refusal {
    JsonText.read(json, EXPECTED, this::readAnswer);
    if (!found) {
      throw new Refusal("holds no response.data: " + EXPECTED + " was expected");
    }
    if (rows.isEmpty()) {
      throw new Refusal("holds no value in %s: the months asked for are not out".formatted(product.printed));
    }
    var releases = Months.inOrder(rows.values(), Row::month).stream()
        .map(this::release).filter(release -> !release.figures().isEmpty()).toList();
    return new Read(releases, doubtful);
  }

  private void readAnswer(JsonParser parser) throws IOException, Refusal {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new Refusal(1, "is JSON, but no answer of the service: " + EXPECTED + " was expected");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals("response") && token == JsonToken.START_OBJECT) {
        readResponse(parser);
      } else if (name.equals("error") && token.isScalarValue()) {
        throw new Refusal(1, "is an error answer of the service, not figures: '%s'"
            .formatted(CsvText.shortened(parser.getText())));
      } else {
        parser.skipChildren();
      }
    }
  }

  private void readResponse(JsonParser parser) throws IOException, Refusal {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean data = parser.currentName().equals("data");
      if (parser.nextToken() == JsonToken.START_ARRAY && data) {
        found = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          int line = JsonText.lineOf(parser);
          if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new Refusal(line, "is not an object in response.data: " + EXPECTED + " was expected");
          }
          add(line, JsonText.scalars(parser));
        }
      } else {
        parser.skipChildren();
      }
    }
  }

  private void add(int line, Map<String, String> row) throws Refusal {
    String unit = row.getOrDefault("units", "").strip().toUpperCase(Locale.ROOT);
    if (unit.matches(product.passedOver)) {
      return;
    }
    if (!unit.equals(product.printed)) {
      throw new Refusal(line, "the units of %s are '%s': %s was expected, unlike units are never added".formatted(
          shown(row.get("series")), CsvText.shortened(unit), product.printed));
    }
    DateWindow month = Months.days(line, "period", row.get("period"));
    String area = row.getOrDefault("duoarea", "");
    if (FROM_A_DISTRICT.matcher(area).matches()) {
      return;
    }
    if (!area.startsWith(FROM_THE_US)) {
      throw new Refusal(line, "duoarea must be a destination of US exports such as NUS-NCH, but was '%s'"
          .formatted(CsvText.shortened(area)));
    }
    String value = row.get("value");
    if (value == null || area.endsWith(EVERYWHERE)) {
      return;
    }
    if (NO_VALUE.contains(value.strip().toUpperCase(Locale.ROOT))) {
      doubtful.add(new DoubtfulRow(line, "%s in %s: the value '%s' says that nothing was reported, which is not 0"
          .formatted(CsvText.shortened(area), row.get("period"), CsvText.shortened(value)), false));
      return;
    }
    var read = new Row(line, area.substring(FROM_THE_US.length()), month, JsonText.number(line, "value", value));
    Row before = rows.putIfAbsent(new Cell(read.area(), month), read);
    if (before != null && before.value().compareTo(read.value()) != 0) {
      throw new Refusal(line, "%s in %s stands twice with different values, here and in line %d: ask for one product and "
          .formatted(area, row.get("period"), before.line()) + "one process at a time");
    }
  }

  private PublishedRelease release(List<Row> month) {
    DateWindow days = month.getFirst().month();
    List<Figure> figures = new ArrayList<>();
    for (Row row : month) {
      names.find(row.area(), days.last()).ifPresentOrElse(
          party -> figures.add(new Figure(Measure.EXPORTED, product.commodity(), UNITED_STATES, party, Cadence.MONTHLY, days,
              null, Figure.Kind.PRINT, Quantity.of(row.value(), product.unit), row.line(), false)),
          () -> doubtful.add(new DoubtfulRow(row.line(), ("no destination is known by the code %s: add it to "
              + "reference/eia-destinations.csv").formatted(CsvText.shortened(row.area())), false)));
    }
    Set<PartyId> destinations = figures.stream().map(Figure::destination).collect(toSet());
    return new PublishedRelease(days, null, ReleaseBasis.ESTIMATED, false, null, figures,
        destinations.isEmpty() ? List.of() : List.of(new Coverage(product.commodity(), null, destinations)));
  }

  private static String shown(@Nullable String text) {
    return text == null ? "a row" : CsvText.shortened(text);
  }

  /// How many rows an answer holds, and of how many it is a part.
  ///
  /// @param rows  in `response.data`, each by what tells it apart from all others
  /// @param total  as the service counts them, in all pages; empty when it does not say
  public record Extent(List<String> rows, OptionalLong total) {

    public Extent {
      rows = List.copyOf(rows);
    }
  }

  /// The extent of an answer; of one that cannot be read it is that of nothing, for its reader will say why.
  public static Extent extent(byte[] json) {
    List<String> rows = new ArrayList<>();
    long[] total = {UNSTATED};
    try {
      JsonText.read(json, EXPECTED, parser -> {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean response = parser.currentName().equals("response");
          if (parser.nextToken() == JsonToken.START_OBJECT && response) {
            count(parser, rows, total);
          } else {
            parser.skipChildren();
          }
        }
      });
    } catch (Refusal refusal) {
      return new Extent(List.of(), OptionalLong.empty());
    }
    return new Extent(rows, total[0] == UNSTATED ? OptionalLong.empty() : OptionalLong.of(total[0]));
  }

  /// Members are known by their names: a warning is an object too, and no row.
  private static void count(JsonParser parser, List<String> rows, long[] total) throws IOException, Refusal {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals("total") && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
        total[0] = JsonText.number(JsonText.lineOf(parser), name, parser.getText()).longValue();
      } else if (name.equals("data") && token == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, String> row = JsonText.scalars(parser);
            rows.add(APART.stream().map(column -> row.getOrDefault(column, "")).collect(joining("|")));
          } else {
            parser.skipChildren();
          }
        }
      } else {
        parser.skipChildren();
      }
    }
  }
}
