package io.offtake.alert;

/// Writes notices as JSON and reads them again.
public interface NoticeJson {

  String write(Notice notice);

  /// @throws IllegalArgumentException if the text is no notice
  Notice read(String content);
}
