package io.offtake.answer;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

import io.quarkus.narayana.jta.QuarkusTransaction;
import org.jspecify.annotations.Nullable;

/// A request that is only tried: it is carried out in one transaction that is then undone. So it meets the same checks
/// and gives the same answer as in earnest, and leaves nothing behind: no row, no message to be sent, no new version.
///
/// Whatever writes joins the transaction that it finds. What lives in memory asks here before it changes.
public final class DryRun {

  private static final ScopedValue<DryRun> HERE = ScopedValue.newInstance();
  private static final int LONGEST_SECONDS = 600;

  private final AtomicReference<@Nullable Snapshot> made = new AtomicReference<>();

  private DryRun() {}

  /// Carries `request` out on this thread and undoes it.
  ///
  /// @return what it answers
  /// @throws Exception  what `request` throws
  public static <T> T of(Callable<T> request) throws Exception {
    try {
      return ScopedValue.where(HERE, new DryRun()).call(() ->
          QuarkusTransaction.requiringNew().timeout(LONGEST_SECONDS).call(() -> {
            throw new Undone(answer(request));
          }));
    } catch (Undone undone) {
      return undone.answer();
    }
  }

  /// Whether the present thread carries out a dry run.
  public static boolean isOn() {
    return HERE.isBound();
  }

  /// What the dry run of the present thread has brought about so far; empty outside of one, and until it has.
  static Optional<Snapshot> snapshot() {
    return isOn() ? Optional.ofNullable(HERE.get().made.get()) : Optional.empty();
  }

  /// Takes a snapshot that a dry run has brought about, so that only the run itself sees it.
  ///
  /// @return whether this was within one
  static boolean takes(Snapshot snapshot) {
    if (isOn()) {
      HERE.get().made.set(snapshot);
    }
    return isOn();
  }

  private static Callable<?> answer(Callable<?> request) {
    try {
      Object answer = request.call();
      return () -> answer;
    } catch (Exception refused) {
      return () -> {
        throw refused;
      };
    }
  }

  /// Ends the transaction, with what was answered or thrown.
  private static final class Undone extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Callable<?> outcome;

    Undone(Callable<?> outcome) {
      super("a dry run", null, false, false);
      this.outcome = outcome;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    <T> T answer() throws Exception {
      return (T) outcome.call();
    }
  }
}
