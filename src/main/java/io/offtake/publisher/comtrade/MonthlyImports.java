package io.offtake.publisher.comtrade;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
import io.offtake.reference.HsHeadings;
import io.offtake.reference.PartyId;

/// Reads monthly imports in the JSON of UN Comtrade: net weight by importer, origin and heading.
///
/// An answer repeats its totals by second partner, by customs procedure and by mode of transport; only the rows of all of
/// them together count. A row that was summed up by Comtrade (`isAggregate`) gives way to one that was reported. The row
/// of the world is never added: it tells whether the origins beside it are all there, for only then is an origin without
/// a row 0. A row without a net weight is missing, not zero; the row of a bloc is passed over.
///
/// Source: https://comtradedeveloper.un.org/
public final class MonthlyImports {

  private static final String EXPECTED = "an object with data, as /data/v1/get/C/M/HS answers";
  private static final String WORLD = "0";

  /// The European Union, whose members stand beside it.
  private static final String BLOC = "97";
  private static final int KILOGRAMS = 3;

  /// The columns that show that something was traded, and those of them that are money.
  private static final List<String> VALUES = List.of("primaryValue", "cifvalue", "fobvalue");
  private static final List<String> TRADED =
      Stream.concat(VALUES.stream(), Stream.of("qty", "altQty", "grossWgt")).toList();

  /// Weights are rounded, and some are estimated.
  private static final BigDecimal SHARE_OF_ROUNDING = new BigDecimal("0.005");

  /// The columns that split a total, each with what stands for all.
  private static final Map<String, String> ALL_TOGETHER =
      Map.of("partner2Code", "0", "customsCode", "C00", "motCode", "0");

  private record Row(
      int line, CommodityId commodity, String code, String reporter, String partner, DateWindow month,
      Optional<BigDecimal> tonnes, boolean aggregate) {}

  private record Cell(String code, String reporter, String partner, DateWindow month) {}

  private record Import(CommodityId commodity, String reporter, DateWindow month) {}

  private final DestinationNames areas;
  private final HsHeadings headings;
  private final Map<Cell, Row> rows = new LinkedHashMap<>();
  private final List<DoubtfulRow> doubtful = new ArrayList<>();
  private boolean found;

  private MonthlyImports(DestinationNames areas, HsHeadings headings) {
    this.areas = areas;
    this.headings = headings;
  }

  /// @param areas  by their numeric codes
  public static ParseOutcome parse(byte[] json, DestinationNames areas, HsHeadings headings) {
    try {
      return new MonthlyImports(areas, headings).read(json);
    } catch (Refusal refusal) {
      return refusal.toOutcome();
    }
  }

  private ParseOutcome read(byte[] json) throws Refusal {
    JsonText.read(json, EXPECTED, this::readAnswer);
    if (!found) {
      throw new Refusal("holds no data: " + EXPECTED + " was expected");
    }
    if (rows.isEmpty()) {
      throw new Refusal("holds no row of all modes of transport together: the months asked for are not out, or motCode=0, "
          + "customsCode=C00 and partner2Code=0 were not asked for");
    }
    List<PublishedRelease> releases = new ArrayList<>();
    for (List<Row> month : Months.inOrder(rows.values(), Row::month)) {
      PublishedRelease release = release(month);
      if (!release.figures().isEmpty()) {
        releases.add(release);
      }
    }
    doubtful.sort(Comparator.comparingInt(DoubtfulRow::line));
    return new Read(releases, doubtful);
  }

  private void readAnswer(JsonParser parser) throws IOException, Refusal {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new Refusal(1, "is JSON, but no answer of the service: " + EXPECTED + " was expected");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals("data") && token == JsonToken.START_ARRAY) {
        found = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          int line = JsonText.lineOf(parser);
          if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new Refusal(line, "is not an object in data: " + EXPECTED + " was expected");
          }
          add(line, JsonText.scalars(parser));
        }
      } else if ((name.equals("error") || name.equals("message")) && token == JsonToken.VALUE_STRING
          && !parser.getText().isBlank()) {
        throw new Refusal(1, "is an error answer of the service, not figures: '%s'"
            .formatted(CsvText.shortened(parser.getText())));
      } else {
        parser.skipChildren();
      }
    }
  }

  private void add(int line, Map<String, String> row) throws Refusal {
    for (var column : ALL_TOGETHER.entrySet()) {
      if (!row.getOrDefault(column.getKey(), column.getValue()).equals(column.getValue())) {
        return;
      }
    }
    String flow = row.getOrDefault("flowCode", "");
    if (!flow.equals("M")) {
      throw new Refusal(line, "flowCode is '%s': imports (M) were expected".formatted(CsvText.shortened(flow)));
    }
    String code = row.getOrDefault("cmdCode", "");
    var heading = headings.of(code).filter(each -> each.code().equals(code)).orElseThrow(() -> new Refusal(line,
        "cmdCode must be a heading of reference/hs-headings.csv such as 1201, but was '%s'"
            .formatted(CsvText.shortened(code))));
    DateWindow month = Months.days(line, "period", row.get("period"));
    String reporter = row.getOrDefault("reporterCode", "");
    String partner = row.getOrDefault("partnerCode", "");
    if (partner.equals(BLOC) || reporter.equals(BLOC)) {
      return;
    }
    String weight = row.get("netWgt");
    Optional<BigDecimal> kilograms =
        weight == null ? Optional.empty() : Optional.of(JsonText.number(line, "netWgt", weight));
    // A weight that was not reported is printed as 0: it counts only where nothing at all was traded.
    boolean unweighed = kilograms.filter(value -> value.signum() != 0).isEmpty() && !saysNothingWasTraded(line, row);
    if (kilograms.filter(value -> value.signum() < 0).isPresent()) {
      throw new Refusal(line, "netWgt must not be negative, but was " + weight);
    }
    var read = new Row(line, heading.commodity(), code, reporter, partner, month,
        unweighed ? Optional.empty() : kilograms.map(value -> value.movePointLeft(KILOGRAMS)),
        row.getOrDefault("isAggregate", "false").equals("true"));
    var cell = new Cell(code, reporter, partner, month);
    Row before = rows.get(cell);
    if (before == null || (before.aggregate() && !read.aggregate())) {
      rows.put(cell, read);
    } else if (before.aggregate() == read.aggregate() && !sameWeight(before, read)) {
      throw new Refusal(line, "%s from %s to %s in %s stands twice with different weights, here and in line %d: ask for "
          .formatted(code, partner, reporter, row.get("period"), before.line())
          + "motCode=0, customsCode=C00 and partner2Code=0");
    }
  }

  /// Whether a value is stated, and neither it nor any other column shows that something was traded.
  private static boolean saysNothingWasTraded(int line, Map<String, String> row) throws Refusal {
    boolean valued = false;
    for (String column : TRADED) {
      String cell = row.get(column);
      if (cell != null) {
        if (JsonText.number(line, column, cell).signum() != 0) {
          return false;
        }
        valued |= VALUES.contains(column);
      }
    }
    return valued;
  }

  private static boolean sameWeight(Row one, Row other) {
    return one.tonnes().isPresent() == other.tonnes().isPresent()
        && one.tonnes().filter(tonnes -> tonnes.compareTo(other.tonnes().orElseThrow()) != 0).isEmpty();
  }

  private PublishedRelease release(List<Row> month) throws Refusal {
    DateWindow days = month.getFirst().month();
    List<Figure> figures = new ArrayList<>();
    Map<CommodityId, List<PartyId>> importers = new LinkedHashMap<>();
    var imports = month.stream().collect(groupingBy(
        row -> new Import(row.commodity(), row.reporter(), row.month()), LinkedHashMap::new, toList()));
    for (var each : imports.entrySet()) {
      refuseParts(each.getKey(), each.getValue());
      Optional<PartyId> importer = areas.find(each.getKey().reporter(), days.last());
      if (importer.isEmpty()) {
        doubt(each.getValue().getFirst(), unknown(each.getKey().reporter()));
        continue;
      }
      List<Figure> origins = origins(each.getValue(), importer.get());
      if (!origins.isEmpty()) {
        figures.addAll(origins);
        if (each.getValue().stream().anyMatch(row -> !row.partner().equals(WORLD) && !isRead(row))) {
          continue; // an origin without a figure is then not 0
        }
        importers.computeIfAbsent(each.getKey().commodity(), _ -> new ArrayList<>()).add(importer.get());
      }
    }
    List<Coverage> coverage = importers.entrySet().stream()
        .map(each -> new Coverage(each.getKey(), null, each.getValue().stream().collect(toSet())))
        .toList();
    return new PublishedRelease(days, null, ReleaseBasis.ESTIMATED, false, null, figures, coverage);
  }

  private List<Figure> origins(List<Row> origins, PartyId importer) {
    List<Figure> figures = new ArrayList<>();
    for (Row row : origins) {
      Optional<PartyId> origin = areas.find(row.partner(), row.month().last());
      if (row.partner().equals(WORLD)) {
        continue;
      }
      if (row.tonnes().isEmpty()) {
        doubt(row, "the quantity was not reported: netWgt is absent, or 0 beside a value or another quantity, which is not 0");
      } else if (origin.isEmpty()) {
        doubt(row, unknown(row.partner()));
      } else {
        figures.add(new Figure(Measure.LANDED, row.commodity(), origin.get(), importer, Cadence.MONTHLY, row.month(), null,
            Figure.Kind.PRINT, Quantity.of(row.tonnes().get(), Unit.TONNE), row.line(), false));
      }
    }
    return figures;
  }

  private boolean isRead(Row row) {
    return row.tonnes().isPresent() && areas.find(row.partner(), row.month().last()).isPresent();
  }

  private static void refuseParts(Import of, List<Row> origins) throws Refusal {
    Optional<Row> world = origins.stream().filter(row -> row.partner().equals(WORLD)).findFirst();
    BigDecimal sum = origins.stream().filter(row -> !row.partner().equals(WORLD))
        .flatMap(row -> row.tonnes().stream()).reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal total = world.flatMap(Row::tonnes).orElse(BigDecimal.ZERO);
    boolean weighed = origins.stream().allMatch(row -> row.tonnes().isPresent());
    if (world.isEmpty() || (weighed
        && total.subtract(sum).abs().compareTo(total.multiply(SHARE_OF_ROUNDING).add(BigDecimal.ONE)) > 0)) {
      throw new Refusal(origins.getFirst().line(), ("the origins of %s to %s in the month to %s are not all there (%s t of "
          + "%s t): ask without partnerCode, and for fewer months if the answer was cut").formatted(of.commodity(),
              of.reporter(), of.month().last(), sum.toPlainString(), world.isEmpty() ? "?" : total.toPlainString()));
    }
  }

  private void doubt(Row row, String reason) {
    doubtful.add(new DoubtfulRow(row.line(), "%s, month to %s: %s".formatted(row.code(), row.month().last(), reason), false));
  }

  private static String unknown(String code) {
    return "no party is known by the area code '%s': add it to reference/comtrade-areas.csv"
        .formatted(CsvText.shortened(code));
  }
}
