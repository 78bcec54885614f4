package io.offtake.rest;

import java.util.List;

import io.offtake.api.model.JobDto;
import io.offtake.api.model.NewJobDto;
import io.offtake.commitment.Problem;
import io.offtake.fetching.Backfills;
import io.offtake.replay.Backtests;
import io.offtake.replay.Rechecks;
import io.offtake.replay.RuleBacktests;
import io.offtake.rest.edge.Amounts;
import io.offtake.rest.edge.Fault;
import io.offtake.work.Job;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Puts jobs into the contract's words.
@Singleton
class JobMapper {

  private final Backtests backtests;
  private final Rechecks rechecks;
  private final Backfills backfills;
  private final RuleBacktests ruleBacktests;

  JobMapper(Backtests backtests, Rechecks rechecks, Backfills backfills, RuleBacktests ruleBacktests) {
    this.backtests = backtests;
    this.rechecks = rechecks;
    this.backfills = backfills;
    this.ruleBacktests = ruleBacktests;
  }

  static List<Fault> faults(List<Problem> problems) {
    return problems.stream()
        .map(problem -> Fault.inBody(problem.pointer(), problem.detail(), problem.remedy()))
        .toList();
  }

  static String validator(Job job) {
    return "%d %s %d %s %s %s".formatted(
        job.id(), job.state(), job.done(), job.total(), job.cancelRequested(), job.times().waitsUntil());
  }

  private NewJobDto request(Job job) {
    return switch (job.kind()) {
      case Rechecks.KIND -> JobRequest.of(rechecks.asked(job));
      case Backfills.KIND -> JobRequest.of(backfills.asked(job));
      case RuleBacktests.KIND -> JobRequest.of(ruleBacktests.asked(job));
      default -> JobRequest.of(backtests.asked(job));
    };
  }

  private @Nullable String result(Job job) {
    return switch (job.kind()) {
      case Rechecks.KIND -> "/v1/jobs/%d/differences".formatted(job.id());
      case Backtests.KIND -> job.state() == Job.State.SUCCEEDED ? "/v1/scorecard?kind=backtest&job=" + job.id() : null;
      case RuleBacktests.KIND ->
          "/v1/alert-rules/%s/backtests/%d".formatted(ruleBacktests.asked(job).rule(), job.id());
      default -> null;
    };
  }

  JobDto dto(Job job) {
    int total = job.total().orElse(0);
    return JobDto.builder()
        .id(job.id())
        .request(request(job))
        .state(JobDto.StateEnum.fromValue(job.state().id()))
        .progress(Amounts.share(job.state() == Job.State.SUCCEEDED ? 1 : total == 0 ? 0 : (double) job.done() / total))
        .done(job.done())
        .total(job.total().orElse(null))
        .counted(job.counted())
        .skipped(job.skipped())
        .waitsUntil(job.times().waitsUntil().orElse(null))
        .current(job.current().orElse(null))
        .failure(job.failure().orElse(null))
        .cancelRequested(job.cancelRequested())
        .dataVersion(job.dataVersion())
        .createdAt(job.times().createdAt())
        .startedAt(job.times().startedAt().orElse(null))
        .finishedAt(job.times().finishedAt().orElse(null))
        .result(result(job))
        .build();
  }
}
