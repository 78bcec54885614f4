package io.offtake.access;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// Who changed what. The tables keep it themselves, in the transaction of each change.
public interface Audit {

  /// What is asked for; each part that is given must agree.
  record Filter(@Nullable String subjectType, @Nullable String subject, @Nullable String actor) {}

  /// Newest first.
  ///
  /// @param before  the id that those are older than
  List<AuditEntry> list(Filter filter, long before, int most);
}
