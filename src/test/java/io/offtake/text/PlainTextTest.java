package io.offtake.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

  @ParameterizedTest
  @CsvSource({
      "0000, a control character", "0007, a control character", "001B, a control character",
      "000D, a control character", "000A, a control character", "0009, a control character",
      "007F, a control character", "0085, a control character", "009B, a control character",
      "D800, half of a pair", "DFFF, half of a pair",
      "FEFF, an invisible character", "200B, an invisible character", "202E, an invisible character",
      "2066, an invisible character", "200F, an invisible character", "061C, an invisible character",
      "00AD, an invisible character", "2060, an invisible character", "E0041, an invisible character",
      "FFF9, an invisible character", "2028, a line break", "2029, a line break",
      "0378, no character is assigned", "FFFE, no character is assigned", "10FFFF, no character is assigned"})
  void aLineHoldsNothingThatCannotBeSeen(String character, String what) {
    String text = "abc" + Character.toString(Integer.parseInt(character, 16)) + "d";

    assertThat(PlainText.faultOfLine(text)).get().asString()
        .contains("U+" + character, what).endsWith("as its character 4");
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "China: at least 12 million tonnes", "Zażółć gęślą jaźń", "大豆 1 200 万トン", "मक्का के निर्यात", "گندم می‌خرد",
      "👩‍🌾 corn 🌽", "e\u0301", "a\u00A0b", "“quoted” – and 50 %", "\u0601 12", ""})
  void everyScriptIsTaken(String text) {
    assertThat(PlainText.faultOfLine(text)).isEmpty();
    assertThat(PlainText.asLine(text)).isSameAs(text);
  }

  @Test
  void aNoteMayHaveLinesAndTabsButNoBareCarriageReturn() {
    assertThat(PlainText.faultOfLines("one\ntwo\r\n\tthree")).isEmpty();
    assertThat(PlainText.faultOfLine("one\ntwo")).contains("it holds U+000A, a control character, as its character 4");
    assertThat(PlainText.faultOfLines("one\rtwo")).contains("it holds U+000D, a control character, as its character 4");
    assertThat(PlainText.faultOfLines("one\u001B[31m")).isPresent();
  }

  @Test
  void whatWasKeptBeforeIsShownWithoutWhatMayNotBe() {
    assertThat(PlainText.asLine("a\u0001b\u202Ec\r\nd\uD800")).isEqualTo("a b c  d ");
  }

  @Test
  void joinersAndSpacesAloneAreNothingToSee() {
    assertThat(PlainText.isBlank(" \u00A0\u3000\u200D")).isTrue();
    assertThat(PlainText.isBlank(" a ")).isFalse();
  }
}
