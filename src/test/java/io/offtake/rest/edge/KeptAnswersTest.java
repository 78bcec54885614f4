package io.offtake.rest.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import io.offtake.answer.Snapshot;
import io.offtake.evidence.DataVersion;
import io.offtake.evidence.Panel;
import io.offtake.rest.edge.KeptAnswers.Question;
import io.offtake.rest.edge.KeptAnswers.Sent;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

/// What of the answers is kept, and how much.
class KeptAnswersTest {

  private static final long MOST = 1_000_000;
  private static final Snapshot SNAPSHOT = new Snapshot(DataVersion.NONE, Panel.empty(), List.of());

  private final KeptAnswers kept = new KeptAnswers(SNAPSHOT, MOST);

  @Test
  void whatIsAskedTwiceIsKept() {
    Question question = question("/v1/commitments");
    kept.keep(question, "\"a\"", false, sent(200, 10));
    assertThat(kept.find(question)).isNull();
    kept.keep(question, "\"a\"", false, sent(200, 10));
    assertThat(kept.find(question)).isNotNull().satisfies(answer -> {
      assertThat(answer.whole()).isNotNull();
      assertThat(answer.notModified()).isNull();
    });
    kept.keep(question, "\"a\"", false, sent(304, 0));
    assertThat(kept.find(question)).isNotNull().satisfies(answer -> {
      assertThat(answer.whole()).isNotNull();
      assertThat(answer.notModified()).isNotNull();
    });
  }

  @Test
  void nothingOfAnotherTagIsMixedIn() {
    Question question = question("/v1/status");
    keep(question, sent(200, 10));
    kept.keep(question, "\"b\"", false, sent(304, 0));
    assertThat(kept.find(question)).isNotNull().satisfies(answer -> {
      assertThat(answer.tag()).isEqualTo("\"b\"");
      assertThat(answer.whole()).isNull();
    });
  }

  @Test
  void whatIsPolledMostStaysWithinTheBound() {
    Question portfolio = question("/v1/status");
    Question standing = question("/v1/commitments/us-cn-soybeans-2025/status.csv");
    keep(portfolio, sent(200, 20_000));
    keep(standing, sent(200, 20_000));
    for (int i = 0; i < 1_000; i++) {
      Question other = question("/v1/status?asOf=" + i);
      keep(other, sent(200, 10_000));
      kept.find(other);
    }
    assertThat(kept.bytes()).isLessThanOrEqualTo(MOST);
    assertThat(kept.find(portfolio)).isNotNull();
    assertThat(kept.find(standing)).isNotNull();
  }

  @Test
  void aCatalogueLargerThanTheBoundIsKeptInPart() {
    for (int i = 0; i < 1_000; i++) {
      keep(question("/v1/commitments/made-up-%d/status".formatted(i)), sent(200, 10_000));
    }
    assertThat(kept.bytes()).isBetween(MOST / 2, MOST);
    assertThat(kept.find(question("/v1/commitments/made-up-0/status"))).isNotNull();
  }

  @Test
  void theSamePutAgainTakesNoMoreRoom() {
    keep(question("/v1/status"), sent(200, 10_000));
    long once = kept.bytes();
    for (int i = 0; i < 100; i++) {
      keep(question("/v1/status"), sent(200, 10_000));
    }
    assertThat(kept.bytes()).isEqualTo(once);
  }

  @Test
  void aSnapshotIsThisVeryOne() {
    assertThat(kept.isOf(SNAPSHOT)).isTrue();
    assertThat(kept.isOf(new Snapshot(DataVersion.NONE, Panel.empty(), List.of()))).isFalse();
  }

  private void keep(Question question, Sent sent) {
    kept.keep(question, "\"a\"", false, sent);
    kept.keep(question, "\"a\"", false, sent);
  }

  private static Question question(String target) {
    return new Question(false, target, "application/json", "identity");
  }

  private static Sent sent(int status, int bytes) {
    return new Sent(status, List.of(), bytes == 0 ? null : Buffer.buffer(new byte[bytes]));
  }
}
