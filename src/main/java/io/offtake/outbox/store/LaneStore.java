package io.offtake.outbox.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import io.offtake.outbox.Delivery;
import io.offtake.outbox.Lanes;
import io.offtake.outbox.ServiceNotice;
import io.offtake.outbox.Outcome;
import io.offtake.text.Counted;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class LaneStore implements Lanes {

  /// A receiver that has given up so many messages in a row is left alone, ...
  private static final int MOST_GIVEN_UP = 3;

  /// ... and so is one that gave up one and has accepted nothing for so long.
  private static final Duration LONGEST_FAILURE = Duration.ofDays(5);

  private static final int LONGEST_DETAIL = 400;

  /// The first delivery that waits of each subject: the only ones that may go out. To those who were not asked yet, only
  /// the question.
  private static final String HEADS = """
      select distinct on (d.subject) d.id, d.due_at, d.urgent from delivery d
      join subscription s on s.id = d.subscription_id
      where d.subscription_id = ? and d.state = 'waiting' and (s.state <> 'unconfirmed' or d.subject = 'confirmation')
      order by d.subject, d.message_id""";

  private final Statements statements;
  private final MessageStore messages;
  private final Clock clock;

  LaneStore(Statements statements, MessageStore messages, Clock clock) {
    this.statements = statements;
    this.messages = messages;
    this.clock = clock;
  }

  @Override
  @Transactional
  public int expand(int atMost) {
    Instant now = clock.instant();
    Optional<Long> upTo = statements.row("select up_to from outbox_expansion for update skip locked",
        row -> row.getLong(1));
    if (upTo.isEmpty()) {
      return 0;
    }
    record Span(int messages, long last) {}
    Span span = statements.row("""
        select count(*), coalesce(max(id), 0)
        from (select id from outbox_message where id > ? order by id limit ?) as taken""",
        row -> new Span(row.getInt(1), row.getLong(2)), upTo.get(), atMost).orElseThrow();
    if (span.messages() == 0) {
      return 0;
    }
    // Every lane is written, also one that is awake: whoever settles it meanwhile would not see what is made here, and
    // would let it sleep.
    statements.change("""
        with made as (
          insert into delivery (subscription_id, message_id, subject, state, tries, created_at, due_at, urgent)
          select s.id, m.id, m.subject, 'waiting', 0, ?, ?, false
          from outbox_message m
          join subscription_commitment c on c.commitment = any(
            case when m.commitment = '' then array['!'] else array[m.commitment, '*'] end)
          join subscription s on s.id = c.subscription_id
          where m.id > ? and m.id <= ? and m.recipient is null
            and m.id > s.starts_after and s.state <> 'ended' and (s.channel <> 'mail' or s.confirmed_at is not null) and m.subject <> 'subscription-' || s.id
            and (cardinality(s.severities) = 0 or m.severity = any(s.severities))
            and (cardinality(s.types) = 0 or m.type = any(s.types))
            and (m.commitment = '' or ((cardinality(s.readings) = 0 or m.reading = any(s.readings))
              and (cardinality(s.rules) = 0 or m.rule = any(s.rules))))
          order by s.id, m.id
          on conflict do nothing
          returning subscription_id)
        update subscription_lane l set wake_at = least(l.wake_at, ?)
        from (select distinct subscription_id from made) as woken
        where l.subscription_id = woken.subscription_id""",
        now, now, upTo.get(), span.last(), now);
    statements.change("update outbox_expansion set up_to = ?", span.last());
    return span.messages();
  }

  @Override
  @Transactional
  public List<UUID> claim(String owner, Duration lease, int atMost) {
    Instant now = clock.instant();
    return statements.rows("""
        with free as (
          select l.subscription_id from subscription_lane l join subscription s on s.id = l.subscription_id
          where l.wake_at <= ? and s.state in ('active', 'unconfirmed') and (l.lease_until is null or l.lease_until <= ?)
          order by l.served_at nulls first, l.wake_at, l.subscription_id
          limit ? for update of l skip locked)
        update subscription_lane l set owner = ?, lease_until = ?, served_at = ?
        from free where l.subscription_id = free.subscription_id
        returning l.subscription_id""",
        row -> row.getObject(1, UUID.class), now, now, atMost, owner, now.plus(lease), now);
  }

  @Override
  @Transactional
  public void takeBack() {
    statements.change("update subscription_lane set owner = null, lease_until = null where owner is not null");
  }

  @Override
  @Transactional
  public List<Delivery> due(UUID subscription, int atMost) {
    return statements.rows("with heads as (" + HEADS + ")" + DeliveryStore.SELECT + """
        join heads on heads.id = d.id
        where d.due_at <= ? order by d.urgent desc, d.message_id limit ?""",
        DeliveryStore::delivery, subscription, clock.instant(), atMost);
  }

  @Override
  @Transactional
  public List<Delivery> collected(UUID subscription, int atMost) {
    return statements.rows(DeliveryStore.SELECT + """
        where d.subscription_id = ? and d.state = 'waiting' and d.digest is null and not d.urgent and d.tries = 0
        order by d.message_id limit ?""", DeliveryStore::delivery, subscription, atMost);
  }

  @Override
  @Transactional
  public List<Delivery> digest(UUID subscription) {
    return statements.rows(DeliveryStore.SELECT + """
        where d.subscription_id = ? and d.state = 'waiting' and d.digest = (
          select w.digest from delivery w
          where w.subscription_id = ? and w.state = 'waiting' and w.digest is not null order by w.message_id limit 1)
        order by d.message_id""", DeliveryStore::delivery, subscription, subscription);
  }

  @Override
  @Transactional
  public void bind(String digest, List<Long> deliveries) {
    statements.change("update delivery set digest = ? where id = any(?) and digest is null",
        digest, deliveries.toArray(Long[]::new));
  }

  @Override
  @Transactional
  public List<Instant> attemptsAfter(UUID subscription, Instant since) {
    return statements.rows("""
        select distinct round, started_at from delivery_attempt
        where subscription_id = ? and started_at > ? order by started_at""",
        row -> Statements.instant(row, "started_at"), subscription, since);
  }

  @Override
  @Transactional
  public void settle(UUID subscription, String owner, List<Result> results, Optional<Instant> heldUntil) {
    String holder = statements.row("select owner from subscription_lane where subscription_id = ? for update",
        row -> Optional.ofNullable(row.getString(1)).orElse(""), subscription).orElse("");
    // Not before the lane is ours: others may have written it while this one waited.
    Instant now = clock.instant();
    boolean held = holder.equals(owner);
    log(subscription, results);
    keep(results, held);
    if (!held) {
      return;
    }
    judge(subscription, results, now);
    statements.change("""
        update subscription_lane set owner = null, lease_until = null, wake_at = (
          select least(min(due_at) filter (where urgent), greatest(min(due_at), cast(? as timestamptz)))
          from (""" + HEADS + """
        ) as heads) where subscription_id = ?""", heldUntil.orElse(null), subscription, subscription);
  }

  private void log(UUID subscription, List<Result> results) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Result result : results) {
      long delivery = result.delivery().id();
      rows.add(new @Nullable Object[] {delivery, delivery, subscription, key(result.delivery()), result.startedAt(),
          result.finishedAt(), result.outcome() instanceof Outcome.Accepted, status(result.outcome()),
          detail(result.outcome()), delivery, result.startedAt(), result.outcome() instanceof Outcome.Accepted,
          detail(result.outcome())});
    }
    // Once, also when the database went away as it kept it and it is told again.
    statements.changeEach("""
        insert into delivery_attempt
          (delivery_id, number, subscription_id, round, started_at, finished_at, accepted, status, detail)
        select ?, (select coalesce(max(number), 0) + 1 from delivery_attempt where delivery_id = ?),
          ?, ?, cast(? as timestamptz), cast(? as timestamptz), ?, cast(? as integer), ?
        where not exists (
          select 1 from delivery_attempt where delivery_id = ? and started_at = cast(? as timestamptz)
            and accepted = ? and detail is not distinct from cast(? as varchar))""", rows);
  }

  private void keep(List<Result> results, boolean held) {
    List<@Nullable Object[]> accepted = new ArrayList<>();
    List<@Nullable Object[]> failed = new ArrayList<>();
    List<@Nullable Object[]> again = new ArrayList<>();
    for (Result result : results) {
      long delivery = result.delivery().id();
      if (result.outcome() instanceof Outcome.Accepted) {
        accepted.add(new Object[] {result.finishedAt(), delivery});
      } else if (held && result.next() != null) {
        again.add(new Object[] {Objects.requireNonNull(result.next()), delivery});
      } else if (held && result.outcome() instanceof Outcome.Failed) {
        failed.add(new Object[] {result.finishedAt(), delivery});
      }
    }
    statements.changeEach("""
        update delivery set state = 'delivered', tries = tries + 1, settled_at = ?
        where id = ? and state = 'waiting'""", accepted);
    statements.changeEach("""
        update delivery set state = 'failed', tries = tries + 1, settled_at = ?
        where id = ? and state = 'waiting'""", failed);
    statements.changeEach("""
        update delivery set tries = tries + 1, due_at = ? where id = ? and state = 'waiting'""", again);
  }

  /// Counts success and failure, and disables the subscription when its receiver is gone or has failed for too long.
  private void judge(UUID subscription, List<Result> results, Instant now) {
    if (results.isEmpty()) {
      return;
    }
    boolean nothingAccepted = results.stream().noneMatch(each -> each.outcome() instanceof Outcome.Accepted);
    if (!nothingAccepted) {
      statements.change("update subscription_lane set failing_since = null, given_up = 0 where subscription_id = ?",
          subscription);
    }
    boolean failed = results.stream().anyMatch(each -> each.outcome() instanceof Outcome.Failed);
    long givenUp = results.stream()
        .filter(each -> each.outcome() instanceof Outcome.Failed && each.next() == null)
        .count();
    if (nothingAccepted && failed) {
      statements.change("""
          update subscription_lane set failing_since = coalesce(failing_since, ?), given_up = given_up + ?
          where subscription_id = ?""", now, givenUp, subscription);
    }
    gone(results).or(() -> givenUp == 0 ? Optional.empty() : tooMuch(subscription, now))
        .ifPresent(cause -> disable(subscription, cause, now));
  }

  private static Optional<String> gone(List<Result> results) {
    return results.stream()
        .map(Result::outcome)
        .filter(Outcome.Gone.class::isInstance)
        .map(outcome -> ((Outcome.Gone) outcome).detail())
        .findFirst();
  }

  private Optional<String> tooMuch(UUID subscription, Instant now) {
    return statements.row("""
        select given_up, failing_since from subscription_lane where subscription_id = ?
          and (given_up >= ? or failing_since <= ?)""",
        row -> "its receiver has accepted nothing since %s, and %s had to be given up".formatted(
            Statements.instant(row, "failing_since"), Counted.of(row.getInt("given_up"), "message")),
        subscription, MOST_GIVEN_UP, now.minus(LONGEST_FAILURE));
  }

  private void disable(UUID subscription, String cause, Instant now) {
    statements.row("""
        update subscription set state = 'disabled', cause = ?, changed_at = ?, revision = revision + 1
        where id = ? and state = 'active' returning name""", row -> row.getString(1), cause, now, subscription)
        .ifPresent(name -> {
          messages.append(ServiceNotice.disabled(
              UUID.randomUUID(), subscription, now, messages.newestDataVersion(), name, cause), null);
        });
  }

  private static String key(Delivery delivery) {
    return delivery.digest().orElse(delivery.message().key());
  }

  private static @Nullable Integer status(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted(Integer status) -> status;
      case Outcome.Failed(Integer status, _, _) -> status;
      case Outcome.Gone _ -> 410;
    };
  }

  private static @Nullable String detail(Outcome outcome) {
    String detail = switch (outcome) {
      case Outcome.Accepted _ -> null;
      case Outcome.Failed(_, String why, _) -> why;
      case Outcome.Gone(String why) -> why;
    };
    return detail == null ? null : detail.substring(0, Math.min(detail.length(), LONGEST_DETAIL));
  }
}
