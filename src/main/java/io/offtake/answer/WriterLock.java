package io.offtake.answer;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;

import io.offtake.database.TurnedAway;
import io.quarkus.narayana.jta.QuarkusTransaction;
import org.jspecify.annotations.Nullable;

/// One writer at a time, over all replicas: versions are then numbered in the order they are committed.
///
/// Writers of this replica wait for their turn before they take a connection, in the order in which they came; only the
/// first of them waits for other replicas, at the database. So one connection is with writers, and all others are for
/// readers. Nobody waits for long, and no more than a few wait at all: the others are turned away and may come again.
@ApplicationScoped
public class WriterLock {

  /// For somebody who waits for the answer.
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  /// For work that nobody waits for, and that would have to be begun again.
  public static final Duration PATIENCE_OF_WORK = Duration.ofMinutes(10);

  /// Each holds one of the 200 threads that requests are answered on.
  private static final int MOST_WAITING = 40;

  /// Any number that nobody else uses as an advisory lock on this database.
  public static final long KEY = 0x4F46_4654_414B_45L;

  private final EntityManager entities;
  private final Semaphore turn = new Semaphore(1, true);
  private final ThreadLocal<@Nullable Together> together = new ThreadLocal<>();

  WriterLock(EntityManager entities) {
    this.entities = entities;
  }

  /// What happens in one transaction that somebody else ends.
  ///
  /// @param inTurn  whether it has the turn from the beginning
  private record Together(boolean inTurn) {}

  /// Waits for the turn and for the lock, and carries `work` out in a transaction of its own, or in the one that
  /// [#together] or a dry run has begun on this thread.
  ///
  /// @param seconds  how long the work may take
  /// @throws TurnedAway  when too many wait, or it would take too long; then nothing was done
  public <T> T inTurn(int seconds, Callable<T> work) {
    return inTurn(PATIENCE, seconds, work);
  }

  public <T> T inTurn(Duration patience, int seconds, Callable<T> work) {
    Together outer = together.get();
    if (outer != null && outer.inTurn()) {
      return QuarkusTransaction.joiningExisting().call(() -> locked(patience, work));
    }
    await(patience);
    try {
      return (outer == null && !DryRun.isOn()
          ? QuarkusTransaction.requiringNew().timeout(seconds)
          : QuarkusTransaction.joiningExisting())
          .call(() -> locked(patience, work));
    } finally {
      turn.release();
    }
  }

  /// Waits for the turn, and carries `work` out, which begins and ends a transaction itself.
  public <T> T havingTheTurn(Callable<T> work) throws Exception {
    await(PATIENCE);
    together.set(new Together(true));
    try {
      return work.call();
    } finally {
      together.remove();
      turn.release();
    }
  }

  /// Carries `work` out in one transaction, with whatever it asks to be carried out in turn.
  ///
  /// @param inTurn  whether to wait for the turn first, before there is a transaction
  /// @throws TurnedAway  as above
  public <T> T together(boolean inTurn, int seconds, Callable<T> work) {
    if (inTurn) {
      await(PATIENCE);
    }
    together.set(new Together(inTurn));
    try {
      return QuarkusTransaction.requiringNew().timeout(seconds).call(work);
    } finally {
      together.remove();
      if (inTurn) {
        turn.release();
      }
    }
  }

  private void await(Duration patience) {
    // Work of our own is little, and begins anew when it is turned away.
    if (patience.compareTo(PATIENCE) <= 0 && turn.getQueueLength() >= MOST_WAITING) {
      throw new TurnedAway("%d changes wait for their turn, and no more are let in".formatted(MOST_WAITING));
    }
    try {
      if (!turn.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new TurnedAway("other changes have been going on for %d seconds".formatted(patience.toSeconds()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TurnedAway("the service is stopping");
    }
  }

  /// Holds the lock until the transaction ends.
  private <T> T locked(Duration patience, Callable<T> work) throws Exception {
    entities.createNativeQuery("select set_config('lock_timeout', :millis, true)", String.class)
        .setParameter("millis", Long.toString(Math.min(patience.toMillis(), PATIENCE.toMillis() * 6)))
        .getSingleResult();
    entities.createNativeQuery("select cast(pg_advisory_xact_lock(:key) as varchar)", String.class)
        .setParameter("key", KEY)
        .getSingleResult();
    return work.call();
  }
}
