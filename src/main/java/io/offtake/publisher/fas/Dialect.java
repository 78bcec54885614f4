package io.offtake.publisher.fas;

/// Which of the two ways FAS states the first net sales of a marketing year. The document's type decides; the
/// figures alone do not tell.
public enum Dialect {
  /// The data service: what the year before left unshipped is inside the first net sales, if that year's last
  /// week is the same week.
  API,
  /// The query download (ESRQS): the first net sales are new business only.
  QUERY
}
