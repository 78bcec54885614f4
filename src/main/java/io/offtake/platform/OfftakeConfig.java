package io.offtake.platform;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// What beans may ask about the settings; [Settings] reads and checks them, [Main] binds them.
@ConfigMapping(prefix = "offtake")
public interface OfftakeConfig {

  /// `OFFTAKE_STARTER`: whether a first start loads the starter's evidence and commitments.
  @WithDefault("true")
  boolean starter();

  /// Which database the service runs on, in words for the start line.
  @WithDefault("a given database")
  String databaseDescription();

  /// `OFFTAKE_DATA_DIR`, when the embedded PostgreSQL keeps its data there; absent on a given database.
  Optional<String> dataDir();

  /// `OFFTAKE_PUBLIC_URL`: where receivers of messages find this service.
  Optional<String> publicUrl();

  /// `OFFTAKE_ROLE`: `api` on a replica that leaves rounds to others.
  @WithDefault("all")
  String role();

  /// `OFFTAKE_HOSTS`: further hosts that requests may be addressed to.
  Optional<List<String>> hosts();
}
