package io.offtake.work;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A piece of long work, as it stands.
///
/// @param id  ascending in the order they were asked for
/// @param kind  which [JobKind] carries it out
/// @param request  what was asked for, as JSON that its kind understands
/// @param dataVersion  the data it works on: a resumed job goes on with the very same
/// @param done  steps carried out
/// @param total  steps in all; absent until it was first taken up
/// @param counted  what the steps so far add up to; its kind says what is counted
/// @param skipped  how many of the steps carried out can never be done; the job went on without them
/// @param current  the newest step in words, or what the job waits for
/// @param failure  why it failed
/// @param cancelRequested  somebody asked for it to stop
public record Job(
    long id,
    String kind,
    String request,
    long dataVersion,
    State state,
    int done,
    Optional<Integer> total,
    long counted,
    int skipped,
    Optional<String> current,
    Optional<String> failure,
    boolean cancelRequested,
    Times times) {

  /// @param waitsUntil  it is not taken up before
  public record Times(
      Instant createdAt, Optional<Instant> startedAt, Optional<Instant> finishedAt, Optional<Instant> waitsUntil) {}

  /// A step that a job went on without.
  ///
  /// @param what  the step in words
  public record Skip(int step, String what, String reason) {}

  public enum State {
    QUEUED, RUNNING, SUCCEEDED, FAILED, CANCELLED;

    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Whether a job that is over may go on with the step it ended at.
    public boolean isResumable() {
      return this == FAILED || this == CANCELLED;
    }

    public boolean isFinal() {
      return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }
  }
}
