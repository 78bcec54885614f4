package io.offtake.publisher.fas;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.offtake.calendar.DateWindow;
import io.offtake.document.Coverage;
import io.offtake.document.CsvText;
import io.offtake.document.Figure;
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
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.DestinationNames;
import io.offtake.reference.PartyId;

/// Reads announcements of single large sales, as transcribed from USDA's notices: one line a sale.
///
/// The publisher offers no file and refuses programs, so a table is handed in. An announced sale stands once more in the
/// weekly report of its week: the two are different measures and never added. The lines of one day for one commodity,
/// destination and marketing year are one figure.
///
/// Source: https://www.fas.usda.gov/newsroom, notices of export sales
public final class AnnouncedSales {

  private static final PartyId UNITED_STATES = new PartyId("US");
  private static final List<String> COLUMNS =
      List.of("announce_date", "kind", "tonnes", "commodity", "destination", "marketing_year");
  private static final Pattern MARKETING_YEAR = Pattern.compile("([0-9]{4})/([0-9]{4})");

  /// What a line says, and what it does to the day's figure.
  private enum Kind {
    /// A new sale.
    SALE(1, "sale"),
    /// A sale that was taken back by its parties.
    CANCELLATION(-1, "cancel|cancellation"),
    /// A notice that was withdrawn: there was no such sale.
    RETRACTION(-1, "retraction|retracted"),
    /// What a notice should have said more, or less with a sign.
    CORRECTION(1, "correction"),
    /// A sale that had been announced, told again with other details.
    RESTATEMENT(0, "restated");

    private final int sign;
    private final String words;

    Kind(int sign, String words) {
      this.sign = sign;
      this.words = words;
    }

    static Optional<Kind> ofWord(String word) {
      return List.of(values()).stream().filter(kind -> word.matches(kind.words)).findFirst();
    }
  }

  private record Cell(LocalDate day, CommodityId commodity, PartyId destination, Optional<Integer> marketYear) {}

  private record Line(int line, Cell cell, BigDecimal tonnes) {}

  private AnnouncedSales() {}

  /// @param names  of countries, in capitals
  public static ParseOutcome parse(byte[] csv, DestinationNames names, Commodities commodities) {
    try {
      return read(CsvText.rows(CsvText.decode(csv), 0, COLUMNS), names, commodities);
    } catch (Refusal refusal) {
      return refusal.toOutcome();
    }
  }

  private static ParseOutcome read(List<CsvText.Row> rows, DestinationNames names, Commodities commodities)
      throws Refusal {
    List<Line> lines = new ArrayList<>();
    List<DoubtfulRow> doubtful = new ArrayList<>();
    for (CsvText.Row row : rows) {
      LocalDate day = CsvText.day(row.line(), "announce_date", row.cells().get(0));
      Kind kind = kind(row);
      BigDecimal tonnes = CsvText.number(row.line(), "tonnes", row.cells().get(2));
      if (kind != Kind.CORRECTION && tonnes.signum() <= 0) {
        throw new Refusal(row.line(), "tonnes must be more than 0: kind says whether they were sold or taken back");
      }
      Optional<PartyId> destination = names.find(row.cells().get(4).strip().toUpperCase(Locale.ROOT), day);
      if (kind == Kind.RESTATEMENT) {
        doubtful.add(new DoubtfulRow(row.line(), "a restated sale is no new one: its first announcement counts", false));
      } else if (destination.isEmpty()) {
        doubtful.add(new DoubtfulRow(row.line(), "no destination is known by the name '%s': add it to "
            .formatted(CsvText.shortened(row.cells().get(4))) + "reference/country-names.csv", false));
      } else {
        var cell = new Cell(day, commodity(row, commodities), destination.get(), marketYear(row));
        lines.add(new Line(row.line(), cell, tonnes.multiply(BigDecimal.valueOf(kind.sign))));
      }
    }
    if (lines.isEmpty()) {
      throw new Refusal("holds no sale that counts");
    }
    Map<LocalDate, List<Line>> days = lines.stream()
        .collect(groupingBy(line -> line.cell().day(), TreeMap::new, toList()));
    return new Read(days.values().stream().map(AnnouncedSales::release).toList(), doubtful);
  }

  private static Kind kind(CsvText.Row row) throws Refusal {
    String word = row.cells().get(1).strip().toLowerCase(Locale.ROOT);
    return Kind.ofWord(word).orElseThrow(() -> new Refusal(row.line(),
        "kind must be sale, cancellation, retraction, correction or restated, but was '%s'"
            .formatted(CsvText.shortened(word))));
  }

  private static CommodityId commodity(CsvText.Row row, Commodities commodities) throws Refusal {
    String name = row.cells().get(3).strip().toLowerCase(Locale.ROOT);
    return commodities.all().stream()
        .filter(commodity -> commodity.id().value().equals(name.replace(' ', '-')) && commodity.unit() == Unit.TONNE)
        .findFirst()
        .orElseThrow(() -> new Refusal(row.line(), "no commodity that is counted in tonnes is known by the name '%s'"
            .formatted(CsvText.shortened(name))))
        .id();
  }

  /// The year it ends in; empty when the line does not name it.
  private static Optional<Integer> marketYear(CsvText.Row row) throws Refusal {
    String text = row.cells().get(5).strip();
    var years = MARKETING_YEAR.matcher(text);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!years.matches() || Integer.parseInt(years.group(2)) != Integer.parseInt(years.group(1)) + 1) {
      throw new Refusal(row.line(), "marketing_year must be two years such as 2022/2023, but was '%s'"
          .formatted(CsvText.shortened(text)));
    }
    return Optional.of(Integer.valueOf(years.group(2)));
  }

  private static PublishedRelease release(List<Line> lines) {
    DateWindow day = new DateWindow(lines.getFirst().cell().day(), lines.getFirst().cell().day());
    var figures = lines.stream()
        .collect(groupingBy(Line::cell, LinkedHashMap::new, toList()))
        .entrySet().stream()
        .map(cell -> new Figure(Measure.ANNOUNCED, cell.getKey().commodity(), UNITED_STATES, cell.getKey().destination(),
            Cadence.DAILY, day, cell.getKey().marketYear().orElse(null), Figure.Kind.PRINT,
            Quantity.of(cell.getValue().stream().map(Line::tonnes).reduce(BigDecimal.ZERO, BigDecimal::add), Unit.TONNE),
            cell.getValue().getFirst().line(), false))
        .toList();
    record Subject(CommodityId commodity, Optional<Integer> marketYear) {}
    var coverage = figures.stream()
        .collect(groupingBy(figure -> new Subject(figure.commodity(), Optional.ofNullable(figure.marketYear())),
            LinkedHashMap::new, toList()))
        .entrySet().stream()
        .map(subject -> new Coverage(subject.getKey().commodity(), subject.getKey().marketYear().orElse(null),
            subject.getValue().stream().map(Figure::destination).collect(toCollection(HashSet<PartyId>::new))))
        .toList();
    return new PublishedRelease(day, null, ReleaseBasis.ESTIMATED, false, null, figures, coverage);
  }
}
