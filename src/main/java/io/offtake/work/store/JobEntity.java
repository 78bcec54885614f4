package io.offtake.work.store;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

import io.offtake.work.Job;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "job")
class JobEntity {

  @Id
  @GeneratedValue(generator = "job_seq")
  @SequenceGenerator(name = "job_seq", sequenceName = "job_seq", allocationSize = 1)
  @Nullable Long id;

  String kind;
  String request;
  long dataVersion;
  String state;
  int done;
  @Nullable Integer total;
  long counted;
  int skipped;
  @Nullable String current;
  @Nullable String failure;
  boolean cancelRequested;
  int takenUp;
  @Nullable String owner;
  @Nullable Instant leaseUntil;
  @Nullable Instant waitUntil;
  Instant createdAt;
  @Nullable Instant startedAt;
  @Nullable Instant finishedAt;

  Job toJob() {
    if (id == null) {
      throw new IllegalStateException("a job that is read has its id");
    }
    return new Job(id, kind, request, dataVersion, Job.State.valueOf(state.toUpperCase(Locale.ROOT)), done,
        Optional.ofNullable(total), counted, skipped, Optional.ofNullable(current),
        Optional.ofNullable(failure), cancelRequested, new Job.Times(createdAt, Optional.ofNullable(startedAt),
            Optional.ofNullable(finishedAt), Optional.ofNullable(waitUntil)));
  }
}
