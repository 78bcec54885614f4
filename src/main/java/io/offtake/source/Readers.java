package io.offtake.source;

import java.util.List;
import java.util.Optional;

import io.offtake.evidence.SourceId;

/// The readers of all document forms.
public interface Readers {

  /// A document form.
  ///
  /// @param source  whose form it is; empty for Offtake's own table, which any source's figures can come in
  /// @param id  names it in the API
  /// @param version  of its reader, kept with every document it read
  record Form(Optional<SourceId> source, String id, String version, String description) {}

  /// The forms in which a source's documents can be handed in, its usual one first.
  List<Form> formsOf(SourceId source);

  /// The form that a submission comes in: the one it names, or else its source's usual one; empty when it names one
  /// that its source does not have.
  Optional<Form> formOf(Submission submission);

  /// Whether a publisher reuses this name for every report.
  boolean isRollingName(SourceId source, String name);

  /// Reads a submission in one of its source's forms.
  ParseOutcome read(Submission submission, Form form);
}
