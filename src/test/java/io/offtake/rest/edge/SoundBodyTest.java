package io.offtake.rest.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class SoundBodyTest {

  private static SoundBody of(String body, String... wrong) throws JsonProcessingException {
    return SoundBody.of(new ObjectMapper().readTree(body), List.of(wrong));
  }

  @Test
  void whatIsWrongIsGoneAndTheRestKeepsItsPlace() throws JsonProcessingException {
    var sound = of("""
        {"a": 1, "b~/": 2, "none": null, "words": ["x", "y", "z"], "parts": [{"c": 3, "d": 4}, 5, {"c": 6}]}""",
        "/b~0~1", "/words/0", "/parts/1", "/parts/0/d");

    assertThat(sound.tree()).hasToString("""
        {"a":1,"words":["y","z"],"parts":[{"c":3},{},{"c":6}]}""");
    assertThat(sound.placeInBody("/words/1")).isEqualTo("/words/2");
    assertThat(sound.placeInBody("/parts/2")).isEqualTo("/parts/2");
    assertThat(sound.placeInBody("/parts/2/c")).isEqualTo("/parts/2/c");
    assertThat(sound.placeInBody("")).isEmpty();
  }

  @Test
  void anObjectAmongTextsIsGoneLikeAnyOtherFault() throws JsonProcessingException {
    assertThat(of("{\"words\": [\"x\", {\"id\": \"gold\"}, \"z\"]}", "/words/1").tree()).hasToString("{\"words\":[\"x\",\"z\"]}");
    assertThat(of("{\"words\": [{\"id\": \"gold\"}]}", "/words/0").tree()).hasToString("{\"words\":[]}");
  }

  @Test
  void whatLiesAtBeneathOrAboveAFaultTouchesIt() {
    assertThat(SoundBody.touch("/a/b", "/a")).isTrue();
    assertThat(SoundBody.touch("/a", "/a/b")).isTrue();
    assertThat(SoundBody.touch("", "/a")).isTrue();
    assertThat(SoundBody.touch("/ab", "/a")).isFalse();
  }
}
