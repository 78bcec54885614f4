package io.offtake.claim.statement;

import java.math.BigDecimal;
import java.util.List;

import io.offtake.claim.ClaimDraft;

/// A claim that a text seems to make. It counts for nothing until somebody confirms it.
///
/// @param number  within the statement, counted from 1
/// @param draft  the claim as it would be kept
/// @param span  the sentence that it rests on
/// @param quote  that sentence
/// @param understood  what was read, a sentence each, with the words that say so
/// @param assumed  what was not written and had to be assumed
/// @param sureness  from 0 to 1: a part for each thing that was written and not assumed
public record Proposal(
    int number,
    ClaimDraft draft,
    Span span,
    String quote,
    List<Understood> understood,
    List<String> assumed,
    BigDecimal sureness) {

  public Proposal {
    understood = List.copyOf(understood);
    assumed = List.copyOf(assumed);
  }

  /// Something that was read, and where in the text.
  public record Understood(String field, String meaning, Span span) {}
}
