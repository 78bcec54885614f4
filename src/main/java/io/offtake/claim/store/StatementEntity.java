package io.offtake.claim.store;

import java.time.Instant;
import java.time.LocalDate;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.ColumnTransformer;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "statement")
class StatementEntity {

  @Id
  String id;

  byte[] content;
  boolean html;
  String publisher;
  @Nullable String title;
  @Nullable String url;
  LocalDate publishedOn;
  String language;
  String text;

  @ColumnTransformer(write = "?::jsonb", read = "proposals::text")
  String proposals;

  Instant receivedAt;
}
