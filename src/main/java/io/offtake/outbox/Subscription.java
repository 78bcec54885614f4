package io.offtake.outbox;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Who is told, of what, how and when.
///
/// @param revision  counts its changes, from 1
/// @param cause  why it is in its state; empty while nobody has touched it
/// @param failingSince  since when it has accepted nothing although it was tried
/// @param oldSecretUntil  until when signatures under the secret before stand beside those under the present one
public record Subscription(
    UUID id,
    int revision,
    Draft draft,
    State state,
    Optional<String> cause,
    Instant createdAt,
    Instant changedAt,
    Optional<Instant> failingSince,
    Optional<Instant> oldSecretUntil) {

  /// What its owner decides.
  ///
  /// @param ratePerMinute  the most attempts in any 60 seconds; 0 for as many as there are
  public record Draft(
      String name,
      Channel channel,
      Matcher matcher,
      ZoneId zone,
      Optional<QuietHours> quietHours,
      int ratePerMinute,
      Optional<Digest> digest) {}

  /// By which way. The words of a channel may end up in a log, so they have its address masked.
  public sealed interface Channel {

    record Webhook(URI url, Format format) implements Channel {

      @Override
      public String toString() {
        return "Webhook[url=%s, format=%s]".formatted(Masked.of(this), format);
      }
    }

    /// @param address  one mailbox, such as `desk@example.com`
    record Mail(String address) implements Channel {

      @Override
      public String toString() {
        return "Mail[address=%s]".formatted(Masked.of(this));
      }
    }
  }

  /// The form of a webhook's body.
  public enum Format {
    STANDARD, CLOUDEVENTS, SLACK
  }

  /// Which messages; an empty list takes all.
  ///
  /// Notices of the service itself, which speak of no commitment, go to those that name their type and to those that
  /// take everything.
  public record Matcher(
      List<String> commitments,
      List<String> readings,
      List<String> rules,
      List<String> severities,
      List<String> types) {

    public Matcher {
      commitments = List.copyOf(commitments);
      readings = List.copyOf(readings);
      rules = List.copyOf(rules);
      severities = List.copyOf(severities);
      types = List.copyOf(types);
    }
  }

  /// Messages for a subscription that is paused or disabled wait until it is active again.
  public enum State {
    /// Nobody who reads at its mail address has agreed yet: nothing goes there but the question.
    UNCONFIRMED,
    ACTIVE,
    /// By its owner.
    PAUSED,
    /// By Offtake: its receiver is gone, or has accepted nothing for long.
    DISABLED,
    /// For good. What was delivered stays on record.
    ENDED
  }
}
