package io.offtake.change.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

import io.offtake.change.Change;
import io.offtake.change.Change.Position;
import io.offtake.change.ChangeLog;

@ApplicationScoped
class ChangeRepository implements ChangeLog {

  /// A kind of change: where its rows lie, and how one is told.
  ///
  /// @param rank  within a data version; it is part of the cursors that clients hold and never changes
  private record Kind<R>(int rank, String query, Class<R> row, BiFunction<R, Integer, Change> tell) {}

  private static final List<Kind<?>> KINDS = List.of(
      new Kind<>(1, ReleaseRow.QUERY, ReleaseRow.class, ReleaseRow::toChange),
      new Kind<>(2, FigureRow.QUERY, FigureRow.class, FigureRow::toChange),
      new Kind<>(3, CommitmentRow.QUERY, CommitmentRow.class, CommitmentRow::toChange),
      new Kind<>(4, RetractionRow.QUERY, RetractionRow.class, RetractionRow::toChange),
      new Kind<>(5, HeldBackRow.QUERY, HeldBackRow.class, HeldBackRow::toHeldBack),
      new Kind<>(6, HeldBackRow.RELEASED, HeldBackRow.class, HeldBackRow::toReleased),
      new Kind<>(7, ClaimRow.QUERY, ClaimRow.class, ClaimRow::toChange));

  private final EntityManager entities;

  ChangeRepository(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  @Transactional
  public List<Change> after(Position position, long upTo, int atMost) {
    var changes = new ArrayList<Change>();
    KINDS.forEach(kind -> changes.addAll(after(position, upTo, atMost, kind)));
    return changes.stream().sorted(Comparator.comparing(Change::position)).limit(atMost).toList();
  }

  /// The first `atMost` of one kind: more of it cannot be among the first `atMost` of all.
  private <R> List<Change> after(Position position, long upTo, int atMost, Kind<R> kind) {
    // Within the position's own version, kinds of a lower rank are done and those of a higher one have not begun.
    boolean done = kind.rank() < position.rank();
    long idSeen = kind.rank() == position.rank() ? position.id() : done ? Long.MAX_VALUE : 0;
    return entities.createQuery(kind.query(), kind.row())
        .setParameter("from", position.dataVersion())
        .setParameter("version", position.dataVersion())
        .setParameter("id", idSeen)
        .setParameter("upTo", upTo)
        .setMaxResults(atMost)
        .getResultStream()
        .map(row -> kind.tell().apply(row, kind.rank()))
        .toList();
  }

  @Override
  @Transactional
  public Position recordedUpTo(Instant instant) {
    Long version = entities
        .createQuery("select max(v.id) from DataVersionEntity v where v.at <= ?1", Long.class)
        .setParameter(1, instant)
        .getSingleResult();
    return version == null ? Position.START : Position.endOf(version);
  }
}
