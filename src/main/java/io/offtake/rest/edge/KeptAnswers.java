package io.offtake.rest.edge;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.offtake.answer.Snapshot;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// What was answered from one snapshot, as it was sent, within a bound of bytes.
///
/// A question is kept when it is put for the second time. The portfolio and how commitments stand stay whatever else is
/// asked, up to half of the bound; the rest goes by how often it is asked for.
final class KeptAnswers {

  /// Beside the texts of a question and its bodies: two sets of headers.
  private static final int ENTRY = 2_000;
  private static final int BYTES_A_CHARACTER = 2;

  private static final Pattern POLLED_MOST = Pattern.compile("/v1/(?:commitments/[^/?]+/)?status(?:\\.csv)?");

  private final WeakReference<Snapshot> snapshot;
  private final long dataVersion;
  private final long mostPinned;
  private final AtomicLong pinned = new AtomicLong();
  private final Cache<Question, Answer> answers;
  private final Cache<Question, Boolean> askedOnce;

  /// @param most  bytes that are kept, about
  KeptAnswers(Snapshot snapshot, long most) {
    // Whoever does not poll any more must not hold all figures of a version that nobody else needs.
    this.snapshot = new WeakReference<>(snapshot);
    this.dataVersion = snapshot.version().id();
    this.mostPinned = most / 2;
    this.answers = Caffeine.newBuilder()
        .maximumWeight(most - mostPinned)
        .<Question, Answer>weigher((question, answer) -> answer.pinned() ? 0 : weight(question, answer))
        .executor(Runnable::run)
        .build();
    this.askedOnce = Caffeine.newBuilder()
        .maximumWeight(most / 16)
        .<Question, Boolean>weigher((question, _) -> weight(question))
        .executor(Runnable::run)
        .build();
  }

  /// What a request asks for, as far as the answer may depend on it.
  ///
  /// @param head  whether the headers alone are asked for
  /// @param target  as it was sent: other spellings are other questions
  /// @param accepted  the media type that was settled on; empty when the request names none
  /// @param coding  the content coding that the answer is to be in
  record Question(boolean head, String target, String accepted, String coding) {}

  /// @param tag  the `ETag`
  /// @param immutable  whether the bytes never change
  /// @param pinned  whether it stays as long as the snapshot is served
  /// @param whole  for who does not hold it; absent when nobody asked twice
  /// @param notModified  for who holds it; absent likewise
  record Answer(String tag, boolean immutable, boolean pinned, @Nullable Sent whole, @Nullable Sent notModified) {}

  /// What went out.
  ///
  /// @param headers  in their order
  /// @param body  absent when there is none
  record Sent(int status, List<Header> headers, @Nullable Buffer body) {}

  /// Texts that need not be encoded again.
  record Header(CharSequence name, CharSequence value) {}

  boolean isOf(Snapshot other) {
    return snapshot.refersTo(other);
  }

  boolean isBefore(Snapshot other) {
    return dataVersion < other.version().id();
  }

  @Nullable Answer find(Question question) {
    return answers.getIfPresent(question);
  }

  /// Keeps what was sent, unless it was the first time.
  ///
  /// @param tag  of the answer: the same for the same question, as it is of one snapshot
  void keep(Question question, String tag, boolean immutable, Sent sent) {
    if (askedOnce.asMap().putIfAbsent(question, true) != null) {
      answers.asMap().compute(question, (_, held) -> together(question, held, tag, immutable, sent));
    }
  }

  private Answer together(Question question, @Nullable Answer held, String tag, boolean immutable, Sent sent) {
    boolean isWhole = sent.status() != 304;
    Answer known = held != null && held.tag().equals(tag) ? held : null;
    var loose = new Answer(tag, immutable, false,
        isWhole ? sent : known == null ? null : known.whole(),
        isWhole ? known == null ? null : known.notModified() : sent);
    if (held != null && held.pinned()) {
      pinned.addAndGet(-weight(question, held));
    }
    int weight = weight(question, loose);
    if (!POLLED_MOST.matcher(question.target()).matches() || !pin(weight)) {
      return loose;
    }
    return new Answer(tag, immutable, true, loose.whole(), loose.notModified());
  }

  private boolean pin(int weight) {
    if (pinned.addAndGet(weight) <= mostPinned) {
      return true;
    }
    pinned.addAndGet(-weight);
    return false;
  }

  /// What is held, about.
  long bytes() {
    answers.cleanUp();
    return pinned.get() + answers.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  private static int weight(Question question, Answer answer) {
    return weight(question) + ENTRY + weight(answer.whole()) + weight(answer.notModified());
  }

  private static int weight(Question question) {
    return BYTES_A_CHARACTER * (question.target().length() + question.accepted().length())
        + ENTRY / 10;
  }

  private static int weight(@Nullable Sent sent) {
    return sent == null || sent.body() == null ? 0 : sent.body().length();
  }
}
