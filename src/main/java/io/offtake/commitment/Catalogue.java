package io.offtake.commitment;

import java.time.Instant;
import java.util.List;

/// The store of declared commitments. It only grows: a change is a new entry with the commitment whole.
public interface Catalogue {

  /// A commitment as it stood from one data version on.
  ///
  /// @param revision  counted from 1
  /// @param document  the whole JSON document in its canonical form: it holds more than is assessed
  record Entry(
      Commitment commitment, String document, int revision, Change change, Instant recordedAt, long dataVersion) {}

  /// What was done. A commitment that was taken back is as if it had never been added: it stands in earlier data
  /// versions only.
  enum Change { CREATED, AMENDED, READING_ADDED, READING_RETIRED, WITHDRAWN, TAKEN_BACK }

  /// The entries of versions after `dataVersion` and up to `upTo`, in the order they were kept.
  List<Entry> entriesAfter(long dataVersion, long upTo);

  /// Keeps an entry. The caller holds the writer's lock.
  void append(Entry entry);
}
