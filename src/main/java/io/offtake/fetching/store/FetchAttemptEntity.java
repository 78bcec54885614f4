package io.offtake.fetching.store;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

import io.offtake.fetching.Connector.Attempt;
import io.offtake.fetching.Connector.Outcome;
import io.offtake.fetching.SourceFault;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "fetch_attempt")
class FetchAttemptEntity {

  private static final int LONGEST_TEXT = 1000;

  @Id
  @GeneratedValue(generator = "fetch_attempt_seq")
  @SequenceGenerator(name = "fetch_attempt_seq", sequenceName = "fetch_attempt_seq", allocationSize = 1)
  @Nullable Long id;

  String source;
  Instant startedAt;
  Instant finishedAt;

  @Enumerated(EnumType.STRING)
  Outcome outcome;

  @Nullable String fault;
  @Nullable String text;
  @Nullable LocalDate coveredTo;
  int documents;
  int figures;
  @Nullable Long clockAheadMillis;

  static FetchAttemptEntity from(String source, Attempt attempt) {
    var entity = new FetchAttemptEntity();
    entity.source = source;
    entity.startedAt = attempt.startedAt();
    entity.finishedAt = attempt.finishedAt();
    entity.outcome = attempt.outcome();
    entity.fault = attempt.fault() == null ? null : attempt.fault().id();
    entity.text = attempt.text() == null ? null
        : attempt.text().substring(0, Math.min(attempt.text().length(), LONGEST_TEXT));
    entity.coveredTo = attempt.coveredTo();
    entity.documents = attempt.documents();
    entity.figures = attempt.figures();
    entity.clockAheadMillis = attempt.clockAhead() == null ? null : attempt.clockAhead().toMillis();
    return entity;
  }

  Attempt toAttempt() {
    return new Attempt(startedAt, finishedAt, outcome,
        fault == null ? null : SourceFault.Kind.ofId(fault).orElse(SourceFault.Kind.INTERNAL),
        text, coveredTo, documents, figures,
        clockAheadMillis == null ? null : Duration.ofMillis(clockAheadMillis));
  }
}
