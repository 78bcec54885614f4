package io.offtake.outbox;

import java.time.ZoneId;

/// Puts a message into a receiver's form. Pure: the same message and zone always give the same words.
public interface Rendering {

  /// One line, without a line break.
  String title(Message message);

  /// Plain text; instants in `zone`, which is printed.
  String text(Message message, ZoneId zone);

  /// A whole HTML page that a mail program can show; everything that comes from outside is escaped.
  String html(Message message, ZoneId zone);

  /// What a machine reads: the JSON object that stands under `data` in a webhook's body. Instants in UTC.
  String data(Message message);
}
