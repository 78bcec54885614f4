package io.offtake.alert;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The rules in force: those that Offtake comes with, as changed since, and those that were added.
public interface AlertRules {

  /// The newest version of each, by id.
  List<AlertRule> all();

  Optional<AlertRule> find(String id);

  /// A version as it was.
  Optional<AlertRule> find(String id, int version);

  /// Keeps a new version. The caller holds the writer's lock.
  void append(AlertRule rule, Instant at);
}
