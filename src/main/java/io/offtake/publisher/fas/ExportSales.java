package io.offtake.publisher.fas;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.offtake.calendar.MarketingYear;
import io.offtake.document.CsvText;
import io.offtake.document.JsonText;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.document.ParseOutcome;
import io.offtake.document.Refusal;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodities;
import io.offtake.reference.Commodity;
import io.offtake.reference.DestinationNames;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// Reads weekly export sales in the JSON of the ESR data service of USDA's Foreign Agricultural Service.
///
/// One answer of the service is one marketing year of one commodity, for one country or for all. The rows do not
/// name the marketing year, and a boundary week stands in two of them, so it has to be handed in.
///
/// The European Union (country code 1) is a bloc; its row is kept under `EU` and is not to be added to its members.
/// Codes of totals (107, 1404, 1505) and of their parts are different commodities, see [Commodity.Kind].
public final class ExportSales {

  private static final JsonFactory JSON = new JsonFactoryBuilder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .build();

  /// By `unitId`, counted from 1.
  private static final List<Unit> UNITS =
      List.of(Unit.TONNE, Unit.RUNNING_BALE, Unit.PIECE, Unit.NUMBER, Unit.POUND);

  /// The fields whose type matters; the service may add others.
  private static final Set<String> FIELDS = Set.of("commodityCode", "countryCode", "weeklyExports",
      "accumulatedExports", "outstandingSales", "grossNewSales", "currentMYNetSales", "currentMYTotalCommitment",
      "nextMYOutstandingSales", "nextMYNetSales", "unitId", "weekEndingDate", "marketYear");

  private static final String EXPECTED =
      "an array of rows, as /api/esr/exports/commodityCode/801/allCountries/marketYear/2026 answers";

  /// Sales whose buyer is not yet named, in older lists and in that of 2026; see `reference/fas-destinations.csv`.
  private static final String UNKNOWN_CODES = "2 or 9990";

  /// Digits, before and after the point.
  private static final int LARGEST_NUMBER = 18;

  private final Dialect dialect;
  private final @Nullable Integer marketYear;
  private final DestinationNames names;
  private final Commodities commodities;

  private final List<SalesRow> rows = new ArrayList<>();
  private final List<DoubtfulRow> doubtful = new ArrayList<>();
  private final SortedSet<Integer> codesNotKnown = new TreeSet<>();
  private int rowNumber;

  private ExportSales(
      Dialect dialect, @Nullable Integer marketYear, DestinationNames names, Commodities commodities) {
    this.dialect = dialect;
    this.marketYear = marketYear;
    this.names = names;
    this.commodities = commodities;
  }

  /// @param dialect  whether the first net sales of a year may hold what the year before left over
  /// @param marketYear  the ending year that was asked for; may be null when each row has a field `marketYear`
  /// @param names  what the numeric country codes mean
  public static ParseOutcome parse(byte[] json, Dialect dialect, @Nullable Integer marketYear,
      DestinationNames names, Commodities commodities) {
    try {
      return new ExportSales(dialect, marketYear, names, commodities).read(json);
    } catch (Refusal refusal) {
      return refusal.toOutcome();
    }
  }

  private ParseOutcome read(byte[] json) throws Refusal {
    JsonText.refuseWhatIsNoJson(json, EXPECTED);
    try (JsonParser parser = JSON.createParser(json)) {
      readArray(parser);
    } catch (JsonEOFException e) {
      throw new Refusal(e.getLocation() == null ? null : e.getLocation().getLineNr(),
          "the JSON breaks off: it was not received whole, fetch it again");
    } catch (IOException e) {
      throw new Refusal("is not JSON: " + EXPECTED + " was expected" + CsvText.itSays(json));
    }
    if (rows.isEmpty() && doubtful.isEmpty()) {
      throw new Refusal("holds no rows: the marketing year has not started; ask for the one before it");
    }
    takeUnknownOnce();
    List<String> alarms = new ArrayList<>();
    Set<SalesRow.Year> full = yearsHeldInFull(alarms);
    if (!codesNotKnown.isEmpty() && alarms.isEmpty()) {
      alarms.add("rows are left out whose country codes are not known, %s: add what they mean to reference/fas-destinations.csv"
          .formatted(codesNotKnown.stream().limit(10).map(String::valueOf).collect(joining(", "))));
    }
    return new SalesRows(rows, dialect, full, doubtful, alarms).toOutcome();
  }

  private void readArray(JsonParser parser) throws IOException, Refusal {
    switch (parser.nextToken()) {
      case START_ARRAY -> {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          readRow(parser);
        }
        if (parser.nextToken() != null) {
          throw new Refusal(lineOf(parser), "something follows the array of rows: " + EXPECTED + " was expected");
        }
      }
      case START_OBJECT -> throw refusedByService(parser);
      case VALUE_STRING -> throw new Refusal(lineOf(parser), ("is the message '%s' of the service, not figures: "
          + "check the key the service was asked with").formatted(CsvText.shortened(parser.getText())));
      case null, default -> throw new Refusal(1, "is JSON, but not rows of figures: " + EXPECTED + " was expected");
    }
  }

  /// The service and the gateway before it put errors into an object, which figures never are.
  private static Refusal refusedByService(JsonParser parser) throws IOException {
    Map<String, String> words = new LinkedHashMap<>();
    int depth = 1;
    while (depth > 0) {
      var token = parser.nextToken();
      if (token == null) {
        break;
      }
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (token == JsonToken.VALUE_STRING && parser.currentName() != null) {
        words.putIfAbsent(parser.currentName(), CsvText.shortened(parser.getText()));
      }
    }
    var code = words.getOrDefault("code", "");
    var message = words.getOrDefault("message", words.getOrDefault("Message", ""));
    if (code.isEmpty() && message.isEmpty()) {
      return new Refusal(1, "is a JSON object, not rows of figures: " + EXPECTED + " was expected");
    }
    return new Refusal(1, "is an error answer of the service, not figures: '%s'. %s".formatted(
        (code + " " + message).strip(),
        code.startsWith("API_KEY") ? "Check the key" : "Try again later, and check what was asked for"));
  }

  private void readRow(JsonParser parser) throws IOException, Refusal {
    rowNumber++;
    int line = lineOf(parser);
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new Refusal(line, place(line) + " is not an object: " + EXPECTED + " was expected");
    }
    Map<String, BigDecimal> numbers = new HashMap<>();
    String week = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var field = parser.currentName();
      var token = parser.nextToken();
      if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
        numbers.put(field, number(parser, field));
      } else if (token == JsonToken.VALUE_STRING && field.equals("weekEndingDate")) {
        week = parser.getText();
      } else if (token != JsonToken.VALUE_NULL && FIELDS.contains(field)) {
        throw new Refusal(lineOf(parser), "%s has the wrong type, in %s".formatted(field, place(line)));
      } else {
        parser.skipChildren();
      }
    }
    if (week == null) {
      throw new Refusal(line, "weekEndingDate is missing in %s: %s was expected".formatted(place(line), EXPECTED));
    }
    add(line, numbers, weekEnding(line, week));
  }

  private void add(int line, Map<String, BigDecimal> numbers, LocalDate weekEnding) throws Refusal {
    var commodity = commodity(line, numbers);
    var year = marketingYear(line, numbers, commodity);
    var unit = unit(line, numbers, commodity);
    int country = integer(line, numbers, "countryCode");
    var destination = names.find(Integer.toString(country), weekEnding);
    var exported = figure(line, numbers, "weeklyExports");
    var net = figure(line, numbers, "currentMYNetSales");
    var outstanding = figure(line, numbers, "outstandingSales");
    var accumulated = figure(line, numbers, "accumulatedExports");
    if (destination.isEmpty()) {
      codesNotKnown.add(country);
      doubtful.add(new DoubtfulRow(line,
          "no destination is known by the country code %d (%s, week to %s): add it to reference/fas-destinations.csv"
              .formatted(country, commodity.id(), weekEnding), false));
      return;
    }
    rows.add(new SalesRow(line, place(line), commodity, year, destination.get(), weekEnding, unit,
        exported, net, outstanding, accumulated, numbers.get("currentMYTotalCommitment"),
        numbers.get("nextMYNetSales"), numbers.get("nextMYOutstandingSales")));
  }

  private Commodity commodity(int line, Map<String, BigDecimal> numbers) throws Refusal {
    int code = integer(line, numbers, "commodityCode");
    return commodities.ofEsrCode(code).orElseThrow(() -> new Refusal(line,
        "no commodity is known by the commodityCode %d: add it to reference/commodities.csv".formatted(code)));
  }

  private MarketingYear marketingYear(int line, Map<String, BigDecimal> numbers, Commodity commodity)
      throws Refusal {
    var stated = numbers.containsKey("marketYear") ? Integer.valueOf(integer(line, numbers, "marketYear")) : null;
    var year = Optional.ofNullable(marketYear).or(() -> Optional.ofNullable(stated));
    if (year.isEmpty()) {
      throw new Refusal("the rows do not say which marketing year they belong to, and a boundary week stands in two: "
          + "hand in the parameter marketYear, the ending year that the service was asked for (2026 for 2025/26)");
    }
    if (stated != null && !stated.equals(year.get())) {
      throw new Refusal(line, "%s belongs to marketYear %d, but the document was handed in as %d"
          .formatted(place(line), stated, year.get()));
    }
    if (year.get() < 1900 || year.get() > 2200) {
      throw new Refusal(line, "marketYear must be the year the marketing year ends in, but was " + year.get());
    }
    var start = commodity.marketingYearStart();
    if (start == null) {
      throw new Refusal(line, "the marketing year of %s is not known: name its first month in reference/commodities.csv"
          .formatted(commodity.id()));
    }
    return new MarketingYear(year.get(), start);
  }

  private Unit unit(int line, Map<String, BigDecimal> numbers, Commodity commodity) throws Refusal {
    int id = integer(line, numbers, "unitId");
    if (id < 1 || id > UNITS.size()) {
      throw new Refusal(line, "no unit is known by the unitId %d, in %s; 1 to %d were expected"
          .formatted(id, place(line), UNITS.size()));
    }
    var unit = UNITS.get(id - 1);
    if (unit != commodity.unit()) {
      throw new Refusal(line, ("%s states %s in unit %s, but it is counted in %s: unlike units are never added, "
          + "check unitId and commodityCode").formatted(place(line), commodity.id(), unit.id(), commodity.unit().id()));
    }
    return unit;
  }

  private LocalDate weekEnding(int line, String text) throws Refusal {
    if (!text.matches("[0-9-]{10}(T00:00:00(\\.0+)?)?")) {
      throw new Refusal(line, "weekEndingDate must be a day such as 2026-01-29T00:00:00, but was '%s' in %s"
          .formatted(CsvText.shortened(text), place(line)));
    }
    return CsvText.day(line, "weekEndingDate", text.substring(0, 10));
  }

  private int integer(int line, Map<String, BigDecimal> numbers, String field) throws Refusal {
    var value = figure(line, numbers, field);
    try {
      return value.intValueExact();
    } catch (ArithmeticException e) {
      throw new Refusal(line, "%s must be a whole number, but was %s in %s".formatted(field, value, place(line)));
    }
  }

  private BigDecimal figure(int line, Map<String, BigDecimal> numbers, String field) throws Refusal {
    var value = numbers.get(field);
    if (value == null) {
      throw new Refusal(line, "%s is missing in %s: a missing figure is not 0, fetch the document again"
          .formatted(field, place(line)));
    }
    return value;
  }

  private BigDecimal number(JsonParser parser, String field) throws IOException, Refusal {
    try {
      var value = parser.getDecimalValue();
      if (value.precision() <= LARGEST_NUMBER && Math.abs((long) value.scale()) <= LARGEST_NUMBER) {
        return value;
      }
    } catch (NumberFormatException beyondAll) {
      // told below, like every number that is too large
    }
    throw new Refusal(lineOf(parser), "%s is not a number of this world".formatted(field));
  }

  private String place(int line) {
    return "line %d, row %d".formatted(line, rowNumber);
  }

  /// The unknown destinations have had two codes. A week in which both stand with the same figures says it once; one of
  /// which all figures are 0 gives way to the other.
  private void takeUnknownOnce() {
    record Week(SalesRow.Year year, LocalDate weekEnding) {}
    Map<Week, SalesRow> first = new HashMap<>();
    List<SalesRow> again = new ArrayList<>();
    for (SalesRow row : rows) {
      if (!row.destination().equals(PartyId.UNKNOWN)) {
        continue;
      }
      SalesRow before = first.putIfAbsent(new Week(row.year(), row.weekEnding()), row);
      if (before != null && (row.saysTheSameAs(before) || row.isZero())) {
        again.add(row);
      } else if (before != null && before.isZero()) {
        again.add(before);
        first.put(new Week(row.year(), row.weekEnding()), row);
      }
    }
    Set<SalesRow> left = Collections.newSetFromMap(new IdentityHashMap<>());
    left.addAll(again);
    rows.removeIf(left::contains);
    again.forEach(row -> doubtful.add(new DoubtfulRow(row.line(),
        row.subject() + ": stands here under two codes; it is counted once", false)));
  }

  private Set<SalesRow.Year> yearsHeldInFull(List<String> alarms) {
    Set<SalesRow.Year> full = new HashSet<>();
    rows.stream().collect(groupingBy(SalesRow::year, LinkedHashMap::new, toList())).forEach((year, found) -> {
      Map<PartyId, Long> destinations = found.stream().collect(groupingBy(SalesRow::destination, counting()));
      if (destinations.containsKey(PartyId.UNKNOWN)) {
        if (destinations.size() > 1) {
          full.add(year);
        }
      } else if (destinations.size() + codesNotKnown.size() > 1) {
        alarms.add(withoutUnknown(year, destinations.size()));
        doubtful.add(new DoubtfulRow(found.getFirst().line(), withoutUnknown(year, destinations.size()), true));
      }
    });
    return full;
  }

  /// An answer for all countries always has the row of sales whose buyer is not yet named: without it either the answer
  /// is a part, or the publisher has given the bucket another code.
  private String withoutUnknown(SalesRow.Year year, int destinations) {
    return ("%s, marketing year ending %d: %d destinations are listed and no row of sales to unknown destinations (country "
        + "codes %s)%s. It is not taken as a whole answer: a destination that is not listed is not 0, and readings that count "
        + "unknown destinations are not judged. Hand in the whole answer, or add the publisher's new code to "
        + "reference/fas-destinations.csv").formatted(year.commodity().id(), year.endingYear(), destinations, UNKNOWN_CODES,
            codesNotKnown.isEmpty() ? "" : "; not known here " + (codesNotKnown.size() == 1 ? "is" : "are") + " the code"
                + (codesNotKnown.size() == 1 ? " " : "s ")
                + codesNotKnown.stream().limit(10).map(String::valueOf).collect(joining(", ")));
  }

  private static int lineOf(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }
}
