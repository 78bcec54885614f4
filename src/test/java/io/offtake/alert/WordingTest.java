package io.offtake.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;

import io.offtake.alert.Transition.Kind;
import io.offtake.verdict.Verdict;
import org.junit.jupiter.api.Test;

/// What a receiver reads.
class WordingTest {

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  private final Wording wording = new Wording(new Links("https://offtake.example.com"));

  @Test
  void saysWhatWasWhatIsWhatIsNeededByWhenAndWhatWouldClearIt() {
    assertThat(wording.text(notice("A shortfall is likely"), SHANGHAI)).isEqualTo("""
        Alert: A shortfall is likely, Sold by name, by 28 February 2026 (Twelve million tonnes of soybeans)

        Now:       the probability of a shortfall is 70 %, at or above 65 %
        Before:    onTrack on 8 January 2026, 21:30 CST (Asia/Shanghai), 9,886,612 t fulfilled, probability of a shortfall 20 %
        Verdict:   As it stands.
        Standing:  9,886,612 t of 12,000,000 t (82.4 %)
        Needed:    500,000 t a week over 4 reports; the rate is 600,000 t over 4 weeks; at the record rate the last safe date is 20 February 2026
        By:        28 February 2026
        Outlook:   probability of a shortfall 70 %; the total is projected at 11,200,000 t (P10 10,400,000 t, P90 12,300,000 t)
        Evidence:  fas-export-sales, period to 8 January 2026, released 15 January 2026, 21:30 CST (Asia/Shanghai)
        Change:    Clears if the next report shows 640,000 t or more.
        As of:     15 January 2026, 21:30 CST (Asia/Shanghai), data version 41

        Read on:      https://offtake.example.com/commitments/us-cn-soybeans-2025?reading=sold-by-2026-02-28&asOf=2026-01-15T13%3A30%3A00Z
        Exact answer: https://offtake.example.com/v1/commitments/us-cn-soybeans-2025/status?asOf=2026-01-15T13%3A30%3A00Z&dataVersion=41
        The alert:    https://offtake.example.com/v1/alerts/0123456789abcdef
        """);
  }

  @Test
  void thePageLoadsNothingAndEscapesWhatComesFromOutside() throws IOException {
    String html = wording.html(notice("<script>alert(1)</script> & \"more\""), ZoneOffset.UTC);
    Files.writeString(Path.of("target", "alert.html"), wording.html(notice("A shortfall is likely"), SHANGHAI));

    assertThat(html).startsWith("<!doctype html>")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;")
        .contains("prefers-color-scheme:dark")
        .doesNotContain("<script").doesNotContain("src=").doesNotContain("@import").doesNotContain("url(");
  }

  @Test
  void aTitleIsOneLine() {
    assertThat(wording.title(notice("A shortfall\r\nBcc: everybody"))).doesNotContain("\n").doesNotContain("\r");
  }

  private static Notice notice(String title) {
    Facts before = FactsOf.week(0).probability(0.2).facts();
    Facts now = FactsOf.week(1).probability(0.7).verdict(Verdict.SHORTFALL_LIKELY).facts();
    return new Notice("0123456789abcdef", 2, "shortfall-likely", title, Severity.LIKELY, Kind.FIRING, "pending",
        "firing", "the probability of a shortfall is 70 %, at or above 65 %", now.asOf(), now, before);
  }
}
