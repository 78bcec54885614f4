package io.offtake.work.job;

import java.time.Duration;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import org.jspecify.annotations.Nullable;

/// The rounds that go on, for a stop that cuts none of them off from its database.
@ApplicationScoped
public class Rounds {

  /// As long as an answer of a busy database may take; a supervisor that asked for the stop waits for half a minute.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Scheduler scheduler;
  private int going;
  private boolean stopping;

  Rounds(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /// Whether the service stops: asked between the pieces of what takes long.
  public synchronized boolean isStopping() {
    return stopping;
  }

  private synchronized boolean begin() {
    going += stopping ? 0 : 1;
    return !stopping;
  }

  private synchronized void end() {
    going--;
    notifyAll();
  }

  void onStop(@Observes @Priority(1) ShutdownEvent event) {
    if (scheduler.isStarted()) {
      scheduler.pause();
    }
    synchronized (this) {
      stopping = true;
    }
  }

  /// After all others have heard of the stop and ended what they do.
  void await(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
    int left = await(PATIENCE);
    if (left > 0) {
      Log.warnf("%d rounds did not end within %d seconds and are broken off", left, PATIENCE.toSeconds());
    }
  }

  private synchronized int await(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      for (long left = patience.toMillis(); going > 0 && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
        wait(left);
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    return going;
  }

  /// Counts what is marked as a [Round].
  @Round
  @Interceptor
  @Priority(Interceptor.Priority.APPLICATION)
  static class Counting {

    private final Rounds rounds;

    Counting(Rounds rounds) {
      this.rounds = rounds;
    }

    @AroundInvoke
    @Nullable Object count(InvocationContext round) throws Exception {
      if (!rounds.begin()) {
        return null;
      }
      try {
        return round.proceed();
      } finally {
        rounds.end();
      }
    }
  }
}
