package io.offtake.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FactsTest {

  @Test
  void anAmountWrittenOtherwiseIsNoNews() {
    Facts before = FactsOf.week(3).fulfilled("9886612.50").facts();

    assertThat(FactsOf.week(3).fulfilled("9886612.5").facts().isNewsAfter(before)).isFalse();
    assertThat(FactsOf.week(3).fulfilled("9886612.6").facts().isNewsAfter(before)).isTrue();
    assertThat(FactsOf.week(3).fulfilled(null).facts().isNewsAfter(before)).isTrue();
  }
}
