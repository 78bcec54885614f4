package io.offtake.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.offtake.calendar.DateWindow;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.reference.CommodityId;

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

  /// The sources that Offtake knows, whether or not it reads their documents by itself, each with what a reading can count
  /// by it.
  Map<SourceId, Set<Measure>> sources();

  /// The totals over all destinations that a document prints of a period, in tonnes; empty where it prints none.
  Map<CommodityId, Long> totals(SourceId source, byte[] document, DateWindow period);

  /// Reads a submission in one of its source's forms.
  ParseOutcome read(Submission submission, Form form);
}
