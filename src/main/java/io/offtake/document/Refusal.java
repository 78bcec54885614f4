package io.offtake.document;

import java.util.List;

import io.offtake.document.ParseOutcome.Problem;
import io.offtake.document.ParseOutcome.Unreadable;
import org.jspecify.annotations.Nullable;

/// Ends the reading of a document inside a reader, which then answers [Unreadable]. It never leaves the reader.
public final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /// @param line  where, counted from 1, if the reason has a place
  /// @param reason  what is wrong and what would be right, in words fit for a stranger
  public Refusal(@Nullable Integer line, String reason) {
    this(List.of(new Problem(line, reason)));
  }

  public Refusal(String reason) {
    this(null, reason);
  }

  /// @param problems  all that was found at once; at least one
  public Refusal(List<Problem> problems) {
    super(problems.getFirst().reason());
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  public Unreadable toOutcome() {
    return new Unreadable(problems);
  }
}
