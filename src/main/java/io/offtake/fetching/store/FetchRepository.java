package io.offtake.fetching.store;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;

import io.offtake.evidence.SourceId;
import io.offtake.fetching.Connector.Attempt;
import io.offtake.fetching.Connector.Outcome;
import io.offtake.fetching.Connector.Validators;
import io.offtake.fetching.Fetches;

@ApplicationScoped
class FetchRepository implements Fetches {

  private final EntityManager entities;
  private final Clock clock;

  FetchRepository(EntityManager entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  @Override
  @Transactional
  public State state(SourceId source) {
    return state(source, Optional.ofNullable(entities.find(SourceFetchEntity.class, source.value())));
  }

  @Override
  @Transactional
  public State request(SourceId source) {
    SourceFetchEntity row = locked(source);
    row.requestedAt = row.requestedAt == null ? now() : row.requestedAt;
    return state(source, Optional.of(row));
  }

  @Override
  @Transactional
  public boolean claim(SourceId source, String owner, Duration lease) {
    SourceFetchEntity row = locked(source);
    Instant now = now();
    if (row.leaseUntil != null && row.leaseUntil.isAfter(now)) {
      return false;
    }
    row.owner = owner;
    row.leaseUntil = now.plus(lease);
    row.claimedAt = now;
    return true;
  }

  @Override
  @Transactional
  public boolean renew(SourceId source, String owner, Duration lease) {
    SourceFetchEntity row = locked(source);
    if (!owner.equals(row.owner)) {
      return false;
    }
    row.leaseUntil = now().plus(lease);
    return true;
  }

  @Override
  @Transactional
  public void finish(SourceId source, String owner, Attempt attempt, Optional<Instant> notBefore) {
    SourceFetchEntity row = locked(source);
    if (!owner.equals(row.owner)) {
      return;
    }
    boolean failed = attempt.outcome() == Outcome.FAILED;
    LocalDate shown = attempt.coveredTo();
    if (!failed && shown != null && (row.coveredTo == null || shown.isAfter(row.coveredTo))) {
      row.coveredTo = shown;
    }
    row.failures = failed ? row.failures + 1 : 0;
    row.notBefore = notBefore.map(until -> until.truncatedTo(ChronoUnit.MICROS)).orElse(null);
    // Asked for while it ran: then it runs once more.
    if (row.requestedAt != null && row.claimedAt != null && !row.requestedAt.isAfter(row.claimedAt)) {
      row.requestedAt = null;
    }
    row.owner = null;
    row.leaseUntil = null;
    entities.persist(FetchAttemptEntity.from(source.value(), attempt));
  }

  @Override
  @Transactional
  public Optional<Validators> validators(URI address) {
    return Optional.ofNullable(entities.find(FetchValidatorEntity.class, address.toString()))
        .map(row -> new Validators(row.etag, row.lastModified));
  }

  @Override
  @Transactional
  public void keep(SourceId source, URI address, Validators validators) {
    var row = new FetchValidatorEntity();
    row.address = address.toString();
    row.source = source.value();
    row.etag = validators.etag();
    row.lastModified = validators.lastModified();
    entities.merge(row);
  }

  /// The row of a source, made if it is not there, and held until the transaction ends.
  private SourceFetchEntity locked(SourceId source) {
    entities.createNativeQuery(
            "insert into source_fetch (source, failures) values (:source, 0) on conflict (source) do nothing")
        .setParameter("source", source.value())
        .executeUpdate();
    return entities.find(SourceFetchEntity.class, source.value(), LockModeType.PESSIMISTIC_WRITE);
  }

  private State state(SourceId source, Optional<SourceFetchEntity> row) {
    Optional<Attempt> last = entities.createQuery(
            "select a from FetchAttemptEntity a where a.source = :source order by a.id desc", FetchAttemptEntity.class)
        .setParameter("source", source.value())
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(FetchAttemptEntity::toAttempt);
    Optional<Instant> lastSuccess = Optional.ofNullable(entities.createQuery(
            "select max(a.finishedAt) from FetchAttemptEntity a where a.source = :source and a.outcome <> :failed",
            Instant.class)
        .setParameter("source", source.value())
        .setParameter("failed", Outcome.FAILED)
        .getSingleResult());
    return new State(
        source,
        row.map(each -> each.coveredTo),
        row.map(each -> each.failures).orElse(0),
        row.map(each -> each.notBefore),
        row.map(each -> each.requestedAt),
        row.map(each -> each.leaseUntil),
        last,
        lastSuccess);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
