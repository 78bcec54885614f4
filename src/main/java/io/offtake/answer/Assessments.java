package io.offtake.answer;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.offtake.answer.Answers.Basis;
import io.offtake.assessment.Assessment;
import io.offtake.assessment.Assessor;
import io.offtake.assessment.Supposition;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.CommitmentId;
import io.offtake.commitment.Reading;
import io.offtake.evidence.Release;
import io.offtake.pairing.Pairing;
import io.offtake.pairing.Tracks;
import io.offtake.work.Heap;
import io.offtake.work.RightOfWay;
import io.quarkus.logging.Log;

/// Assesses what a read asks for, and remembers it: the same basis always gives the same assessment.
@ApplicationScoped
public class Assessments {

  /// Of the heap. Each answer holds its tracks: those of a commitment with many readings take megabytes.
  private static final double REMEMBERED = 1.0 / 24;

  /// Long enough for the pages and forms of an answer that somebody looks at; what is polled is kept as it is sent.
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

  /// After the last read of headlines, until which they are worked out before they are asked for.
  private static final Duration ATTENTION = Duration.ofMinutes(5);

  private final Assessor assessor;
  private final RightOfWay rightOfWay;
  private final AsyncCache<Key, List<Compared>> remembered;
  private final Turns turns = new Turns("answers");
  private final AtomicReference<Newest> newest = new AtomicReference<>();
  /// In the time of [System#nanoTime].
  private volatile long readAt = System.nanoTime() - ATTENTION.toNanos();

  @Inject
  Assessments(Assessor assessor, RightOfWay rightOfWay) {
    this(assessor, rightOfWay, Heap.part(REMEMBERED));
  }

  /// @param bytes  of assessments that are remembered at most, about
  Assessments(Assessor assessor, RightOfWay rightOfWay, long bytes) {
    this.assessor = assessor;
    this.rightOfWay = rightOfWay;
    this.remembered = Caffeine.newBuilder()
        .maximumWeight(bytes)
        .<Key, List<Compared>>weigher((_, compared) -> Weight.of(compared))
        .expireAfterAccess(FORGOTTEN_AFTER)
        .scheduler(Scheduler.systemScheduler())
        .executor(Runnable::run)
        .buildAsync();
  }

  private record Key(long dataVersion, Instant asOf, Optional<CommitmentId> commitment, Optional<String> reading) {}

  private record ReadingKey(CommitmentId commitment, String reading) {}

  /// What a change has assessed of the snapshot that it brings about. It goes by the snapshot itself and not by its
  /// number: one whose transaction fails is never served, and the next has its number.
  ///
  /// @param now  headline readings only, which are read most
  private record Newest(Snapshot snapshot, Map<ReadingKey, Assessment> now) {}

  /// An assessment, and how the reading stood before its newest release.
  ///
  /// @param before  absent when the reading has no release before the newest
  public record Compared(Assessment now, Optional<Assessment> before) {}

  /// All readings of a commitment; none before it was announced.
  public List<Compared> of(Basis basis, Commitment commitment) {
    return remember(basis, Optional.of(commitment.id()), Optional.empty(), () -> {
      var tracks = new TracksAt(basis);
      return commitment.readings().stream()
          .filter(reading -> !reading.isRetiredAt(basis.asOf()))
          .flatMap(reading -> compared(tracks, commitment, reading, false).stream())
          .toList();
    });
  }

  /// One reading with its projection's path by period; empty before its commitment was announced.
  public Optional<Compared> of(Basis basis, Commitment commitment, Reading reading) {
    return remember(basis, Optional.of(commitment.id()), Optional.of(reading.id()), () ->
        compared(new TracksAt(basis), commitment, reading, true).stream().toList())
        .stream().findFirst();
  }

  /// One reading as it would stand were it otherwise. It is worked out for the one who asks, and not remembered.
  ///
  /// @throws Overloaded  when it is not begun in time
  public Assessment supposed(Basis basis, Commitment commitment, Reading reading, Supposition supposition) {
    return rightOfWay.first(() -> turns.next(() ->
        assessor.suppose(commitment, reading, new Tracks(basis.view()), supposition))).orElseThrow();
  }

  /// The headline reading of every commitment that had been announced and has one.
  public List<Compared> headlines(Basis basis) {
    return remember(basis, Optional.empty(), Optional.empty(), () -> {
      var tracks = new TracksAt(basis);
      var rows = new ArrayList<Compared>();
      for (var entry : basis.snapshot().catalogueAt(basis.dataVersion())) {
        Commitment commitment = entry.commitment();
        commitment.headlineAsOf(basis.asOf())
            .flatMap(reading -> compared(tracks, commitment, reading, false))
            .ifPresent(rows::add);
      }
      return rows;
    });
  }

  /// A reading as it stands at the snapshot's own instant: worked out once for the change that brings the snapshot about
  /// and for those who read it.
  ///
  /// @param tracks  of that instant
  @SuppressWarnings("ReferenceEquality") // whether it is this very snapshot
  public Optional<Assessment> now(Snapshot snapshot, Tracks tracks, Commitment commitment, Reading reading) {
    Newest known = newest.updateAndGet(held ->
        held == null || held.snapshot() != snapshot && held.snapshot().version().id() <= snapshot.version().id()
            ? new Newest(snapshot, new ConcurrentHashMap<>())
            : held);
    var key = new ReadingKey(commitment.id(), reading.id());
    Assessment found = known.snapshot() == snapshot ? known.now().get(key) : null;
    if (found != null) {
      return Optional.of(found);
    }
    Optional<Assessment> assessed = assessor.assess(commitment, reading, tracks, false);
    if (known.snapshot() == snapshot) {
      assessed.filter(Assessment::headline).ifPresent(each -> known.now().put(key, each));
    }
    return assessed;
  }

  /// What is remembered of answers, about.
  long bytes() {
    return remembered.synchronous().policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  /// Takes note that somebody reads headlines now, also one who has them already.
  public void headlinesAreRead() {
    readAt = System.nanoTime();
  }

  /// Works out the headlines of a snapshot that is wholly kept and not served yet, when somebody has read headlines
  /// lately: whoever polls is answered from the one before until this one can be answered at once.
  void prepare(Snapshot next) {
    if (System.nanoTime() - readAt > ATTENTION.toNanos()) {
      return;
    }
    try {
      headlines(new Basis(next, next.version().at(), next.version().id(), false, true));
    } catch (RuntimeException e) {
      // Who asks for them is told. That they cannot be had must not keep the rest from being served.
      Log.errorf(e, "The headlines of data version %d cannot be worked out", next.version().id());
    }
  }

  private static boolean isOwn(Basis basis) {
    return basis.dataVersion() == basis.snapshot().version().id()
        && basis.asOf().equals(basis.snapshot().version().at());
  }

  private Optional<Compared> compared(TracksAt tracks, Commitment commitment, Reading reading, boolean fan) {
    Optional<Assessment> assessed = isOwn(tracks.basis()) && !fan
        ? now(tracks.basis().snapshot(), tracks.now(), commitment, reading)
        : assessor.assess(commitment, reading, tracks.now(), fan);
    return assessed.map(now -> new Compared(now, now.pairing()
        .flatMap(Pairing::newestRelease)
        .map(Release::releasedAt)
        .flatMap(newestAt -> assessor.assess(commitment, reading, tracks.before(newestAt), false))
        .filter(before -> before.pairing().flatMap(Pairing::newestRelease).isPresent())));
  }

  /// The tracks of a basis at its instant, and just before given releases.
  private static final class TracksAt {

    private final Basis basis;
    private final Tracks now;
    private final Map<Instant, Tracks> before = new HashMap<>();

    TracksAt(Basis basis) {
      this.basis = basis;
      this.now = new Tracks(basis.view());
    }

    Basis basis() {
      return basis;
    }

    Tracks now() {
      return now;
    }

    Tracks before(Instant release) {
      // Instants are kept to the microsecond.
      return before.computeIfAbsent(release, at ->
          new Tracks(basis.snapshot().panel().at(at.minus(1, ChronoUnit.MICROS), basis.dataVersion())));
    }
  }

  /// Who asks for what somebody else has asked for already waits for that answer.
  ///
  /// @throws Overloaded  when it is not begun in time
  private List<Compared> remember(
      Basis basis, Optional<CommitmentId> commitment, Optional<String> reading, Supplier<List<Compared>> question) {
    var key = new Key(basis.dataVersion(), basis.asOf(), commitment, reading);
    var answer = new CompletableFuture<List<Compared>>();
    CompletableFuture<List<Compared>> known = remembered.asMap().putIfAbsent(key, answer);
    if (known != null) {
      return joined(known);
    }
    try {
      answer.complete(rightOfWay.first(() -> turns.next(question)));
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
    }
    return joined(answer);
  }

  private static List<Compared> joined(CompletableFuture<List<Compared>> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
