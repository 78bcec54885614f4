package io.offtake.rest.edge;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// What one who asks may still ask for: so many requests a minute, at once or spread, of which a tenth can be spent too.
///
/// All that is kept is the instant at which nothing would be spent any more. For many threads.
final class Allowance {

  /// Parts of a request.
  static final int WHOLE = 10;
  static final int HELD = 1;

  private static final long WINDOW = TimeUnit.SECONDS.toNanos(Quota.SECONDS);

  private final Quota quota;
  private final long part;
  private final AtomicLong full;

  /// @param name  of the policy
  /// @param requests  a minute
  /// @param policy  as the header `RateLimit-Policy` tells it
  record Quota(String name, int requests, String policy) {

    static final int SECONDS = 60;

    static Quota of(String name, int requests) {
      return new Quota(name, requests, "\"%s\";q=%d;w=%d".formatted(name, requests, SECONDS));
    }
  }

  /// @param now  in the time of [System#nanoTime]
  Allowance(Quota quota, long now) {
    this.quota = quota;
    this.part = Math.max(1, WINDOW / ((long) WHOLE * quota.requests()));
    this.full = new AtomicLong(now);
  }

  Quota quota() {
    return quota;
  }

  /// Takes so many parts, if so many are left.
  boolean take(int parts, long now) {
    while (true) {
      long until = full.get();
      long next = (until - now > 0 ? until : now) + parts * part;
      if (next - now > WINDOW) {
        return false;
      }
      if (full.compareAndSet(until, next)) {
        return true;
      }
    }
  }

  /// How many parts are spent; negative when all have been there for some time.
  long parts(long now) {
    return Math.floorDiv(full.get() - now, part);
  }

  /// Gives back what was taken and not needed.
  void giveBack(int parts) {
    full.addAndGet(-parts * part);
  }

  /// As the header `RateLimit` tells it.
  String told(long now) {
    return "\"" + quota.name() + "\";r=" + left(now) + ";t=" + secondsUntilFull(now);
  }

  /// Whole requests that are left.
  long left(long now) {
    return Math.max(0, (WINDOW - spent(now)) / (WHOLE * part));
  }

  /// Seconds until so many parts are left, rounded up.
  long secondsUntil(int parts, long now) {
    return seconds(spent(now) + parts * part - WINDOW);
  }

  /// Seconds until all of it is left, rounded up.
  long secondsUntilFull(long now) {
    return seconds(spent(now));
  }

  private long spent(long now) {
    return Math.max(0, full.get() - now);
  }

  private static long seconds(long nanoseconds) {
    return Math.max(0, Math.ceilDiv(nanoseconds, TimeUnit.SECONDS.toNanos(1)));
  }
}
