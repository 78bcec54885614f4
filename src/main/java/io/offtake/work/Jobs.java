package io.offtake.work;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The store of jobs. A job that runs is leased to one replica for a while; a lease that ran out may be taken by any.
public interface Jobs {

  /// How long the others wait after a replica has died. It renews its hold while a step goes on, however long that takes.
  Duration LEASE = Duration.ofSeconds(30);

  Job add(String kind, String request, long dataVersion);

  Optional<Job> find(long id);

  /// Newest first.
  ///
  /// @param before  only jobs with a smaller id
  List<Job> newest(long before, int atMost);

  /// Takes the oldest job whose turn it is or whose lease ran out. One that was taken up three times without a step done
  /// and without being given back fails: whoever had it did not live.
  Optional<Job> claim(String owner, Duration lease);

  /// Keeps a step of a job that `owner` holds, and renews the lease.
  ///
  /// @param step  its results are kept, and what it counted or skipped is added up, in the same transaction
  /// @return the job as it stands; empty when `owner` does not hold it any more, and then nothing was kept
  Optional<Job> advance(long id, String owner, Duration lease, int done, int total, String current, JobKind.Step step);

  /// Renews the lease.
  ///
  /// @return whether `owner` still held the job
  boolean renew(long id, String owner, Duration lease);

  /// Ends a job that `owner` holds; does nothing when it does not hold it any more.
  ///
  /// @param failure  why, when it failed
  void finish(long id, String owner, Job.State state, Optional<String> failure);

  /// Gives a job back unfinished, for any replica to resume.
  void release(long id, String owner);

  /// Gives a job back, for any replica to resume when the wait is over.
  ///
  /// @param current  what it waits for
  void postpone(long id, String owner, Duration wait, int total, String current);

  /// The steps that a job went on without, in order.
  List<Job.Skip> skips(long id, int atMost);

  /// Asks for a job to stop: at once while it waits, after its present step while it runs.
  ///
  /// @return the job as it stands afterwards, unchanged if it was over; empty when there is none
  Optional<Job> requestCancellation(long id);

  /// Lets a job that failed or was cancelled wait again, to go on with the step it ended at.
  ///
  /// @return the job as it stands afterwards, unchanged if it was neither; empty when there is none
  Optional<Job> resume(long id);
}
