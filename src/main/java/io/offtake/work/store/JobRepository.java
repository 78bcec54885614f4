package io.offtake.work.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;

import io.offtake.work.Job;
import io.offtake.work.JobKind;
import io.offtake.work.Jobs;

@ApplicationScoped
class JobRepository implements Jobs {

  private static final int LONGEST_TEXT = 1000;

  /// Without a step done in between. Who takes a job up and dies of it dies of it again.
  private static final int MOST_TAKEN_UP = 3;

  private final EntityManager entities;
  private final Clock clock;

  JobRepository(EntityManager entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  @Override
  @Transactional
  public Job add(String kind, String request, long dataVersion) {
    var entity = new JobEntity();
    entity.kind = kind;
    entity.request = request;
    entity.dataVersion = dataVersion;
    entity.state = Job.State.QUEUED.id();
    entity.createdAt = now();
    entities.persist(entity);
    entities.flush();
    return entity.toJob();
  }

  @Override
  @Transactional
  public Optional<Job> find(long id) {
    return Optional.ofNullable(entities.find(JobEntity.class, id)).map(JobEntity::toJob);
  }

  @Override
  @Transactional
  public List<Job> newest(long before, int atMost) {
    return entities.createQuery("select j from JobEntity j where j.id < :before order by j.id desc", JobEntity.class)
        .setParameter("before", before)
        .setMaxResults(atMost)
        .getResultStream()
        .map(JobEntity::toJob)
        .toList();
  }

  @Override
  @Transactional
  public Optional<Job> claim(String owner, Duration lease) {
    Instant now = now();
    Optional<JobEntity> free = free(now);
    while (free.isPresent() && free.get().takenUp >= MOST_TAKEN_UP) {
      fail(free.get(), ("it was taken up %d times, and each time the service ended before a step was done, as it does when"
          + " it runs out of memory; give it more memory, or order less at once, and resume the job")
          .formatted(MOST_TAKEN_UP));
      entities.flush();
      free = free(now);
    }
    free.ifPresent(job -> {
      job.state = Job.State.RUNNING.id();
      job.owner = owner;
      job.leaseUntil = now.plus(lease);
      job.waitUntil = null;
      job.startedAt = job.startedAt == null ? now : job.startedAt;
      job.takenUp++;
    });
    return free.map(JobEntity::toJob);
  }

  @SuppressWarnings("unchecked") // rows are of the class that the query names
  private Optional<JobEntity> free(Instant now) {
    return entities.createNativeQuery("""
            select * from job
            where (state = 'queued' and (wait_until is null or wait_until <= :now))
              or (state = 'running' and lease_until < :now)
            order by id limit 1 for update skip locked""", JobEntity.class)
        .setParameter("now", now)
        .getResultStream()
        .map(JobEntity.class::cast)
        .findFirst();
  }

  private void fail(JobEntity job, String failure) {
    job.state = Job.State.FAILED.id();
    job.failure = shortened(failure);
    job.finishedAt = now();
    job.leaseUntil = null;
  }

  @Override
  @Transactional
  public Optional<Job> advance(
      long id, String owner, Duration lease, int done, int total, String current, JobKind.Step step) {
    Optional<JobEntity> held = held(id, owner);
    held.ifPresent(job -> {
      step.keep().run();
      step.skipped().ifPresent(reason -> {
        entities.createNativeQuery("insert into job_skip (job_id, step, what, reason) values (?1, ?2, ?3, ?4)")
            .setParameter(1, id)
            .setParameter(2, done - 1)
            .setParameter(3, shortened(current))
            .setParameter(4, shortened(reason))
            .executeUpdate();
        job.skipped++;
      });
      job.counted += step.counted();
      job.done = done;
      job.total = total;
      job.current = shortened(current);
      job.leaseUntil = now().plus(lease);
      job.takenUp = 1;
    });
    return held.map(JobEntity::toJob);
  }

  @Override
  @Transactional
  public boolean renew(long id, String owner, Duration lease) {
    Optional<JobEntity> held = held(id, owner);
    held.ifPresent(job -> job.leaseUntil = now().plus(lease));
    return held.isPresent();
  }

  @Override
  @Transactional
  public void finish(long id, String owner, Job.State state, Optional<String> failure) {
    held(id, owner).ifPresent(job -> {
      job.state = state.id();
      job.failure = failure.map(JobRepository::shortened).orElse(null);
      job.finishedAt = now();
      job.leaseUntil = null;
    });
  }

  @Override
  @Transactional
  public void release(long id, String owner) {
    held(id, owner).ifPresent(job -> {
      job.state = Job.State.QUEUED.id();
      job.owner = null;
      job.leaseUntil = null;
      job.takenUp--;
    });
  }

  @Override
  @Transactional
  public void postpone(long id, String owner, Duration wait, int total, String current) {
    held(id, owner).ifPresent(job -> {
      job.state = Job.State.QUEUED.id();
      job.total = total;
      job.current = shortened(current);
      job.waitUntil = now().plus(wait);
      job.owner = null;
      job.leaseUntil = null;
      job.takenUp--;
      if (job.cancelRequested) {
        job.state = Job.State.CANCELLED.id();
        job.waitUntil = null;
        job.finishedAt = now();
      }
    });
  }

  @Override
  @Transactional
  public List<Job.Skip> skips(long id, int atMost) {
    List<?> rows = entities.createNativeQuery(
            "select step, what, reason from job_skip where job_id = :id order by step")
        .setParameter("id", id)
        .setMaxResults(atMost)
        .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(row -> new Job.Skip((Integer) row[0], (String) row[1], (String) row[2]))
        .toList();
  }

  @Override
  @Transactional
  public Optional<Job> requestCancellation(long id) {
    Optional<JobEntity> found = Optional.ofNullable(entities.find(JobEntity.class, id, LockModeType.PESSIMISTIC_WRITE));
    found.filter(job -> !job.toJob().state().isFinal()).ifPresent(job -> {
      job.cancelRequested = true;
      if (job.state.equals(Job.State.QUEUED.id())) {
        job.state = Job.State.CANCELLED.id();
        job.waitUntil = null;
        job.finishedAt = now();
      }
    });
    return found.map(JobEntity::toJob);
  }

  @Override
  @Transactional
  public Optional<Job> resume(long id) {
    Optional<JobEntity> found = Optional.ofNullable(entities.find(JobEntity.class, id, LockModeType.PESSIMISTIC_WRITE));
    found.filter(job -> job.toJob().state().isResumable()).ifPresent(job -> {
      job.state = Job.State.QUEUED.id();
      job.owner = null;
      job.cancelRequested = false;
      job.takenUp = 0;
      job.failure = null;
      job.finishedAt = null;
    });
    return found.map(JobEntity::toJob);
  }

  private Optional<JobEntity> held(long id, String owner) {
    return Optional.ofNullable(entities.find(JobEntity.class, id, LockModeType.PESSIMISTIC_WRITE))
        .filter(job -> job.state.equals(Job.State.RUNNING.id()) && owner.equals(job.owner));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST_TEXT));
  }
}
