package io.offtake.outbox;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/// The messages that the service sends about itself. Their content is plain text.
public final class ServiceNotice {

  public static final String PING = "subscription.ping";
  public static final String DISABLED = "subscription.disabled";

  /// Asks whether messages are wanted at a mail address; for that address alone.
  public static final String CONFIRMATION = "subscription.confirmation";

  public static final Set<String> TYPES = Set.of(PING, DISABLED, CONFIRMATION);

  private ServiceNotice() {}

  /// A message that tries a receiver.
  public static Message ping(UUID id, UUID subscription, Instant at, long dataVersion) {
    return notice(id, subscription, PING, at, dataVersion, "info",
        "This message tries the way to you. Nothing has happened.");
  }

  /// A question to those who read at the subscription's mail address. Nothing in it comes from whoever named them: it
  /// goes to people who may never have heard of him.
  public static Message confirmation(UUID id, UUID subscription, Instant at, long dataVersion) {
    return notice(id, subscription, CONFIRMATION, at, dataVersion, "info",
        "Somebody asked for messages to be sent to this address. None is sent before its reader agrees.");
  }

  /// Tells the others that one receiver is not tried any more.
  public static Message disabled(UUID id, UUID subscription, Instant at, long dataVersion, String name, String cause) {
    return notice(id, subscription, DISABLED, at, dataVersion, "watch",
        "The subscription \"%s\" is disabled: %s. Its messages wait; they go out when it is made active again."
            .formatted(name, cause));
  }

  private static Message notice(
      UUID id, UUID subscription, String type, Instant at, long dataVersion, String severity, String content) {
    // The id and the sequence are given when it is kept.
    return new Message(0, "notice-" + id, "subscription-" + subscription, 0, type, at, dataVersion, "",
        null, "", severity, content);
  }
}
