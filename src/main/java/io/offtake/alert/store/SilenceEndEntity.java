package io.offtake.alert.store;

import java.time.Instant;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.hibernate.annotations.Immutable;

@Entity
@Immutable
@Table(name = "silence_end")
class SilenceEndEntity {

  @Id
  long silenceId;

  Instant endedAt;
}
