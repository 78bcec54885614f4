package io.offtake.source;

import java.util.List;

import io.offtake.source.ParseOutcome.Problem;
import io.offtake.source.ParseOutcome.Unreadable;
import org.jspecify.annotations.Nullable;

/// Ends the reading of a document inside a reader, which then answers [Unreadable]. It never leaves the reader.
public final class Refusal extends Exception {

  private final @Nullable Integer line;
  private final String reason;

  /// @param line  where, counted from 1, if the reason has a place
  /// @param reason  what is wrong and what would be right, in words fit for a stranger
  public Refusal(@Nullable Integer line, String reason) {
    super(reason);
    this.line = line;
    this.reason = reason;
  }

  public Refusal(String reason) {
    this(null, reason);
  }

  public Unreadable toOutcome() {
    return new Unreadable(List.of(new Problem(line, reason)));
  }
}
