package io.offtake.change.store;

import java.time.Instant;
import java.util.Optional;

import io.offtake.change.Change;
import io.offtake.commitment.CommitmentId;

/// A commitment that was declared, amended or read anew.
record CommitmentRow(long dataVersion, long id, String commitment, int revision, Instant recordedAt) {

  static final String QUERY = """
      select c.dataVersion, c.id, c.commitment, c.revision, v.at
      from CatalogueEntryEntity c join DataVersionEntity v on v.id = c.dataVersion
      where c.dataVersion >= :from and c.dataVersion <= :upTo and (c.dataVersion > :version or c.id > :id)
      order by c.dataVersion, c.id
      """;

  Change toChange(int rank) {
    return new Change(
        new Change.Position(dataVersion, rank, id),
        recordedAt,
        revision == 1 ? Change.Manner.NEW : Change.Manner.CHANGED,
        new Change.Subject.OfCommitment(new CommitmentId(commitment), revision),
        Optional.empty(),
        Optional.empty());
  }
}
