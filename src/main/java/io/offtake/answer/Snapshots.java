package io.offtake.answer;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.claim.Claims;
import io.offtake.commitment.Catalogue;
import io.offtake.evidence.DataVersion;
import io.offtake.evidence.EvidenceLog;
import io.offtake.evidence.Panel;
import io.quarkus.narayana.jta.QuarkusTransaction;
import org.jspecify.annotations.Nullable;

/// Serves the newest snapshot from memory. It follows the pointer in the database, which every replica sees.
@ApplicationScoped
public class Snapshots {

  private static final Snapshot NOTHING = new Snapshot(DataVersion.NONE, Panel.empty(), List.of(), List.of());

  private final EvidenceLog evidence;
  private final Catalogue catalogue;
  private final Claims claims;
  private final Assessments assessments;

  /// The newest that is known to be wholly kept. It is served a little later, when those who poll can be answered from it.
  private final AtomicReference<Snapshot> kept = new AtomicReference<>(NOTHING);
  private final AtomicReference<Snapshot> served = new AtomicReference<>(NOTHING);

  /// What a thread has changed in a transaction that has not ended.
  private static final class Own {
    private Snapshot snapshot = NOTHING;
    private boolean whenReady;
  }

  private final ThreadLocal<@Nullable Own> own = new ThreadLocal<>();

  private final Object loading = new Object();
  private final Object serving = new Object();
  /// When the database was last asked, in the time of [System#nanoTime].
  private long lookedAt = System.nanoTime() - 1;
  /// Why that look failed; null when it did not.
  private @Nullable RuntimeException failure;

  Snapshots(EvidenceLog evidence, Catalogue catalogue, Claims claims, Assessments assessments) {
    this.evidence = evidence;
    this.catalogue = catalogue;
    this.claims = claims;
    this.assessments = assessments;
  }

  public Snapshot current() {
    Own mine = own.get();
    return DryRun.snapshot().orElseGet(() -> mine == null ? served.get() : newer(served.get(), mine.snapshot));
  }

  /// From now on what this thread serves is read by itself alone: its transaction has not ended.
  void holdBack() {
    own.set(new Own());
  }

  /// Serves what was held back: the transaction has ended well.
  void serveHeldBack() {
    Own mine = own.get();
    own.remove();
    if (mine != null && mine.snapshot.version().id() > 0) {
      if (mine.whenReady) {
        serveWhenReady(mine.snapshot);
      } else {
        serve(mine.snapshot);
      }
    }
  }

  /// What was held back and not served never was.
  void forgetHeldBack() {
    own.remove();
  }

  /// A snapshot of `dataVersion` or later, if there is one: it may not be served yet, or another replica may have kept it
  /// a moment ago.
  public Snapshot atLeast(long dataVersion) {
    return Stream.of(current(), kept.get())
        .filter(held -> held.version().id() >= dataVersion)
        .findFirst()
        .orElseGet(this::newest);
  }

  /// Moves to the newest version that is wholly kept: at once when commitments or claims changed, which their writers read again.
  public Snapshot refresh() {
    Snapshot next = newest();
    boolean told = next.entries().size() > served.get().entries().size()
        || next.claims().size() > served.get().claims().size();
    return told ? serve(next) : serveWhenReady(next);
  }

  /// The newest that is wholly kept, as the database says now; it need not be served yet.
  ///
  /// Those who ask while another looks share the next look: many who ask for what does not exist cost little.
  public Snapshot newest() {
    if (DryRun.isOn()) {
      // What the run itself has kept is nobody else's to see.
      return DryRun.snapshot().orElseGet(() -> grown(evidence.newestVersion()));
    }
    Own mine = own.get();
    if (mine != null && mine.snapshot.version().id() > 0) {
      // What the database says in this transaction is for this thread alone.
      return newer(kept.get(), mine.snapshot);
    }
    long asked = System.nanoTime();
    synchronized (loading) {
      if (lookedAt - asked < 0) {
        long began = System.nanoTime();
        failure = null;
        try {
          Snapshot found = QuarkusTransaction.joiningExisting().call(() -> grown(evidence.newestVersion()));
          kept.accumulateAndGet(found, Snapshots::newer);
        } catch (RuntimeException e) {
          failure = e;
          throw e;
        } finally {
          lookedAt = began;
        }
      } else if (failure != null) {
        // Whoever waited for a look that failed does not wait for another one, each behind the one before.
        throw new IllegalStateException("the newest version could not be read", failure);
      }
      return kept.get();
    }
  }

  /// What the snapshot of `version` will be; inside a transaction this sees what the transaction has kept so far.
  public Snapshot grown(DataVersion version) {
    return grown(version, kept.get());
  }

  public Snapshot grown(DataVersion version, Snapshot held) {
    return version.id() <= held.version().id() ? held : new Snapshot(
        version,
        evidence.load(held.panel(), version.id()),
        Stream.concat(
            held.entries().stream(),
            catalogue.entriesAfter(held.version().id(), version.id()).stream()).toList(),
        Stream.concat(
            held.claims().stream(),
            claims.entriesAfter(held.version().id(), version.id()).stream()).toList());
  }

  /// Serves `snapshot`, which is wholly kept, unless a newer one is served already.
  public Snapshot serve(Snapshot snapshot) {
    if (DryRun.takes(snapshot)) {
      return snapshot;
    }
    Own mine = own.get();
    if (mine != null) {
      mine.snapshot = newer(mine.snapshot, snapshot);
      return current();
    }
    kept.accumulateAndGet(snapshot, Snapshots::newer);
    return served.accumulateAndGet(snapshot, Snapshots::newer);
  }

  /// Serves `snapshot`, which is wholly kept, or a newer one, once the headlines that are being polled are worked out.
  public Snapshot serveWhenReady(Snapshot snapshot) {
    if (DryRun.takes(snapshot)) {
      return snapshot;
    }
    Own mine = own.get();
    if (mine != null) {
      mine.whenReady = true;
      return serve(snapshot);
    }
    kept.accumulateAndGet(snapshot, Snapshots::newer);
    synchronized (serving) {
      Snapshot next = kept.get();
      if (next.version().id() > served.get().version().id()) {
        assessments.prepare(next);
        return serve(next);
      }
      return served.get();
    }
  }

  private static Snapshot newer(Snapshot held, Snapshot offered) {
    return offered.version().id() > held.version().id() ? offered : held;
  }
}
