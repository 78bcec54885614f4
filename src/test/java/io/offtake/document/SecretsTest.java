package io.offtake.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A publisher's key is in nothing that is kept or told, however it was written. The keys are made up.
class SecretsTest {

  private static final String KEY = "MARKER/KEY+123 \"x\"&";
  private static final Secrets SECRETS = new Secrets(Map.of("OFFTAKE_EIA_KEY", KEY, "OFFTAKE_FAS_KEY", "ANOTHERKEY9"));

  @Test
  void anEchoedKeyIsCutOutAndToldBySetting() {
    Secrets.Cut cut = SECRETS.cut(("{\"request\":{\"params\":{\"api_key\":\"ANOTHERKEY9\"},\"again\":\"ANOTHERKEY9\"}}")
        .getBytes(StandardCharsets.UTF_8));

    assertThat(text(cut)).isEqualTo("{\"request\":{\"params\":{\"api_key\":\"***\"},\"again\":\"***\"}}");
    assertThat(cut.cuts()).containsExactly("the key of OFFTAKE_FAS_KEY, 2 times");
  }

  @Test
  void howeverItIsWritten() {
    byte[] utf8 = KEY.getBytes(StandardCharsets.UTF_8);
    String percent = URLEncoder.encode(KEY, StandardCharsets.UTF_8);
    for (String written : new String[] {
        KEY, percent, percent.replace("+", "%20"), percent.replace("%2F", "%2f").replace("%2B", "%2b").replace("%22", "%22"),
        KEY.replace("\"", "\\\""), KEY.replace("\"", "\\\"").replace("/", "\\/"),
        KEY.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining()),
        KEY.replace("&", "&amp;").replace("\"", "&quot;"),
        Base64.getEncoder().encodeToString(utf8), Base64.getUrlEncoder().withoutPadding().encodeToString(utf8)}) {
      assertThat(text(SECRETS.cut(("before " + written + " after").getBytes(StandardCharsets.UTF_8)))).as(written)
          .startsWith("before ***").endsWith(" after").doesNotContain("MARKER");
      assertThat(SECRETS.cut("before " + written + " after")).as(written).contains("***").doesNotContain("MARKER");
    }
    assertThat(SECRETS.cut(("a" + KEY).getBytes(StandardCharsets.UTF_16LE)).cuts()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"user:%s", "a:%s", "ab:%s", "abc:%s:more"})
  void insideSomethingLongerInBase64(String around) {
    String sent = Base64.getEncoder().encodeToString(around.formatted("ANOTHERKEY9").getBytes(StandardCharsets.UTF_8));

    String left = SECRETS.cut("Basic " + sent);

    assertThat(left).contains("***");
    assertThat(left.length()).as("what is next to the key may be left").isLessThan("Basic ".length() + sent.length() - 5);
  }

  @Test
  void addressesKeepNoKeyWhosesoeverItIs() {
    assertThat(SECRETS.cutAddress("https://u:p@api.eia.gov/v2/x?api_key=somebodys&frequency=monthly&key=1#a"))
        .isEqualTo("https://api.eia.gov/v2/x?api_key=***&frequency=monthly&key=***#a");
    assertThat(SECRETS.cutAddress("https://example.org/exports?E_COMMODITY=1201*")).endsWith("E_COMMODITY=1201*");
  }

  @Test
  void whatIsTooShortToBeAKeyIsNotLookedFor() {
    var secrets = new Secrets(Map.of("OFFTAKE_EIA_KEY", "x"));

    assertThat(text(secrets.cut("exports".getBytes(StandardCharsets.UTF_8)))).isEqualTo("exports");
    assertThat(Secrets.none().cut(new byte[] {1}).cuts()).isEmpty();
  }

  private static String text(Secrets.Cut cut) {
    return new String(cut.bytes(), StandardCharsets.UTF_8);
  }
}
