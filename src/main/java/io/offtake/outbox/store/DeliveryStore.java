package io.offtake.outbox.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import io.offtake.outbox.Backlog;
import io.offtake.outbox.Deliveries;
import io.offtake.outbox.Delivery;
import io.offtake.outbox.Delivery.Attempt;
import io.offtake.outbox.ServiceNotice;
import io.offtake.outbox.Subscription.State;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class DeliveryStore implements Deliveries {

  static final String SELECT = """
      select d.id, d.subscription_id, d.digest, d.state, d.tries, d.created_at, d.due_at, d.urgent, d.settled_at,
      """ + MessageStore.COLUMNS + " from delivery d join outbox_message m on m.id = d.message_id ";

  private final Statements statements;
  private final MessageStore messages;
  private final Clock clock;

  DeliveryStore(Statements statements, MessageStore messages, Clock clock) {
    this.statements = statements;
    this.messages = messages;
    this.clock = clock;
  }

  @Override
  @Transactional
  public List<Delivery> newest(UUID subscription, long before, int atMost) {
    return withAttempts(statements.rows(
        SELECT + "where d.subscription_id = ? and d.id < ? order by d.id desc limit ?",
        DeliveryStore::delivery, subscription, before, atMost));
  }

  @Override
  @Transactional
  public Optional<Delivery> find(UUID subscription, long id) {
    return withAttempts(statements.rows(
        SELECT + "where d.subscription_id = ? and d.id = ?", DeliveryStore::delivery, subscription, id))
        .stream().findFirst();
  }

  @Override
  @Transactional
  public Optional<Delivery> replay(UUID subscription, long id) {
    Instant now = clock.instant();
    wake(subscription, now);
    statements.change("""
        update delivery set state = 'waiting', digest = null, tries = 0, due_at = ?, urgent = true, settled_at = null
        where subscription_id = ? and id = ?""", now, subscription, id);
    return find(subscription, id);
  }

  @Override
  @Transactional
  public Delivery ping(UUID subscription) {
    Instant now = clock.instant();
    wake(subscription, now);
    long message = messages.append(
        ServiceNotice.ping(UUID.randomUUID(), subscription, now, messages.newestDataVersion()), subscription);
    long id = statements.row("""
        insert into delivery (subscription_id, message_id, subject, state, tries, created_at, due_at, urgent)
        select ?, m.id, m.key, 'waiting', 0, ?, ?, true from outbox_message m where m.id = ? returning id""",
        row -> row.getLong(1), subscription, now, now, message).orElseThrow();
    return find(subscription, id).orElseThrow();
  }

  @Override
  @Transactional
  public long waiting(UUID subscription) {
    return statements.row("select count(*) from delivery where subscription_id = ? and state = 'waiting'",
        row -> row.getLong(1), subscription).orElseThrow();
  }

  @Override
  @Transactional
  public Backlog backlog() {
    record Waiting(State state, long subscriptions, long deliveries, @Nullable Instant oldest) {}
    List<Waiting> waiting = statements.rows("""
        select s.state, count(*) as subscriptions, coalesce(sum(w.deliveries), 0) as deliveries, min(w.oldest) as oldest
        from subscription s left join (
          select subscription_id, count(*) as deliveries, min(created_at) as oldest
          from delivery where state = 'waiting' group by subscription_id) w on w.subscription_id = s.id
        where s.state <> 'ended' group by s.state""",
        row -> new Waiting(State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)), row.getLong("subscriptions"),
            row.getLong("deliveries"), Statements.instantOrNull(row, "oldest")));
    record Untaken(long messages, @Nullable Instant oldest) {}
    Untaken untaken = statements.row("""
        select count(*) as messages, min(occurred_at) as oldest from outbox_message
        where id > (select up_to from outbox_expansion)""",
        row -> new Untaken(row.getLong("messages"), Statements.instantOrNull(row, "oldest"))).orElseThrow();
    Instant now = clock.instant();
    Optional<Instant> dueSince = statements.row("""
        select min(l.wake_at) as due from subscription_lane l join subscription s on s.id = l.subscription_id
        where l.wake_at <= ? and s.state = 'active' and (l.lease_until is null or l.lease_until <= ?)""",
        row -> Optional.ofNullable(Statements.instantOrNull(row, "due")), now, now).orElseThrow();
    return new Backlog(
        untaken.messages(),
        waiting.stream().collect(Collectors.toMap(Waiting::state, Waiting::deliveries)),
        waiting.stream().collect(Collectors.toMap(Waiting::state, Waiting::subscriptions)),
        Stream.concat(
                Stream.ofNullable(untaken.oldest()),
                waiting.stream().filter(each -> each.state() == State.ACTIVE)
                    .flatMap(each -> Stream.ofNullable(each.oldest())))
            .min(Comparator.naturalOrder()),
        dueSince);
  }

  /// Takes the lane, and makes it look at what lies in it.
  private void wake(UUID subscription, Instant now) {
    statements.change("update subscription_lane set wake_at = least(wake_at, ?) where subscription_id = ?",
        now, subscription);
  }

  private List<Delivery> withAttempts(List<Delivery> found) {
    record Made(long delivery, Attempt attempt) {}
    Map<Long, List<Made>> made = statements.rows("""
        select * from delivery_attempt where delivery_id = any(?) order by delivery_id, number""",
        row -> new Made(row.getLong("delivery_id"), new Attempt(row.getInt("number"),
            Statements.instant(row, "started_at"), Statements.instant(row, "finished_at"), row.getBoolean("accepted"),
            row.getObject("status", Integer.class), row.getString("detail"))),
        (Object) found.stream().map(Delivery::id).toArray(Long[]::new))
        .stream().collect(Collectors.groupingBy(Made::delivery));
    Function<Delivery, List<Attempt>> attempts =
        each -> made.getOrDefault(each.id(), List.of()).stream().map(Made::attempt).toList();
    return found.stream()
        .map(each -> new Delivery(each.id(), each.subscription(), each.message(), each.digest(), each.state(),
            each.tries(), each.createdAt(), each.dueAt(), each.urgent(), each.settledAt(), attempts.apply(each)))
        .toList();
  }

  /// Without its attempts.
  static Delivery delivery(ResultSet row) throws SQLException {
    return new Delivery(
        row.getLong("id"),
        row.getObject("subscription_id", UUID.class),
        MessageStore.message(row),
        Optional.ofNullable(row.getString("digest")),
        Delivery.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getInt("tries"),
        Statements.instant(row, "created_at"),
        Statements.instant(row, "due_at"),
        row.getBoolean("urgent"),
        Optional.ofNullable(Statements.instantOrNull(row, "settled_at")),
        List.of());
  }
}
