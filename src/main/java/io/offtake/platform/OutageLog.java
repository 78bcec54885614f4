package io.offtake.platform;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

import io.offtake.database.Outage;
import io.offtake.database.Troubles;
import io.quarkus.logging.LoggingFilter;
import org.jboss.logging.Logger;

/// Says once a minute what every part of the service would say at each attempt while its database is away, and how much
/// was left out.
@LoggingFilter(name = "outage")
public final class OutageLog implements Filter {

  private static final Logger LOG = Logger.getLogger("io.offtake.database");
  private static final long MINUTE = 60_000_000_000L;

  /// How long after a failure lines of the libraries that rest on the database are taken to be of the same.
  private static final int AFTERMATH_SECONDS = 10;
  private static final List<String> LIBRARIES =
      List.of("org.hibernate.", "io.agroal.", "com.arjuna.", "org.postgresql.", "io.quarkus.datasource", "io.quarkus.agroal");

  /// Quarkus marks so what breaks while the service stops: its connections go before those who use them.
  private static final String WHILE_STOPPING = "[Error Occurred After Shutdown]";

  private final AtomicLong leftOut = new AtomicLong();
  /// In the time of [System#nanoTime].
  private final AtomicLong toldAt = new AtomicLong(System.nanoTime() - MINUTE);

  @Override
  public boolean isLoggable(LogRecord line) {
    Optional<Outage> outage = outage(line);
    if (outage.isEmpty()) {
      return true;
    }
    if (outage.get().reason().contains(WHILE_STOPPING)) {
      return false;
    }
    long told = toldAt.get();
    long now = System.nanoTime();
    if (now - told >= MINUTE && toldAt.compareAndSet(told, now)) {
      long lines = leftOut.getAndSet(0);
      LOG.errorf("%s: %s%s", inWords(outage.get().kind()), outage.get().reason(),
          lines == 0 ? "" : " (%d lines of the kind were left out since it was last told)".formatted(lines));
    } else {
      leftOut.incrementAndGet();
    }
    return false;
  }

  private static Optional<Outage> outage(LogRecord line) {
    if (line.getThrown() != null) {
      Optional<Outage> outage = Outage.of(line.getThrown());
      outage.ifPresent(Troubles::met);
      return outage;
    }
    String category = String.valueOf(line.getLoggerName());
    return LIBRARIES.stream().anyMatch(category::startsWith)
        ? Troubles.within(AFTERMATH_SECONDS)
        : Optional.empty();
  }

  private static String inWords(Outage.Kind kind) {
    return switch (kind) {
      case FULL -> "The disk of the database is full";
      case UNREACHABLE -> "The database cannot be reached";
      case BUSY -> "The database has no room or no turn";
    };
  }
}
