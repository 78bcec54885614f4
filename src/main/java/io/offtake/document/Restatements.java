package io.offtake.document;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import io.offtake.calendar.DateWindow;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.ParseOutcome.Restated;
import io.offtake.evidence.Observation;
import io.offtake.evidence.Panel;
import io.offtake.evidence.Release;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;

/// Holds what a report prints once more of the week before against what is held of that week: its own report's print and
/// the corrections since. The two are the same in all but a few reports; where they are not, a correction is missing or
/// counts twice.
final class Restatements {

  /// Tonnes. Containers are told a week late now and then.
  private static final long ROUNDING = 100;

  private Restatements() {}

  /// @param held  what was known before the document
  /// @param totals  what a document that is held prints of a period over all destinations, by its id
  static List<DoubtfulRow> doubts(
      SourceId source, Panel.View held, Read read, BiFunction<String, DateWindow, Map<CommodityId, Long>> totals) {
    if (read.restated().isEmpty()) {
      return List.of();
    }
    PublishedRelease report = read.releases().getLast();
    Map<String, Map<CommodityId, Long>> printed = new HashMap<>();
    List<DoubtfulRow> doubts = new ArrayList<>();
    for (Restated again : read.restated()) {
      if (printsAnew(report, again)) {
        continue; // and adds up to what it says
      }
      Optional<Long> first = print(source, held, again)
          .map(document -> printed.computeIfAbsent(document, id -> totals.apply(id, again.period())))
          .map(tonnes -> tonnes.get(again.commodity()));
      if (first.isPresent()) {
        long corrected = corrections(source, held, report, again);
        long expected = first.get() + corrected;
        if (Math.abs(again.tonnes() - expected) > ROUNDING) {
          doubts.add(new DoubtfulRow(again.line(), String.format(Locale.ROOT,
              "the report now says %,d t of %s for the week to %s, but the %,d t that its own report printed and %,d t of "
                  + "corrections since make %,d t, which is counted: a correction is missing, or one is counted twice",
              again.tonnes(), again.commodity(), again.period().last(), first.get(), corrected, expected), true));
        }
      }
    }
    return doubts;
  }

  /// Whether the report prints the week before once more, destination by destination.
  private static boolean printsAnew(PublishedRelease report, Restated again) {
    return report.figures().stream().anyMatch(figure -> figure.kind() == Figure.Kind.PRINT
        && figure.commodity().equals(again.commodity()) && figure.period().equals(again.period()));
  }

  /// The document that printed the week, the newest if it was sent more than once.
  private static Optional<String> print(SourceId source, Panel.View held, Restated again) {
    return held.trades(source)
        .filter(trade -> trade.commodity().equals(again.commodity()) && trade.destination().equals(PartyId.WORLD))
        .flatMap(held::observations)
        .filter(figure -> !figure.correction() && figure.period().equals(again.period()))
        .max(Comparator.comparing(Observation::release, Release.BY_KNOWLEDGE))
        .map(figure -> figure.provenance().document());
  }

  /// All corrections of the week up to the report, its own among them. An earlier sending of the report gives way to it.
  private static long corrections(SourceId source, Panel.View held, PublishedRelease report, Restated again) {
    Instant out = report.releasedAt() == null ? Instant.MAX : report.releasedAt();
    long before = held.trades(source)
        .filter(trade -> trade.commodity().equals(again.commodity()))
        .flatMap((Trade trade) -> held.ledger(trade).rows().stream())
        .filter(row -> row.period().equals(again.period()))
        .flatMap(row -> row.cells().values().stream())
        .flatMap(cell -> cell.observations().stream())
        .filter(figure -> figure.correction() && !figure.release().releasedAt().isAfter(out)
            && !figure.release().period().equals(report.period()))
        .mapToLong(figure -> figure.value().value().longValue())
        .sum();
    return before + report.figures().stream()
        .filter(figure -> figure.kind() == Figure.Kind.CORRECTION && figure.commodity().equals(again.commodity())
            && figure.period().equals(again.period()))
        .mapToLong(figure -> figure.value().value().longValue())
        .sum();
  }
}
