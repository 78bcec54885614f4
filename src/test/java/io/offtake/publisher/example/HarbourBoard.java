package io.offtake.publisher.example;

import java.math.BigDecimal;
import java.net.URI;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.offtake.calendar.DateWindow;
import io.offtake.calendar.MonthlyReleases;
import io.offtake.document.CsvText;
import io.offtake.document.Figure;
import io.offtake.document.ParseOutcome;
import io.offtake.document.PublishedRelease;
import io.offtake.document.Refusal;
import io.offtake.document.Submission;
import io.offtake.evidence.Cadence;
import io.offtake.evidence.Measure;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.evidence.SourceId;
import io.offtake.publisher.Publisher;
import io.offtake.publisher.Publisher.Asked;
import io.offtake.publisher.Publisher.Publication;
import io.offtake.publisher.Publisher.ReadForm;
import io.offtake.publisher.Publisher.Service;
import io.offtake.publisher.Source;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;

/// A publisher that nobody knows, as an example: monthly tonnes that left a harbour, a CSV of `month,destination,tonnes`.
/// With a line for it in `Publishers` this folder is all that a new publisher takes.
public final class HarbourBoard {

  public static final SourceId SOURCE = new SourceId("harbour-board");

  public static final Publisher PUBLISHER = new Publisher(
      List.of(new Service("harbour-board", URI.create("https://harbour.example/tonnes"), Asked.WITH_A_KEY, "key of the board")),
      List.of(Publication.named(
          new Source(SOURCE, "Corn that left the harbour", "Harbour Board", Cadence.MONTHLY, List.of(Measure.EXPORTED),
              "https://harbour.example/"),
          MonthlyReleases::exportsByCommodity,
          ReadForm.of(SOURCE, "harbour-board-csv", "1", "the board's table of monthly tonnes, CSV", HarbourBoard::read))));

  private static final CommodityId CORN = new CommodityId("corn");
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
  private static final PartyId ORIGIN = new PartyId("US");

  private HarbourBoard() {}

  private static ParseOutcome read(Submission submission) {
    Map<YearMonth, List<Figure>> months = new TreeMap<>();
    try {
      for (CsvText.Row row : CsvText.rows(
          CsvText.decode(submission.content()), 0, List.of("month", "destination", "tonnes"))) {
        YearMonth month = month(row);
        BigDecimal tonnes = CsvText.number(row.line(), "tonnes", row.cells().get(2));
        months.computeIfAbsent(month, key -> new ArrayList<>()).add(new Figure(
            Measure.EXPORTED, CORN, ORIGIN, destination(row), Cadence.MONTHLY, days(month), null,
            Figure.Kind.PRINT, new Quantity(tonnes, Unit.TONNE), row.line(), false));
      }
    } catch (Refusal refusal) {
      return refusal.toOutcome();
    }
    return new ParseOutcome.Read(
        months.entrySet().stream()
            .map(month -> new PublishedRelease(
                days(month.getKey()), null, ReleaseBasis.SCHEDULED, true, null, month.getValue(), List.of()))
            .toList(),
        List.of());
  }

  private static YearMonth month(CsvText.Row row) throws Refusal {
    try {
      return YearMonth.parse(row.cells().getFirst());
    } catch (DateTimeParseException e) {
      throw new Refusal(row.line(), "month must be a month such as 2026-03, but was '%s'"
          .formatted(CsvText.shortened(row.cells().getFirst())));
    }
  }

  private static PartyId destination(CsvText.Row row) throws Refusal {
    String code = row.cells().get(1);
    if (!COUNTRY.matcher(code).matches()) {
      throw new Refusal(row.line(), "destination must be a country's code of two letters such as MX, but was '%s'"
          .formatted(CsvText.shortened(code)));
    }
    return new PartyId(code);
  }

  private static DateWindow days(YearMonth month) {
    return new DateWindow(month.atDay(1), month.atEndOfMonth());
  }
}
