package io.offtake.answer;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.offtake.evidence.EvidenceLog;
import io.offtake.evidence.Panel;

/// Settles for every read what it speaks of: the instant of knowledge and the data version.
@ApplicationScoped
public class Answers {

  private static final int VERSIONS_REMEMBERED = 10_000;

  private final Snapshots snapshots;
  private final EvidenceLog evidence;
  private final Clock clock;

  /// Versions never change, so what was asked once is known.
  private final Cache<Long, Instant> keptAt = Caffeine.newBuilder().maximumSize(VERSIONS_REMEMBERED).build();

  Answers(Snapshots snapshots, EvidenceLog evidence, Clock clock) {
    this.snapshots = snapshots;
    this.evidence = evidence;
    this.clock = clock;
  }

  /// What a read speaks of.
  ///
  /// @param asOf  everything released later is invisible
  /// @param dataVersion  everything kept here later is invisible
  /// @param fixed  both were asked for, so the answer is the same for ever
  /// @param lasting  the same question has the same basis as long as the snapshot is served: the clock does not decide
  public record Basis(Snapshot snapshot, Instant asOf, long dataVersion, boolean fixed, boolean lasting) {

    public Panel.View view() {
      return snapshot.panel().at(asOf, dataVersion);
    }
  }

  /// Why a read cannot be answered.
  public enum Objection {
    /// `asOf` lies in the future.
    AS_OF_IN_FUTURE,
    /// No such data version has been reached.
    UNKNOWN_DATA_VERSION
  }

  public sealed interface Settled {
    record At(Basis basis) implements Settled {}

    record Not(Objection objection, long newestDataVersion) implements Settled {}
  }

  public Settled settle(Optional<Instant> asOf, Optional<Long> dataVersion) {
    Snapshot served = snapshots.current();
    // The link of an alert may come here before what it names is served.
    Snapshot snapshot = dataVersion.map(snapshots::atLeast).orElse(served);
    // Today has no end yet: it is asked as it stands.
    Instant now = clock.instant();
    Optional<Instant> wanted = asOf.filter(instant -> !instant.equals(endOf(now)));
    Instant at = wanted.map(instant -> instant.truncatedTo(ChronoUnit.MICROS)).orElse(snapshot.version().at());
    long version = dataVersion.orElse(snapshot.version().id());
    // Up to what is kept no instant lies in the future, though it was written by a clock ahead of this one.
    if (at.isAfter(now) && at.isAfter(snapshot.version().at())) {
      return new Settled.Not(Objection.AS_OF_IN_FUTURE, served.version().id());
    }
    if (version > snapshot.version().id() || version < 0) {
      return new Settled.Not(Objection.UNKNOWN_DATA_VERSION, served.version().id());
    }
    // An instant that was over when it was asked for is never again one that is asked as it stands, nor in the future.
    boolean lasting = asOf.isEmpty() || wanted.filter(instant -> instant.isBefore(now)).isPresent();
    return new Settled.At(new Basis(snapshot, at, version, wanted.isPresent() && dataVersion.isPresent(), lasting));
  }

  /// The end of the instant's day in UTC, as a day alone is read.
  private static Instant endOf(Instant instant) {
    return instant.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS).minus(1, ChronoUnit.MICROS);
  }

  /// What is kept now, for whoever is about to change it; it need not be served yet.
  public Basis newest() {
    Snapshot snapshot = snapshots.newest();
    return new Basis(snapshot, snapshot.version().at(), snapshot.version().id(), false, true);
  }

  /// When what a data version brought was recorded here.
  public Instant recordedAt(long dataVersion) {
    return DryRun.isOn() ? evidence.keptAt(dataVersion) : keptAt.get(dataVersion, evidence::keptAt);
  }
}
