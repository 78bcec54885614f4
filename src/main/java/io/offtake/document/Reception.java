package io.offtake.document;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.evidence.Panel;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.SourceId;
import org.jspecify.annotations.Nullable;

/// What is to be kept of a document that was read, beside what was held before it: the same when it comes and whenever it is
/// read again.
///
/// @param judged  what it adds, with what is held back
/// @param doubtful  its doubtful rows: those that its reader told, and those that show beside what was held
public record Reception(Vintages.Decision decision, Plausibility.Judged judged, List<DoubtfulRow> doubtful) {

  /// A document that contradicts what is held row by row is told of by so many rows, and by their number.
  private static final int MOST_DOUBTS = 200;

  public Reception {
    doubtful = List.copyOf(doubtful);
  }

  private static boolean told(Read read, DoubtfulRow row) {
    return read.doubtful().stream().anyMatch(each -> each.reason().equals(row.reason()));
  }

  /// @param before  what was held before it
  /// @param document  its id
  /// @param releasedAt  when the public had it, if that was told
  /// @param fetched  whether a connector brought it, and not somebody who means what it says
  /// @param contents  the bytes of documents that are held, by their ids
  public static Reception of(
      SourceId source,
      ReleaseCalendars calendars,
      Panel before,
      String document,
      @Nullable Instant releasedAt,
      Instant receivedAt,
      boolean fetched,
      Read read,
      Readers readers,
      Function<String, Optional<byte[]>> contents) {
    var decision = new Vintages(source, calendars, before, releasedAt, receivedAt, fetched, read.alarms().isEmpty())
        .decide(read.releases());
    var judged = new Plausibility(source, before, document).judge(decision);
    List<DoubtfulRow> beside = Stream.of(
            decision.doubtful(),
            judged.doubtful(),
            Restatements.doubts(source, before.at(Instant.MAX), read,
                (id, period) -> contents.apply(id).map(bytes -> readers.totals(source, bytes, period)).orElse(Map.of())))
        .flatMap(List::stream)
        // Readers of whole years hold their rows against each other, and say it in the same words.
        .filter(row -> !told(read, row))
        .toList();
    List<DoubtfulRow> told = beside.size() <= MOST_DOUBTS
        ? beside
        : Stream.concat(beside.stream().limit(MOST_DOUBTS), Stream.of(new DoubtfulRow(1,
            "%d more rows contradict what is held".formatted(beside.size() - MOST_DOUBTS), true))).toList();
    return new Reception(decision, judged, Stream.concat(read.doubtful().stream(), told.stream()).toList());
  }
}
