package io.offtake.database;

import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/// Somebody else kept the same at the same moment, so that this was not kept. Whoever begins anew sees what there is.
public final class Meanwhile extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final String UNIQUE_VIOLATION = "23505";

  /// @param what  was done, in words fit for a stranger
  public Meanwhile(String what) {
    super(what);
  }

  /// Whether a failure says so, by itself or by what caused it: the database keeps a row of a kind once.
  public static boolean causes(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable each = failure; each != null && seen.add(each); each = each.getCause()) {
      if (each instanceof Meanwhile || each instanceof SQLException sql && isUniqueViolation(sql)) {
        return true;
      }
    }
    return false;
  }

  /// Of a batch the server's word is in the exception behind it.
  private static boolean isUniqueViolation(SQLException failure) {
    SQLException next = failure.getNextException();
    return UNIQUE_VIOLATION.equals(failure.getSQLState()) || next != null && UNIQUE_VIOLATION.equals(next.getSQLState());
  }
}
