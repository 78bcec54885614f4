package io.offtake.monitoring;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import io.offtake.commitment.Catalogue;
import io.offtake.evidence.DataVersion;
import io.offtake.evidence.EvidenceLog;
import io.offtake.evidence.Panel;

/// Serves the newest snapshot from memory. It follows the pointer in the database, which every replica sees.
@ApplicationScoped
public class Snapshots {

  private final EvidenceLog evidence;
  private final Catalogue catalogue;
  private final AtomicReference<Snapshot> current = new AtomicReference<>(new Snapshot(
      new DataVersion(0, Instant.EPOCH, DataVersion.Cause.EMPTY, "nothing is held"),
      Panel.empty(), List.of()));

  Snapshots(EvidenceLog evidence, Catalogue catalogue) {
    this.evidence = evidence;
    this.catalogue = catalogue;
  }

  public Snapshot current() {
    return current.get();
  }

  /// A snapshot of `dataVersion` or later: another replica may have kept it.
  Snapshot atLeast(long dataVersion) {
    Snapshot served = current.get();
    return served.version().id() < dataVersion ? refresh() : served;
  }

  /// Moves to the newest version that is wholly kept.
  @Transactional
  public synchronized Snapshot refresh() {
    return publish(grown(evidence.newestVersion()));
  }

  /// What the snapshot of `version` will be; inside a transaction this sees what the transaction has kept so far.
  Snapshot grown(DataVersion version) {
    return grown(version, current.get());
  }

  Snapshot grown(DataVersion version, Snapshot held) {
    return version.id() <= held.version().id() ? held : new Snapshot(
        version,
        evidence.load(held.panel(), version.id()),
        Stream.concat(
            held.entries().stream(),
            catalogue.entriesAfter(held.version().id(), version.id()).stream()).toList());
  }

  /// Serves `snapshot` unless a newer one is served already.
  Snapshot publish(Snapshot snapshot) {
    return current.accumulateAndGet(snapshot, (held, offered) ->
        offered.version().id() > held.version().id() ? offered : held);
  }
}
