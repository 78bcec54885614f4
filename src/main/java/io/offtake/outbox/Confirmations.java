package io.offtake.outbox;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/// Asks those who read at a mail address whether they want messages, and takes their answer.
///
/// The question goes out by itself when a subscription by mail is made, or gets another address.
public interface Confirmations {

  /// How long the link in a mail can be used.
  Duration LIFETIME = Duration.ofDays(2);

  /// So many questions go to one mailbox in 24 hours, ...
  int MOST_A_DAY = 3;

  /// ... and so many in 30 days, whoever asks and for whatever subscription.
  int MOST_A_MONTH = 10;

  /// Asks once more.
  ///
  /// @return empty when the subscription is not, or no longer, unconfirmed
  /// @throws TooManyConfirmations  if the mailbox was asked often enough
  Optional<Delivery> askAgain(UUID subscription);

  /// What one mail to `address` carries; only its hash is kept.
  ///
  /// @return empty when the subscription is not, or no longer, unconfirmed, or has another address
  Optional<String> newToken(UUID subscription, String address);

  /// Looks at a token, and changes nothing.
  Answer find(String token);

  /// Confirms the address that the token was sent to.
  Answer confirm(String token);

  /// What became of a token.
  sealed interface Answer {

    /// It can be used, or was used now.
    record Good(Subscription subscription) implements Answer {}

    /// It was used before, or another one was, or it has expired, or the subscription has another address or has ended.
    record Over(Subscription subscription) implements Answer {}

    /// It is none of ours.
    record Unknown() implements Answer {}
  }
}
