package io.offtake.fetching.client;

import java.time.Duration;

/// How one publisher is asked.
///
/// @param userAgent  says who asks, with a contact
/// @param connect  how long a connection may take
/// @param deadline  how long a whole answer may take, to its last byte
/// @param maxBytes  the largest document, as sent and once unpacked
/// @param retries  how often one question is asked again when the fault may pass
/// @param firstDelay  the longest wait before the first retry; it doubles, and the real wait is drawn below it
/// @param patience  the longest `Retry-After` that is waited for on the spot; a longer one ends the attempt
/// @param spacing  between two questions
/// @param perHour  the most questions in an hour
/// @param breakerAfter  questions of which half must have failed before the publisher is left alone
/// @param breakerDelay  for how long it is then left alone
public record Manners(
    String userAgent,
    Duration connect,
    Duration deadline,
    int maxBytes,
    int retries,
    Duration firstDelay,
    Duration patience,
    Duration spacing,
    int perHour,
    int breakerAfter,
    Duration breakerDelay) {

  public static Manners standard(String userAgent) {
    return new Manners(userAgent, Duration.ofSeconds(10), Duration.ofSeconds(60), 64 << 20, 3, Duration.ofSeconds(1),
        Duration.ofSeconds(20), Duration.ofMillis(250), 900, 10, Duration.ofMinutes(1));
  }
}
