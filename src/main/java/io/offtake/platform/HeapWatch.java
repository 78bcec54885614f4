package io.offtake.platform;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.work.job.Round;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;

/// Ends a process whose heap is full to the brim and that does little but collect: the virtual machine itself ends it only
/// when there is no memory left at all, and until then it answers nobody.
@ApplicationScoped
class HeapWatch {

  private static final int ENDED = 3;
  private static final int LOOKS = 3;
  private static final double MOST_COLLECTING = .8;
  private static final double FULL = .97;

  private final Judge judge = new Judge();

  @Scheduled(every = "20s", delayed = "20s", concurrentExecution = ConcurrentExecution.SKIP)
  @Round
  void look() {
    Duration collected = Duration.ofMillis(ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime).sum());
    judge.hopeless(Duration.ofNanos(System.nanoTime()), collected, fullest()).ifPresent(reason -> {
      Log.fatal(reason);
      // Hooks would wait for memory too. Whatever is half done is begun anew at the next start.
      Runtime.getRuntime().halt(ENDED);
    });
  }

  /// The share that the fullest part of the heap had in use after it was collected last.
  private static double fullest() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getCollectionUsage)
        .filter(Objects::nonNull)
        .filter(usage -> usage.getMax() > 0)
        .mapToDouble(HeapWatch::share)
        .max()
        .orElse(0);
  }

  private static double share(MemoryUsage usage) {
    return (double) usage.getUsed() / usage.getMax();
  }

  /// Says when there is no hope: at several looks in a row.
  static final class Judge {

    private Duration lookedAt = Duration.ZERO;
    private Duration collectedThen = Duration.ZERO;
    private int inARow;

    /// @param at  of a clock that never goes back
    /// @param collected  the time spent in collections since the start
    /// @param full  the share that was in use after the last
    /// @return why there is none
    Optional<String> hopeless(Duration at, Duration collected, double full) {
      double share = lookedAt.isZero() ? 0
          : (double) collected.minus(collectedThen).toMillis() / Math.max(1, at.minus(lookedAt).toMillis());
      inARow = share > MOST_COLLECTING && full > FULL ? inARow + 1 : 0;
      lookedAt = at;
      collectedThen = collected;
      return inARow < LOOKS ? Optional.empty() : Optional.of((
          "The heap is full: %.0f %% of the time went into collections, and %.0f %% of it stayed in use. The process ends,"
              + " to be started again; give it more memory, as README.md tells").formatted(share * 100, full * 100));
    }
  }
}
