package io.offtake.database;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/// Why the database could not do something that is nobody's fault, so that it may be tried again.
///
/// @param reason  one line, in the words of the driver or the server
public record Outage(Kind kind, String reason) {

  /// The gravest first.
  public enum Kind {
    /// Nothing more can be written: the disk of the database is full.
    FULL,
    /// It is gone, starting, stopping, or has not answered in time.
    UNREACHABLE,
    /// It answers, and has no room or no turn for this: connections, memory, a lock.
    BUSY
  }

  private static final int MOST_LOOKED_AT = 200;
  private static final int LONGEST_REASON = 300;

  /// What a failure says of the database: the gravest among it, its causes and what was suppressed for it; empty when
  /// the database did what it was asked, or refused it for a reason of its own.
  public static Optional<Outage> of(Throwable failure) {
    Outage gravest = null;
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Throwable> open = new ArrayDeque<>();
    open.add(failure);
    while (!open.isEmpty() && seen.size() < MOST_LOOKED_AT) {
      Throwable each = open.remove();
      if (!seen.add(each)) {
        continue;
      }
      Outage told = ofThis(each).orElse(null);
      if (told != null && (gravest == null || told.kind().compareTo(gravest.kind()) < 0)) {
        gravest = told;
      }
      if (each.getCause() != null) {
        open.add(each.getCause());
      }
      open.addAll(Arrays.asList(each.getSuppressed()));
      if (each instanceof SQLException sql && sql.getNextException() != null) {
        open.add(sql.getNextException());
      }
    }
    return Optional.ofNullable(gravest);
  }

  private static Optional<Outage> ofThis(Throwable failure) {
    return switch (failure) {
      case TurnedAway away -> Optional.of(new Outage(Kind.BUSY, line(away)));
      // It repeats the statement with its values; what the server said is in the exception behind it.
      case BatchUpdateException batch when batch.getNextException() != null -> Optional.empty();
      case SQLException sql -> kind(sql).map(kind -> new Outage(kind, line(sql)));
      // A transaction that cannot be ended any more, or has taken too long: the transaction manager's own, which this
      // package does not know.
      case Exception other when other.getClass().getName().equals("jakarta.transaction.RollbackException") ->
          Optional.of(new Outage(Kind.BUSY, line(other)));
      default -> Optional.empty();
    };
  }

  /// By the class or the code of SQLSTATE; what the pool itself throws has none.
  private static Optional<Kind> kind(SQLException failure) {
    String state = failure.getSQLState();
    String message = String.valueOf(failure.getMessage());
    if (state == null) {
      return message.contains("cquisition timeout")
          ? Optional.of(Kind.BUSY)
          : message.contains("onnection is closed") || message.contains("onnection has been closed")
              ? Optional.of(Kind.UNREACHABLE)
              : Optional.empty();
    }
    if (state.equals("53100") || message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
      return Optional.of(Kind.FULL);
    }
    return switch (state) {
      case "57P01", "57P02", "57P03", "57P04", "57P05", "25006" -> Optional.of(Kind.UNREACHABLE);
      // The driver's own state for what it does not expect: the pool gives an attempt to connect up by an interrupt.
      case "99999" -> wasInterrupted(failure) ? Optional.of(Kind.UNREACHABLE) : Optional.empty();
      case "57014", "55P03", "40001", "40P01", "25P03", "25P04" -> Optional.of(Kind.BUSY);
      default -> switch (state.substring(0, Math.min(2, state.length()))) {
        case "08", "28", "3D", "58" -> Optional.of(Kind.UNREACHABLE);
        case "53" -> Optional.of(Kind.BUSY);
        default -> Optional.empty();
      };
    };
  }

  private static boolean wasInterrupted(SQLException failure) {
    return failure.getCause() != null && String.valueOf(failure.getCause().getMessage()).startsWith("Interrupted");
  }

  private static String line(Throwable failure) {
    String first = String.valueOf(failure.getMessage()).lines().findFirst().orElse("").strip();
    return first.length() <= LONGEST_REASON ? first : first.substring(0, LONGEST_REASON) + "…";
  }
}
