package io.offtake.alert;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// The store of alerts, silences and of what was seen. It only grows; where an alert stands is its newest transition.
/// The caller of anything that appends holds the writer's lock.
public interface Alerts {

  /// Which alerts are asked for: each part that is given must agree.
  ///
  /// @param states  ids of states; empty for all
  record Filter(List<String> states, @Nullable String commitment, @Nullable String rule) {
    public Filter {
      states = List.copyOf(states);
    }
  }

  /// When all readings were looked at.
  record Look(Instant at, long dataVersion) {}

  /// The alerts as they stand, in the order of their ids, those after `after` only.
  List<Alert> find(Filter filter, String after, int atMost);

  Optional<Alert.History> history(String id);

  /// The alerts of some commitments as they stand.
  List<Alert> ofCommitments(Collection<String> commitments);

  /// The alerts that fire, are taken in hand or silenced.
  List<Alert> active();

  /// Changes whenever any alert does.
  long newestTransition();

  void append(Collection<Alert.Step> steps, long dataVersion);

  /// The newest facts that were kept of each reading of some commitments.
  List<Facts> newestFacts(Collection<String> commitments);

  void keep(Collection<Facts> facts);

  Optional<Look> newestLook();

  void keep(Look look);

  /// All silences, newest first.
  List<Silence> silences();

  Optional<Silence> silence(long id);

  Silence add(Silence.Matcher matcher, String owner, String reason, Instant start, Instant end, Instant recordedAt);

  /// Ends a silence before its time; one that was ended stays as it is.
  void end(long silence, Instant at);
}
