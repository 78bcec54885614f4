package io.offtake.commitment.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import io.offtake.commitment.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocatedTreeTest {

  @Test
  void everyPlaceHasItsLineInYamlAndInJson() throws LocatedTree.Unreadable {
    LocatedTree yaml = LocatedTree.read("a:\n  - b: 1\n    c: [x, 2026-02-28, NO, ~, true]\n", true);
    assertThat(yaml.line("/a/0/c")).isEqualTo(3);
    assertThat(yaml.line("/a/0/c/1")).isEqualTo(3);
    assertThat(yaml.line("/a/0/missing")).as("the nearest above it").isEqualTo(2);
    assertThat(yaml.root().toString()).isEqualTo("{\"a\":[{\"b\":1,\"c\":[\"x\",\"2026-02-28\",\"NO\",null,true]}]}");

    LocatedTree json = LocatedTree.read("{\"a\":\n[1.50,\n{\"b/c\": -2e3}]}", false);
    assertThat(json.line("/a/1/b~1c")).isEqualTo(3);
    assertThat(json.line("")).isEqualTo(1);
    assertThat(json.withLines(List.of(new Problem("/a/0", "is wrong", "mend it"))))
        .containsExactly(new Problem("/a/0", "line 2: is wrong", "mend it"));
  }

  @ParameterizedTest
  @CsvSource(delimiterString = " => ", value = {
      "'a: &x [1]\nb: *x\n' => line 2: it stands for another part",
      "'a: 1\na: 2\n' => stands twice",
      "'a: 1\n---\nb: 2\n' => another document follows",
      "'a: 0x1F\n' => is no number that is taken",
      "'a: 1_000\n' => is no number that is taken",
      "'a: [1\n' => this is not YAML",
      "'' => the text is empty"})
  void whatIsNotPlainIsRefusedWithItsPlace(String text, String detail) {
    refused(text, true, detail);
  }

  @Test
  void whatIsDeepLongOrHugeIsRefused() {
    refused("[".repeat(30) + "]".repeat(30), false, "this is not JSON");
    refused("a: " + "[".repeat(30) + "]".repeat(30), true, "this is not YAML");
    refused("\"" + "x".repeat(30_000) + "\"", false, "this is not JSON");
    refused("[" + "1,".repeat(200_000) + "1]", false, "more than 200000 values");
    refused(" ".repeat(8 * 1024 * 1024) + "1", false, "longer than");
    refused("{\"a\": 1e99999}", false, "is no number that is taken");
    refused("{\"a\": 1}{", false, "another document follows");
  }

  private static void refused(String text, boolean yaml, String detail) {
    assertThatThrownBy(() -> LocatedTree.read(text, yaml)).isInstanceOfSatisfying(LocatedTree.Unreadable.class, e -> {
      assertThat(e.problem().detail()).contains(detail);
      assertThat(e.problem().remedy()).isNotBlank();
    });
  }
}
