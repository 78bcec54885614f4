package io.offtake.change.store;

import java.time.Instant;
import java.util.Optional;

import io.offtake.change.Change;
import io.offtake.claim.ClaimId;
import io.offtake.claim.Claims;
import io.offtake.commitment.CommitmentId;
import org.jspecify.annotations.Nullable;

/// A claim that was kept, amended or withdrawn.
record ClaimRow(
    long dataVersion,
    long id,
    String claim,
    int version,
    Claims.Change change,
    @Nullable String commitment,
    @Nullable String reason,
    Instant recordedAt) {

  static final String QUERY = """
      select c.dataVersion, c.id, c.claim, c.version, c.change, c.commitment, c.reason, v.at
      from ClaimEntryEntity c join DataVersionEntity v on v.id = c.dataVersion
      where c.dataVersion >= :from and c.dataVersion <= :upTo and (c.dataVersion > :version or c.id > :id)
      order by c.dataVersion, c.id
      """;

  Change toChange(int rank) {
    return new Change(
        new Change.Position(dataVersion, rank, id),
        recordedAt,
        switch (change) {
          case MADE -> Change.Manner.NEW;
          case AMENDED -> Change.Manner.CHANGED;
          case WITHDRAWN -> Change.Manner.WITHDRAWN;
        },
        new Change.Subject.OfClaim(new ClaimId(claim), version, Optional.ofNullable(commitment).map(CommitmentId::new)),
        Optional.empty(),
        Optional.ofNullable(reason));
  }
}
