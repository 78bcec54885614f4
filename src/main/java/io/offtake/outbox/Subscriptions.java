package io.offtake.outbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Those who are to be told.
public interface Subscriptions {

  /// Adds one; it gets the messages that are kept from now on. One by mail is unconfirmed at first, its readers are
  /// asked, and it gets those that are kept from their consent on.
  ///
  /// @param secret  what its messages are signed with, sealed; absent for mail
  /// @throws TooManyConfirmations  if its mailbox was asked often enough
  Subscription add(UUID id, Subscription.Draft draft, Optional<byte[]> secret);

  Optional<Subscription> find(UUID id);

  /// In the order of their making.
  ///
  /// @param after  the last one of the page before
  List<Subscription> list(Optional<UUID> after, int atMost);

  /// Puts `draft` in the place of what its owner decided before, and makes it active or pauses it. What waits is
  /// looked at anew. With another mail address it is unconfirmed, and becomes active or pauses once its readers agree.
  ///
  /// @return empty when the subscription is not at `revision` any more, or has ended
  /// @throws TooManyConfirmations  if the mailbox of a new address was asked often enough
  Optional<Subscription> change(UUID id, int revision, Subscription.Draft draft, Subscription.State state);

  /// Ends it; what waits is given up, what was delivered stays on record.
  ///
  /// @param revision  that the caller saw; empty when it does not mind
  /// @return whether it was there, at that revision, and had not ended
  boolean end(UUID id, Optional<Integer> revision, String cause);

  /// Signs with a new secret from now on, and with the one before as well until `until`.
  ///
  /// @param secret  sealed
  Optional<Subscription> rotate(UUID id, byte[] secret, Instant until);

  /// The secrets that sign at `at`, sealed, the present one first; empty for mail.
  List<byte[]> secrets(UUID id, Instant at);
}
