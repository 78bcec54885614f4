package io.offtake.outbox.client;

import java.util.Optional;

import io.offtake.outbox.Confirmations;
import io.offtake.text.Html;

/// The mail that asks its reader whether messages are wanted. It says nothing that came from whoever named the address.
///
/// @param publicUrl  where the reader reaches this service; without it there is no link, and the code is passed on
record Consent(Optional<String> publicUrl, String token) {

  private static final String QUESTION = "Somebody asked %s to send messages about purchase commitments to this address. "
      + "Nothing is sent before you agree.";
  private static final String OTHERWISE = "If you do not want them, do nothing: no message will come.";

  String text() {
    return QUESTION.formatted(service()) + "\n\n" + publicUrl
        .map(_ -> """
            To agree, open this page within %d hours and press its button:

              %s

            or, without a browser:

              curl -X POST %s
            """.formatted(hours(), link(), link()))
        .orElseGet(() -> """
            To agree, give this code to whoever asked you, within %d hours; they send POST %s to the service.

              %s
            """.formatted(hours(), link(), token)) + "\n" + OTHERWISE + "\n";
  }

  String html() {
    String how = publicUrl
        .map(_ -> "<p>To agree, open <a href=\"%s\">this page</a> within %d hours and press its button.</p>\n"
            .formatted(Html.escaped(link()), hours()))
        .orElseGet(() -> "<p>To agree, give this code to whoever asked you, within %d hours:</p>\n<p><code>%s</code></p>\n"
            .formatted(hours(), token));
    return """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Offtake</title></head><body>
        <p>%s</p>
        %s<p>%s</p>
        </body></html>
        """.formatted(Html.escaped(QUESTION.formatted(service())), how, OTHERWISE);
  }

  private String service() {
    return publicUrl.map(url -> "Offtake at " + url).orElse("an Offtake service");
  }

  private String link() {
    return publicUrl.orElse("") + "/v1/confirm/" + token;
  }

  private static long hours() {
    return Confirmations.LIFETIME.toHours();
  }
}
