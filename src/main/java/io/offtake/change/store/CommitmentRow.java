package io.offtake.change.store;

import java.time.Instant;
import java.util.Optional;

import io.offtake.change.Change;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.CommitmentId;

/// A commitment that was declared, amended, read anew, withdrawn or taken back.
record CommitmentRow(
    long dataVersion, long id, String commitment, int revision, Catalogue.Change change, Instant recordedAt) {

  static final String QUERY = """
      select c.dataVersion, c.id, c.commitment, c.revision, c.change, v.at
      from CatalogueEntryEntity c join DataVersionEntity v on v.id = c.dataVersion
      where c.dataVersion >= :from and c.dataVersion <= :upTo and (c.dataVersion > :version or c.id > :id)
      order by c.dataVersion, c.id
      """;

  Change toChange(int rank) {
    return new Change(
        new Change.Position(dataVersion, rank, id),
        recordedAt,
        switch (change) {
          case CREATED -> Change.Manner.NEW;
          case AMENDED, READING_ADDED, READING_RETIRED -> Change.Manner.CHANGED;
          case WITHDRAWN, TAKEN_BACK -> Change.Manner.WITHDRAWN;
        },
        new Change.Subject.OfCommitment(new CommitmentId(commitment), revision),
        Optional.empty(),
        Optional.empty());
  }
}
