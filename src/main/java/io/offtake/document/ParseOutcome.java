package io.offtake.document;

import java.util.List;

import io.offtake.calendar.DateWindow;
import io.offtake.reference.CommodityId;

import org.jspecify.annotations.Nullable;

/// What came of reading one document: it is what we took it for, and then its good rows count and its doubtful
/// rows are told; or nothing of it may be used.
public sealed interface ParseOutcome {

  /// The document had the expected layout. Releases are in period order, rows in document order.
  ///
  /// @param restated  what it prints once more of periods that earlier documents spoke of
  /// @param alarms  what an operator must look at, in words: much that follows would be wrong otherwise; the doubtful rows
  ///     tell it too
  record Read(
      List<PublishedRelease> releases, List<DoubtfulRow> doubtful, List<Restated> restated, List<String> alarms)
      implements ParseOutcome {
    public Read {
      releases = List.copyOf(releases);
      doubtful = List.copyOf(doubtful);
      restated = List.copyOf(restated);
      alarms = List.copyOf(alarms);
    }

    public Read(List<PublishedRelease> releases, List<DoubtfulRow> doubtful) {
      this(releases, doubtful, List.of(), List.of());
    }
  }

  /// A total of an earlier period as a document prints it once more, after the corrections that it lists.
  ///
  /// @param line  where, counted from 1
  record Restated(int line, CommodityId commodity, DateWindow period, long tonnes) {}

  /// Nothing of the document may be used.
  ///
  /// @param problems  at least one
  record Unreadable(List<Problem> problems) implements ParseOutcome {
    public Unreadable {
      problems = List.copyOf(problems);
    }

    public static Unreadable because(String reason) {
      return new Unreadable(List.of(new Problem(null, reason)));
    }

    public static Unreadable because(int line, String reason) {
      return new Unreadable(List.of(new Problem(line, reason)));
    }
  }

  /// @param line  where, counted from 1, if the reason has a place
  /// @param reason  what is wrong and what would be right, in words fit for a stranger
  record Problem(@Nullable Integer line, String reason) {}

  /// A row that was left out, or taken with a doubt.
  ///
  /// @param line  the line the row began on, counted from 1, as an editor shows it
  /// @param used  whether its figures count all the same
  record DoubtfulRow(int line, String reason, boolean used) {}
}
