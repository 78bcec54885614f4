package io.offtake.outbox.store;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import io.offtake.outbox.Digest;
import io.offtake.outbox.ServiceNotice;
import io.offtake.outbox.QuietHours;
import io.offtake.outbox.Subscription;
import io.offtake.outbox.Subscription.Channel;
import io.offtake.outbox.Subscription.Draft;
import io.offtake.outbox.Subscription.Format;
import io.offtake.outbox.Subscription.Matcher;
import io.offtake.outbox.Subscription.State;
import io.offtake.outbox.Subscriptions;
import io.offtake.outbox.store.ConfirmationStore.Questions;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class SubscriptionStore implements Subscriptions {

  private static final String EVERY_COMMITMENT = "*";
  private static final String THE_SERVICE_ITSELF = "!";
  private static final String UNCONFIRMED = "nobody has agreed yet to be sent mail at this address";
  private static final String SELECT = """
      select s.*, l.failing_since from subscription s join subscription_lane l on l.subscription_id = s.id
      """;

  private final Statements statements;
  private final MessageStore messages;
  private final Questions questions;
  private final Clock clock;

  SubscriptionStore(Statements statements, MessageStore messages, Questions questions, Clock clock) {
    this.statements = statements;
    this.messages = messages;
    this.questions = questions;
    this.clock = clock;
  }

  @Override
  @Transactional
  public Subscription add(UUID id, Draft draft, Optional<byte[]> secret) {
    Instant now = clock.instant();
    var values = new ArrayList<@Nullable Object>();
    values.add(id);
    values.addAll(columns(draft));
    boolean asks = draft.channel() instanceof Channel.Mail;
    values.add(asks ? "unconfirmed" : "active");
    values.add(asks ? UNCONFIRMED : null);
    values.add(messages.newestOfAll());
    values.add(secret.orElse(null));
    values.add(now);
    values.add(now);
    statements.change("""
        insert into subscription (id, name, channel, address, format, commitments, readings, rules, severities, types,
          zone, quiet_from, quiet_to, rate_per_minute, digest_seconds, digest_at, revision, state, cause, starts_after, secret,
          created_at, changed_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)""", values.toArray());
    statements.change("insert into subscription_lane (subscription_id, given_up) values (?, 0)", id);
    index(id, draft.matcher());
    if (draft.channel() instanceof Channel.Mail(String address)) {
      questions.ask(id, address);
    }
    return find(id).orElseThrow();
  }

  @Override
  @Transactional
  public Optional<Subscription> find(UUID id) {
    return statements.row(SELECT + "where s.id = ?", SubscriptionStore::subscription, id);
  }

  @Override
  @Transactional
  public List<Subscription> list(Optional<UUID> after, int atMost) {
    return statements.rows(SELECT + """
        where s.state <> 'ended'
          and s.number > coalesce((select a.number from subscription a where a.id = cast(? as uuid)), 0)
        order by s.number limit ?""", SubscriptionStore::subscription, after.orElse(null), atMost);
  }

  @Override
  @Transactional
  public Optional<Subscription> change(UUID id, int revision, Draft draft, State state) {
    Instant now = clock.instant();
    lock(id);
    Optional<Subscription> before = find(id);
    Optional<String> newAddress = newAddress(before, draft);
    boolean asks = newAddress.isPresent() || before.filter(each -> each.state() == State.UNCONFIRMED).isPresent();
    State to = asks ? State.UNCONFIRMED : state;
    var values = new ArrayList<>(columns(draft));
    String word = to.name().toLowerCase(Locale.ROOT);
    values.add(word);
    values.add(asks ? UNCONFIRMED : to == State.PAUSED ? "paused by its owner" : null);
    values.add(word);
    // While its address is unconfirmed, what its owner asks for comes about once it is confirmed.
    values.add(asks && state != State.UNCONFIRMED ? state == State.PAUSED ? "paused" : "active" : null);
    values.add(now);
    values.add(id);
    values.add(revision);
    int changed = statements.change("""
        update subscription set name = ?, channel = ?, address = ?, format = ?, commitments = ?, readings = ?,
          rules = ?, severities = ?, types = ?, zone = ?, quiet_from = ?, quiet_to = ?, rate_per_minute = ?,
          digest_seconds = ?, digest_at = ?, revision = revision + 1,
          cause = case when state = ? then cause else cast(? as varchar) end, state = ?,
          once_confirmed = coalesce(cast(? as varchar), once_confirmed), changed_at = ?
        where id = ? and revision = ? and state <> 'ended'""", values.toArray());
    if (changed == 0) {
      return Optional.empty();
    }
    statements.change("delete from subscription_commitment where subscription_id = ?", id);
    index(id, draft.matcher());
    newAddress.ifPresent(address -> questions.ask(id, address));
    if (to == State.ACTIVE) {
      statements.change("""
          update subscription_lane set wake_at = ?, failing_since = null, given_up = 0 where subscription_id = ?""",
          now, id);
    }
    return find(id);
  }

  @Override
  @Transactional
  public boolean end(UUID id, Optional<Integer> revision, String cause) {
    Instant now = clock.instant();
    lock(id);
    int changed = statements.change("""
        update subscription set state = 'ended', cause = ?, changed_at = ?, revision = revision + 1,
          secret = null, old_secret = null
        where id = ? and state <> 'ended' and revision = coalesce(cast(? as integer), revision)""",
        cause, now, id, revision.orElse(null));
    if (changed == 0) {
      return false;
    }
    statements.change("delete from subscription_commitment where subscription_id = ?", id);
    statements.change("update delivery set state = 'failed', settled_at = ? where subscription_id = ? and state = 'waiting'",
        now, id);
    statements.change("update subscription_lane set wake_at = null where subscription_id = ?", id);
    return true;
  }

  @Override
  @Transactional
  public Optional<Subscription> rotate(UUID id, byte[] secret, Instant until) {
    int changed = statements.change("""
        update subscription set old_secret = secret, old_secret_until = ?, secret = ?, changed_at = ?,
          revision = revision + 1
        where id = ? and channel = 'webhook' and state <> 'ended'""", until, secret, clock.instant(), id);
    return changed == 0 ? Optional.empty() : find(id);
  }

  @Override
  @Transactional
  public List<byte[]> secrets(UUID id, Instant at) {
    var secrets = new ArrayList<byte[]>();
    statements.row("""
        select secret, case when old_secret_until > ? then old_secret end as old_secret
        from subscription where id = ?""",
        row -> {
          for (byte[] each : new byte[] @Nullable [] {row.getBytes("secret"), row.getBytes("old_secret")}) {
            if (each != null) {
              secrets.add(each);
            }
          }
          return true;
        }, at, id);
    return secrets;
  }

  /// The address that nobody was asked at, if the change brings one.
  private static Optional<String> newAddress(Optional<Subscription> before, Draft draft) {
    return before.isPresent()
        && before.get().draft().channel() instanceof Channel.Mail(String old)
        && draft.channel() instanceof Channel.Mail(String address)
        && !old.equals(address)
        ? Optional.of(address)
        : Optional.empty();
  }

  /// Takes the lane first, as everybody does who changes what lies in it.
  private void lock(UUID id) {
    statements.row("select 1 from subscription_lane where subscription_id = ? for update", row -> true, id);
  }

  private void index(UUID id, Matcher matcher) {
    var entries = new ArrayList<String>(matcher.commitments());
    if (entries.isEmpty()) {
      entries.add(EVERY_COMMITMENT);
    }
    boolean takesEverything = matcher.commitments().isEmpty() && matcher.readings().isEmpty()
        && matcher.rules().isEmpty() && matcher.types().isEmpty();
    if (takesEverything || matcher.types().stream().anyMatch(ServiceNotice.TYPES::contains)) {
      entries.add(THE_SERVICE_ITSELF);
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    entries.stream().distinct().forEach(each -> rows.add(new Object[] {each, id}));
    statements.changeEach("insert into subscription_commitment values (?, ?)", rows);
  }

  private static List<@Nullable Object> columns(Draft draft) {
    Matcher matcher = draft.matcher();
    var values = new ArrayList<@Nullable Object>();
    values.add(draft.name());
    switch (draft.channel()) {
      case Channel.Webhook(URI url, Format format) -> values.addAll(
          List.of("webhook", url.toString(), format.name().toLowerCase(Locale.ROOT)));
      case Channel.Mail(String address) -> values.addAll(List.of("mail", address, "mail"));
    }
    for (List<String> each : List.of(matcher.commitments(), matcher.readings(), matcher.rules(), matcher.severities(),
        matcher.types())) {
      values.add(each.toArray(String[]::new));
    }
    values.add(draft.zone().getId());
    values.add(draft.quietHours().map(QuietHours::from).orElse(null));
    values.add(draft.quietHours().map(QuietHours::to).orElse(null));
    values.add(draft.ratePerMinute());
    Digest digest = draft.digest().orElse(null);
    values.add(digest instanceof Digest.Every(Duration span) ? Math.toIntExact(span.toSeconds()) : null);
    values.add(digest instanceof Digest.DailyAt(LocalTime time) ? time : null);
    return values;
  }

  private static Subscription subscription(ResultSet row) throws SQLException {
    String address = row.getString("address");
    Channel channel = row.getString("channel").equals("mail")
        ? new Channel.Mail(address)
        : new Channel.Webhook(URI.create(address), Format.valueOf(row.getString("format").toUpperCase(Locale.ROOT)));
    LocalTime quietFrom = row.getObject("quiet_from", LocalTime.class);
    Integer digestSeconds = row.getObject("digest_seconds", Integer.class);
    LocalTime digestAt = row.getObject("digest_at", LocalTime.class);
    Optional<Digest> digest = digestSeconds != null
        ? Optional.of(new Digest.Every(Duration.ofSeconds(digestSeconds)))
        : Optional.ofNullable(digestAt).map(Digest.DailyAt::new);
    var draft = new Draft(
        row.getString("name"),
        channel,
        new Matcher(Statements.texts(row, "commitments"), Statements.texts(row, "readings"),
            Statements.texts(row, "rules"), Statements.texts(row, "severities"), Statements.texts(row, "types")),
        ZoneId.of(row.getString("zone")),
        quietFrom == null
            ? Optional.empty()
            : Optional.of(new QuietHours(quietFrom, row.getObject("quiet_to", LocalTime.class))),
        row.getInt("rate_per_minute"),
        digest);
    return new Subscription(
        row.getObject("id", UUID.class),
        row.getInt("revision"),
        draft,
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        Optional.ofNullable(row.getString("cause")),
        Statements.instant(row, "created_at"),
        Statements.instant(row, "changed_at"),
        Optional.ofNullable(Statements.instantOrNull(row, "failing_since")),
        Optional.ofNullable(Statements.instantOrNull(row, "old_secret_until")));
  }
}
