package io.offtake.publisher.fgis;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.offtake.document.Figure;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.document.ParseOutcome.Problem;
import io.offtake.document.ParseOutcome;
import io.offtake.document.PublishedRelease;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodities;
import io.offtake.reference.Commodity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.DestinationNames;
import io.offtake.reference.PartyId;

/// Reads a collection of weekly reports and adds up, by grain, destination and year, what they first printed and
/// what they corrected later.
///
/// Of two reports for one week the later named one stands, with its corrections; the earlier one does not count at
/// all. A correction belongs to the week of its certificate date, even if no report of that week is at hand.
/// Corrections name no total, so those of `world` are those of all destinations. A report that prints the week before anew
/// corrects it by the difference.
public final class CorpusCheck {

  /// @param documents  reports read and reports refused, together all that were handed in
  /// @param failingTotals  columns that do not add up to their printed sum; their reports are refused too
  public record Result(
      int documents,
      List<Finding> refused,
      List<Finding> failingTotals,
      List<Doubt> doubtful,
      List<Line> lines,
      List<WithoutPrint> withoutPrint) {

    public Result {
      refused = List.copyOf(refused);
      failingTotals = List.copyOf(failingTotals);
      doubtful = List.copyOf(doubtful);
      lines = List.copyOf(lines);
      withoutPrint = List.copyOf(withoutPrint);
    }

    public int read() {
      return documents - (int) refused.stream().map(Finding::document).distinct().count();
    }

    public boolean isGood() {
      return refused.isEmpty() && failingTotals.isEmpty();
    }
  }

  public record Finding(String document, Problem problem) {}

  public record Doubt(String document, DoubtfulRow row) {}

  /// @param year  the ending year of the marketing year in which the week ends; its calendar year for a commodity
  ///     without marketing years
  public record Key(CommodityId commodity, PartyId destination, int year) {}

  /// @param corrections  all that are listed, with those of weeks that have no first print
  public record Line(Key key, Quantity firstPrint, Quantity corrections) {
    public Quantity sum() {
      return firstPrint.plus(corrections);
    }
  }

  /// Corrections of one week for which there is no report.
  public record WithoutPrint(LocalDate weekEnd, Key key, Quantity corrections) {}

  private record Report(String document, PublishedRelease release, List<DoubtfulRow> doubtful) {}

  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::commodity).thenComparing(Key::destination).thenComparingInt(Key::year);

  private final Commodities commodities;
  private final List<Finding> refused = new ArrayList<>();
  private final List<Finding> failingTotals = new ArrayList<>();
  private final SortedMap<LocalDate, Report> reports = new TreeMap<>();
  private final SortedMap<Key, Quantity> prints = new TreeMap<>(ORDER);
  private final SortedMap<Key, Quantity> corrections = new TreeMap<>(ORDER);
  private final SortedMap<LocalDate, SortedMap<Key, Quantity>> withoutPrint = new TreeMap<>();

  private CorpusCheck(Commodities commodities) {
    this.commodities = commodities;
  }

  /// @param documents  reports by name; of two for one week, the one whose name sorts later stands
  public static Result check(
      SortedMap<String, byte[]> documents, DestinationNames names, Commodities commodities) {
    var check = new CorpusCheck(commodities);
    documents.forEach((name, document) -> check.read(name, document, names));
    check.addUp();
    return check.result(documents.size());
  }

  private void read(String name, byte[] document, DestinationNames names) {
    switch (WeeklyInspections.parse(document, names)) {
      case ParseOutcome.Read(var releases, var doubtful, var _, var _) ->
          releases.forEach(release -> reports.put(release.period().last(), new Report(name, release, doubtful)));
      case ParseOutcome.Unreadable(var problems) -> {
        problems.forEach(problem -> refused.add(new Finding(name, problem)));
        WeeklyInspections.failingTotals(document)
            .forEach(problem -> failingTotals.add(new Finding(name, problem)));
      }
    }
  }

  private void addUp() {
    record Printed(LocalDate weekEnd, CommodityId commodity, PartyId destination) {}
    Map<Printed, Quantity> printed = new HashMap<>();
    for (Report report : reports.values()) {
      for (Figure figure : report.release().figures()) {
        switch (figure.kind()) {
          case PRINT -> {
            Quantity before = printed.put(
                new Printed(figure.period().last(), figure.commodity(), figure.destination()), figure.value());
            if (figure.period().equals(report.release().period())) {
              add(prints, key(figure, figure.destination()), figure.value());
            } else {
              addCorrection(figure, before == null ? figure.value() : figure.value().minus(before));
            }
          }
          case CORRECTION -> addCorrection(figure, figure.value());
        }
      }
    }
  }

  private void addCorrection(Figure figure, Quantity by) {
    for (PartyId destination : List.of(figure.destination(), PartyId.WORLD)) {
      var key = key(figure, destination);
      add(corrections, key, by);
      var week = figure.period().last();
      if (!reports.containsKey(week)) {
        add(withoutPrint.computeIfAbsent(week, absent -> new TreeMap<>(ORDER)), key, by);
      }
    }
  }

  private static void add(Map<Key, Quantity> sums, Key key, Quantity value) {
    sums.merge(key, value, Quantity::plus);
  }

  private Key key(Figure figure, PartyId destination) {
    var weekEnd = figure.period().last();
    int year = commodities.find(figure.commodity())
        .flatMap((Commodity commodity) -> commodity.marketingYearOf(weekEnd))
        .map(marketingYear -> marketingYear.endingYear())
        .orElse(weekEnd.getYear());
    return new Key(figure.commodity(), destination, year);
  }

  private Result result(int documents) {
    Set<Key> keys = new HashSet<>(prints.keySet());
    keys.addAll(corrections.keySet());
    var none = Quantity.zero(Unit.TONNE);
    var lines = keys.stream()
        .sorted(ORDER)
        .map(key -> new Line(key, prints.getOrDefault(key, none), corrections.getOrDefault(key, none)))
        .toList();
    List<WithoutPrint> absent = new ArrayList<>();
    withoutPrint.forEach((week, byKey) ->
        byKey.forEach((key, quantity) -> absent.add(new WithoutPrint(week, key, quantity))));
    var doubtful = reports.values().stream()
        .flatMap(report -> report.doubtful().stream().map(row -> new Doubt(report.document(), row)))
        .toList();
    return new Result(documents, refused, failingTotals, doubtful, lines, absent);
  }
}
