package io.offtake.outbox.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import io.offtake.outbox.Message;
import io.offtake.outbox.Messages;
import io.offtake.outbox.Outbox;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class MessageStore implements Outbox, Messages {

  /// Any number that nobody else uses as an advisory lock on this database.
  private static final long KEY = 0x4F55_5442_4F58L;

  static final String COLUMNS = """
      m.id as m_id, m.key, m.subject, m.sequence, m.type, m.occurred_at, m.data_version, m.commitment, m.reading,
      m.rule, m.severity, m.content""";

  private final Statements statements;

  MessageStore(Statements statements) {
    this.statements = statements;
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void append(List<Message> messages) {
    if (messages.isEmpty()) {
      return;
    }
    hold();
    long id = newestOfAll();
    var rows = new ArrayList<@Nullable Object[]>();
    for (Message message : messages) {
      id++;
      rows.add(row(message, id, null));
    }
    insert(rows);
  }

  /// Keeps a message of the service itself about a subscription.
  ///
  /// @param message  its id and sequence are given here
  /// @param recipient  who alone is told; absent for those whom it matches
  /// @return its id
  @Transactional(Transactional.TxType.MANDATORY)
  long append(Message message, @Nullable UUID recipient) {
    hold();
    long id = newestOfAll() + 1;
    int sequence = statements.row("select coalesce(max(sequence), 0) + 1 from outbox_message where subject = ?",
        row -> row.getInt(1), message.subject()).orElseThrow();
    List<@Nullable Object[]> rows = new ArrayList<>();
    rows.add(row(new Message(id, message.key(), message.subject(), sequence, message.type(), message.occurredAt(),
        message.dataVersion(), message.commitment(), message.reading(), message.rule(), message.severity(),
        message.content()), id, recipient));
    insert(rows);
    return id;
  }

  @Override
  @Transactional
  public long newestId() {
    return statements.row("select coalesce(max(id), 0) from outbox_message where recipient is null",
        row -> row.getLong(1)).orElseThrow();
  }

  @Override
  @Transactional
  public List<Message> after(long id, int atMost) {
    return statements.rows("select " + COLUMNS + """

        from outbox_message m where m.id > ? and m.recipient is null order by m.id limit ?""",
        MessageStore::message, id, atMost);
  }

  @Override
  @Transactional
  public List<Message> newest(int atMost) {
    return statements.rows("select " + COLUMNS + """

        from outbox_message m where m.recipient is null order by m.id desc limit ?""", MessageStore::message, atMost);
  }

  @Override
  @Transactional
  public UUID installation() {
    return statements.row("select id from installation", row -> row.getObject(1, UUID.class)).orElseThrow();
  }

  /// The newest of all messages, also of those for a single subscription.
  @Transactional(Transactional.TxType.MANDATORY)
  long newestOfAll() {
    return statements.row("select coalesce(max(id), 0) from outbox_message", row -> row.getLong(1)).orElseThrow();
  }

  @Transactional(Transactional.TxType.MANDATORY)
  long newestDataVersion() {
    return statements.row("select coalesce(max(id), 0) from data_version", row -> row.getLong(1)).orElseThrow();
  }

  static Message message(ResultSet row) throws SQLException {
    return new Message(row.getLong("m_id"), row.getString("key"), row.getString("subject"), row.getInt("sequence"),
        row.getString("type"), Statements.instant(row, "occurred_at"), row.getLong("data_version"),
        row.getString("commitment"), row.getString("reading"), row.getString("rule"), row.getString("severity"),
        row.getString("content"));
  }

  /// Ids ascend in the order of commit: nobody else keeps messages until this transaction has ended.
  private void hold() {
    statements.row("select cast(pg_advisory_xact_lock(?) as varchar)", row -> true, KEY);
  }

  private void insert(List<@Nullable Object[]> rows) {
    statements.changeEach("""
        insert into outbox_message (id, key, subject, sequence, type, occurred_at, data_version, commitment, reading,
          rule, severity, content, recipient)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", rows);
  }

  private static @Nullable Object[] row(Message message, long id, @Nullable UUID recipient) {
    return new @Nullable Object[] {id, message.key(), message.subject(), message.sequence(), message.type(),
        message.occurredAt(), message.dataVersion(), message.commitment(), message.reading(), message.rule(),
        message.severity(), message.content(), recipient};
  }
}
