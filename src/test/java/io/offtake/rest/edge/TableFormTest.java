package io.offtake.rest.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableFormTest {

  @ParameterizedTest
  @ValueSource(strings = {"=HYPERLINK(\"http://x.test\",\"a\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1",
      "\tx", " =1", "\u00A0=1", "\u200B=1", "\uFEFF=1", "\uFF1D1+1", "\uFF0B1", "\uFF0D1", "\uFF20SUM(1)", "'=1", "''-1", "' =1",
      "=", "-", "=1\nsecond line"})
  void aTextThatASpreadsheetWouldRunGetsAnApostropheThatCanBeTakenAway(String text) {
    assertThat(TableForm.text(text)).isEqualTo("'" + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Japan", "a = b", "1 - 2", "'Ndrangheta", "O'Neill", "'", "2026-02-10T12:00:00Z", "30 % - 100 %", "\u00FCber"})
  void anyOtherTextStaysAsItIs(String text) {
    assertThat(TableForm.text(text)).isEqualTo(text);
  }

  @Test
  void aNegativeNumberIsNoFormula() {
    assertThat(TableForm.of(false, null, "point").number(new BigDecimal("-100000"))).isEqualTo("-100000");
  }

  @Test
  void decimalsAndColumnsAreNeverPartedByTheSameSign() {
    assertThat(TableForm.of(false, null, "comma")).isEqualTo(new TableForm(false, ';', ','));
    assertThat(TableForm.of(false, "tab", "comma")).isEqualTo(new TableForm(false, '\t', ','));
    assertThat(TableForm.of(true, "semicolon", "point")).isEqualTo(TableForm.of(true, ";", "point"));
    assertThat(TableForm.of(false, null, "point")).isEqualTo(TableForm.of(false, "comma", "point"));
    assertThat(TableForm.of(false, null, "comma").number(new BigDecimal("1.129"))).isEqualTo("1,129");
    assertThatThrownBy(() -> TableForm.of(false, "comma", "comma")).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> TableForm.of(false, ",", "comma")).isInstanceOf(ProblemException.class);
  }
}
