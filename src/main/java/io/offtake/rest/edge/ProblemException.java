package io.offtake.rest.edge;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// A refusal to be told to the client as an RFC 9457 problem. Thrown in this package only.
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ProblemType type;
  private final String detail;
  private final transient List<Fault> faults;
  private @Nullable Duration retryAfter;

  /// @param detail  what went wrong this time, in words fit for a stranger
  public ProblemException(ProblemType type, String detail, Fault... faults) {
    super(detail);
    this.type = type;
    this.detail = detail;
    this.faults = List.of(faults);
  }

  /// A refusal whose detail is that of its first fault.
  ///
  /// @param faults  at least one
  public static ProblemException of(ProblemType type, List<Fault> faults) {
    return new ProblemException(type, faults.getFirst().detail(), faults.toArray(Fault[]::new));
  }

  public static ProblemException notFound(String what, String id) {
    return new ProblemException(ProblemType.NOT_FOUND, "There is no %s '%s'".formatted(what, id));
  }

  /// Says when the same request may do better.
  public ProblemException retryAfter(Duration time) {
    retryAfter = time;
    return this;
  }

  /// Empty when there is nothing to wait for, or nobody knows how long.
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  public ProblemType type() {
    return type;
  }

  public String detail() {
    return detail;
  }

  public List<Fault> faults() {
    return faults;
  }
}
