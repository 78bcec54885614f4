package io.offtake.fetching;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

import io.offtake.evidence.SourceId;
import io.offtake.fetching.Connector.Attempt;
import io.offtake.fetching.Connector.Validators;

/// The store of how each source was asked, and who asks it now.
public interface Fetches {

  /// How it stands with a source.
  ///
  /// @param coveredTo  the end of the newest period up to which everything was had
  /// @param failures  attempts that failed since the last that did not
  /// @param notBefore  the publisher asked us to wait until then
  /// @param requestedAt  somebody asked for it to be fetched now, and it has not been since
  /// @param runningUntil  the lease of the replica that asks it
  /// @param last  the newest attempt that ended
  /// @param lastSuccess  when the newest one that did not fail ended
  record State(
      SourceId source,
      Optional<LocalDate> coveredTo,
      int failures,
      Optional<Instant> notBefore,
      Optional<Instant> requestedAt,
      Optional<Instant> runningUntil,
      Optional<Attempt> last,
      Optional<Instant> lastSuccess) {

    /// The same where no more than up to `end` is held any more.
    public State heldTo(Optional<LocalDate> end) {
      return new State(source, coveredTo.flatMap(had -> end.map(held -> held.isBefore(had) ? held : had)), failures,
          notBefore, requestedAt, runningUntil, last, lastSuccess);
    }
  }

  /// The state of a source; that of one that was never asked is empty.
  State state(SourceId source);

  /// Asks for a source to be fetched as soon as a replica is free.
  State request(SourceId source);

  /// Takes a source for a while, unless another replica has it.
  boolean claim(SourceId source, String owner, Duration lease);

  /// @return whether `owner` still had it
  boolean renew(SourceId source, String owner, Duration lease);

  /// Keeps how an attempt ended and gives the source back; does nothing when `owner` lost it.
  ///
  /// @param notBefore  the publisher asked us to wait until then
  void finish(SourceId source, String owner, Attempt attempt, Optional<Instant> notBefore);

  /// What the publisher said of the version of a document that is held.
  Optional<Validators> validators(URI address);

  /// Keeps them. Only for a document that is held: what could not be read must be sent again.
  void keep(SourceId source, URI address, Validators validators);
}
