package io.offtake.outbox.client;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// The mail server. Operators set it through the variables named here.
@ConfigMapping(prefix = "offtake.mail")
interface MailServerConfig {

  /// `OFFTAKE_MAIL_HOST`.
  @WithDefault("localhost")
  String host();

  /// `OFFTAKE_MAIL_PORT`.
  @WithDefault("587")
  int port();

  /// `OFFTAKE_MAIL_USER`.
  Optional<String> user();

  /// `OFFTAKE_MAIL_PASSWORD`.
  Optional<String> password();

  /// `OFFTAKE_MAIL_TLS`: `starttls`, `tls` from the first byte, or `off`.
  @WithDefault("starttls")
  String tls();
}
