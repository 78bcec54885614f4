package io.offtake.outbox.store;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import io.offtake.outbox.Confirmations;
import io.offtake.outbox.Deliveries;
import io.offtake.outbox.Delivery;
import io.offtake.outbox.ServiceNotice;
import io.offtake.outbox.Subscription;
import io.offtake.outbox.Subscription.Channel;
import io.offtake.outbox.Subscription.State;
import io.offtake.outbox.Subscriptions;
import io.offtake.outbox.TooManyConfirmations;
import io.offtake.text.Sha256;

@ApplicationScoped
class ConfirmationStore implements Confirmations {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration MONTH = Duration.ofDays(30);
  private static final int TOKEN_BYTES = 32;

  private final Statements statements;
  private final Subscriptions subscriptions;
  private final Questions questions;
  private final Deliveries deliveries;
  private final MessageStore messages;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  ConfirmationStore(
      Statements statements,
      Subscriptions subscriptions,
      Questions questions,
      Deliveries deliveries,
      MessageStore messages,
      Clock clock) {
    this.statements = statements;
    this.subscriptions = subscriptions;
    this.questions = questions;
    this.deliveries = deliveries;
    this.messages = messages;
    this.clock = clock;
  }

  @Override
  @Transactional
  public Optional<Delivery> askAgain(UUID subscription) {
    lock(subscription);
    return unconfirmed(subscription).map(address -> questions.ask(subscription, address))
        .flatMap(delivery -> deliveries.find(subscription, delivery));
  }

  @Override
  @Transactional
  public Optional<String> newToken(UUID subscription, String address) {
    return unconfirmed(subscription).filter(address::equals).map(_ -> {
      byte[] bytes = new byte[TOKEN_BYTES];
      random.nextBytes(bytes);
      String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      statements.change(
          "insert into confirmation_token (hash, subscription_id, address, expires_at) values (?, ?, ?, ?)",
          Sha256.of(token), subscription, address, clock.instant().plus(LIFETIME));
      return token;
    });
  }

  @Override
  @Transactional
  public Answer find(String token) {
    return answer(token);
  }

  @Override
  @Transactional
  public Answer confirm(String token) {
    if (answer(token) instanceof Answer.Good(Subscription seen)) {
      lock(seen.id());
    }
    Answer answer = answer(token);
    if (!(answer instanceof Answer.Good(Subscription subscription))) {
      return answer;
    }
    Instant now = clock.instant();
    UUID id = subscription.id();
    statements.change("update confirmation_token set used_at = ? where subscription_id = ? and used_at is null", now, id);
    // Who was never asked before gets what comes from now on; who changed the address also what has waited meanwhile.
    statements.change("""
        update subscription set state = once_confirmed, once_confirmed = 'active', changed_at = ?,
          revision = revision + 1,
          cause = case when once_confirmed = 'paused' then 'paused by its owner' end,
          starts_after = case when confirmed_at is null then ? else starts_after end,
          confirmed_at = coalesce(confirmed_at, ?)
        where id = ?""", now, messages.newestOfAll(), now, id);
    statements.change("""
        update delivery set state = 'failed', settled_at = ?
        where subscription_id = ? and subject = ? and state = 'waiting'""", now, id, Questions.SUBJECT);
    statements.change("""
        update subscription_lane set wake_at = ?, failing_since = null, given_up = 0 where subscription_id = ?""",
        now, id);
    return new Answer.Good(subscriptions.find(id).orElseThrow());
  }

  private Answer answer(String token) {
    record Kept(UUID subscription, String address, boolean usable) {}
    Optional<Kept> kept = statements.row("""
        select subscription_id, address, used_at is null and expires_at > ? as usable
        from confirmation_token where hash = ?""",
        row -> new Kept(row.getObject("subscription_id", UUID.class), row.getString("address"),
            row.getBoolean("usable")), clock.instant(), Sha256.of(token));
    if (kept.isEmpty()) {
      return new Answer.Unknown();
    }
    Subscription of = subscriptions.find(kept.get().subscription()).orElseThrow();
    return kept.get().usable() && of.state() == State.UNCONFIRMED
        && of.draft().channel() instanceof Channel.Mail(String address) && address.equals(kept.get().address())
        ? new Answer.Good(of)
        : new Answer.Over(of);
  }

  private Optional<String> unconfirmed(UUID subscription) {
    return statements.row("select address from subscription where id = ? and state = 'unconfirmed'",
        row -> row.getString(1), subscription);
  }

  private void lock(UUID subscription) {
    statements.row("select 1 from subscription_lane where subscription_id = ? for update", row -> true, subscription);
  }

  /// The questions themselves, for those who make subscriptions and change them.
  @ApplicationScoped
  static class Questions {

    /// Of their deliveries: a later question waits for the one before.
    static final String SUBJECT = "confirmation";

    private final Statements statements;
    private final MessageStore messages;
    private final Clock clock;

    Questions(Statements statements, MessageStore messages, Clock clock) {
      this.statements = statements;
      this.messages = messages;
      this.clock = clock;
    }

    /// Keeps a question for `address`, which goes out at once. The caller holds the lane.
    ///
    /// @return the id of its delivery
    /// @throws TooManyConfirmations  if the mailbox was asked often enough
    @Transactional(Transactional.TxType.MANDATORY)
    long ask(UUID subscription, String address) {
      String mailbox = mailbox(address);
      // One after the other, so that many at once are counted too.
      statements.row("select cast(pg_advisory_xact_lock(hashtextextended(?, 0)) as varchar)", row -> true,
          "confirmation of " + mailbox);
      Instant now = clock.instant();
      refuseBeyond(MOST_A_MONTH, MONTH, mailbox, now);
      refuseBeyond(MOST_A_DAY, DAY, mailbox, now);
      statements.change("insert into confirmation_request (subscription_id, mailbox, requested_at) values (?, ?, ?)",
          subscription, mailbox, now);
      // Those before it that still wait would only repeat it.
      statements.change("""
          update delivery set state = 'failed', settled_at = ?
          where subscription_id = ? and subject = ? and state = 'waiting'""", now, subscription, SUBJECT);
      long message =
          messages.append(
              ServiceNotice.confirmation(UUID.randomUUID(), subscription, now, messages.newestDataVersion()), subscription);
      statements.change("update subscription_lane set wake_at = ? where subscription_id = ?", now, subscription);
      return statements.row("""
          insert into delivery (subscription_id, message_id, subject, state, tries, created_at, due_at, urgent)
          values (?, ?, ?, 'waiting', 0, ?, ?, true) returning id""",
          row -> row.getLong(1), subscription, message, SUBJECT, now, now).orElseThrow();
    }

    private void refuseBeyond(int most, Duration span, String mailbox, Instant now) {
      List<Instant> asked = statements.rows("""
          select requested_at from confirmation_request where mailbox = ? and requested_at > ?
          order by requested_at desc limit ?""",
          row -> Statements.instant(row, "requested_at"), mailbox, now.minus(span), most);
      if (asked.size() == most) {
        throw new TooManyConfirmations(Duration.between(now, asked.getLast().plus(span)));
      }
    }

    /// `Desk+grain@Example.com` is read by whom `desk@example.com` is read by.
    private static String mailbox(String address) {
      return address.toLowerCase(Locale.ROOT).replaceFirst("(?<=.)\\+[^@]*@", "@");
    }
  }
}
