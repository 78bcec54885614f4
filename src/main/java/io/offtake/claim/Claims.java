package io.offtake.claim;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/// The store of claims. It only grows: a change is a new version with the claim whole.
public interface Claims {

  /// A claim as it stood from one data version on.
  ///
  /// @param version  counted from 1
  /// @param reason  why it was withdrawn
  record Entry(Claim claim, int version, Change change, @Nullable String reason, Instant recordedAt, long dataVersion) {

    public boolean isWithdrawn() {
      return change == Change.WITHDRAWN;
    }
  }

  enum Change { MADE, AMENDED, WITHDRAWN }

  /// The versions that were kept after `dataVersion` and up to `upTo`, in the order they were.
  List<Entry> entriesAfter(long dataVersion, long upTo);

  /// Keeps versions. The caller holds the writer's lock.
  void append(List<Entry> entries);

  /// Of each claim the newest of `entries`, in the order in which the claims were first kept.
  static Collection<Entry> newest(List<Entry> entries, long dataVersion) {
    Map<ClaimId, Entry> newest = new LinkedHashMap<>();
    entries.stream().filter(entry -> entry.dataVersion() <= dataVersion)
        .forEach(entry -> newest.put(entry.claim().id(), entry));
    return newest.values();
  }
}
