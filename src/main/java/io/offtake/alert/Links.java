package io.offtake.alert;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Where one can read on.
///
/// @param base  where this service lies for its receivers, without a slash at its end; empty for relative addresses
public record Links(String base) {

  /// The reading on the page for people, as it was known then.
  public String page(Facts facts) {
    return "%s/commitments/%s?reading=%s&asOf=%s".formatted(
        base, encoded(facts.subject().commitment()), encoded(facts.subject().reading()), encoded(facts.asOf().toString()));
  }

  /// The exact answer that the facts are from: the same for ever.
  public String answer(Facts facts) {
    return "%s/v1/commitments/%s/status?asOf=%s&dataVersion=%d".formatted(
        base, encoded(facts.subject().commitment()), encoded(facts.asOf().toString()), facts.dataVersion());
  }

  /// The alert with all that became of it.
  public String alert(String id) {
    return base + "/v1/alerts/" + encoded(id);
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8);
  }
}
