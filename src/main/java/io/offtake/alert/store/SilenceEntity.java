package io.offtake.alert.store;

import java.time.Instant;
import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

import io.offtake.alert.Severity;
import io.offtake.alert.Silence;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "silence")
class SilenceEntity {

  @Id
  @GeneratedValue(generator = "silence_seq")
  @SequenceGenerator(name = "silence_seq", sequenceName = "silence_seq", allocationSize = 1)
  @Nullable Long id;

  @Nullable String commitment;
  @Nullable String reading;
  @Nullable String rule;
  @Nullable String severity;
  String owner;
  String reason;
  Instant startsAt;
  Instant endsAt;
  Instant recordedAt;

  Silence toSilence(Optional<Instant> endedAt) {
    if (id == null) {
      throw new IllegalStateException("a silence that is kept has its id");
    }
    return new Silence(id,
        new Silence.Matcher(commitment, reading, rule,
            severity == null ? null : Severity.of(severity).orElseThrow()),
        owner, reason, startsAt, endsAt, endedAt);
  }
}
