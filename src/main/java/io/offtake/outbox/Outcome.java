package io.offtake.outbox;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// What came of an attempt to deliver.
public sealed interface Outcome {

  /// @param status  of the answer, 200 to 299; absent where the channel has none
  record Accepted(@Nullable Integer status) implements Outcome {}

  /// To be tried again.
  ///
  /// @param status  of the answer, if there was one
  /// @param retryAfter  how long the receiver asked to be left alone
  record Failed(@Nullable Integer status, String detail, Optional<Duration> retryAfter) implements Outcome {}

  /// The receiver wants nothing any more: it answered 410, or a reader unsubscribed.
  record Gone(String detail) implements Outcome {}
}
