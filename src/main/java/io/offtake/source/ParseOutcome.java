package io.offtake.source;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// What came of reading one document: it is what we took it for, and then its good rows count and its doubtful
/// rows are told; or nothing of it may be used.
public sealed interface ParseOutcome {

  /// The document had the expected layout. Releases are in period order, rows in document order.
  record Read(List<PublishedRelease> releases, List<DoubtfulRow> doubtful) implements ParseOutcome {
    public Read {
      releases = List.copyOf(releases);
      doubtful = List.copyOf(doubtful);
    }
  }

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
