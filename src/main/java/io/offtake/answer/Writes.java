package io.offtake.answer;

import java.util.concurrent.Callable;

import jakarta.enterprise.context.ApplicationScoped;

/// Carries a change out in one transaction with what its caller keeps about it. What it changed is served when the
/// transaction has ended; until then it is read by the caller alone.
@ApplicationScoped
public class Writes {

  private static final int LONGEST_SECONDS = 630;

  private final WriterLock lock;
  private final Snapshots snapshots;

  Writes(WriterLock lock, Snapshots snapshots) {
    this.lock = lock;
    this.snapshots = snapshots;
  }

  /// @param inTurn  whether the change is one of those that are made one at a time
  /// @throws io.offtake.database.TurnedAway  when its turn does not come soon
  public <T> T together(boolean inTurn, Callable<T> work) {
    snapshots.holdBack();
    try {
      T done = lock.together(inTurn, LONGEST_SECONDS, work);
      snapshots.serveHeldBack();
      return done;
    } finally {
      snapshots.forgetHeldBack();
    }
  }

  /// Carries `request` out in turn, and undoes it.
  ///
  /// @return what it answers
  /// @throws Exception  what `request` throws
  public <T> T tried(Callable<T> request) throws Exception {
    return lock.havingTheTurn(() -> DryRun.of(request));
  }
}
