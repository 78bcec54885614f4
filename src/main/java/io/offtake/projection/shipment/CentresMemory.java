package io.offtake.projection.shipment;

import java.time.Duration;
import java.util.Arrays;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

/// Keeps what the [Centres] of trades said, up to a number of bytes.
///
/// A trade as it was known at one instant and as it was known at another differ in their newest weeks. What is said at the
/// end of a week rests on no later one, so whatever both have just so is worked out and kept once: a question about the
/// past costs no more memory than the newest does, and little time. For many threads.
public final class CentresMemory {

  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final int[] horizons;
  private final Cache<Key, Centres> kept;
  private final @Nullable CentresMemory common;

  /// @param first  a digest of the first weeks: two series of one name that begin otherwise have nothing in common
  private record Key(String name, int firstWeek, int first) {

    static Key of(History history) {
      double[] flows = history.flows();
      return new Key(history.name(), history.firstWeek(),
          Arrays.hashCode(Arrays.copyOf(flows, Math.min(Centres.FIRST, flows.length))));
    }
  }

  /// @param bytes  that are kept at most, about
  /// @param horizons  in weeks, ascending
  public CentresMemory(long bytes, int... horizons) {
    this(bytes, null, horizons);
  }

  private CentresMemory(long bytes, @Nullable CentresMemory common, int... horizons) {
    this.horizons = horizons.clone();
    this.common = common;
    this.kept = Caffeine.newBuilder()
        .maximumWeight(bytes)
        .<Key, Centres>weigher((_, centres) -> Math.toIntExact(Math.min(Integer.MAX_VALUE, centres.bytes())))
        .expireAfterAccess(REMEMBERED)
        .executor(Runnable::run)
        .build();
  }

  /// A memory that takes what is kept here and keeps what it adds by itself: it goes with whoever has it.
  public CentresMemory apart(long bytes) {
    return new CentresMemory(bytes, this, horizons);
  }

  /// What is kept, about.
  public long bytes() {
    return kept.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  int[] horizons() {
    return horizons.clone();
  }

  Centres of(History history) {
    var key = Key.of(history);
    Centres known = known(key);
    if (known != null && known.areOf(history, horizons)) {
      return known;
    }
    var centres = new Centres(history, known, horizons);
    // The past is asked about less often than what has been held since.
    if (known == null || centres.weeks() >= known.weeks()) {
      kept.put(key, centres);
    }
    return centres;
  }

  /// About what `centres` take beside what is kept here.
  long beside(History history, Centres centres) {
    return known(Key.of(history)) == centres ? centres.frameBytes() : centres.ownBytes();
  }

  private @Nullable Centres known(Key key) {
    Centres own = kept.getIfPresent(key);
    return own != null || common == null ? own : common.known(key);
  }
}
