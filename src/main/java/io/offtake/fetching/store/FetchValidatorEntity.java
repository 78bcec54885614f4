package io.offtake.fetching.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "fetch_validator")
class FetchValidatorEntity {

  @Id
  String address;

  String source;
  @Nullable String etag;
  @Nullable String lastModified;
}
