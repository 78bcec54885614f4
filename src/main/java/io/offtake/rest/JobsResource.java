package io.offtake.rest;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.offtake.api.JobsApi;
import io.offtake.api.model.DifferenceDto;
import io.offtake.api.model.DifferenceListDto;
import io.offtake.api.model.JobDto;
import io.offtake.api.model.JobListDto;
import io.offtake.api.model.JobSkipDto;
import io.offtake.api.model.NewJobDto;
import io.offtake.document.Difference;
import io.offtake.document.RecheckFindings;
import io.offtake.fetching.Backfills;
import io.offtake.replay.Backtests;
import io.offtake.replay.Rechecks;
import io.offtake.replay.RuleBacktests;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.Fault;
import io.offtake.rest.edge.Idempotency;
import io.offtake.rest.edge.Pages;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ProblemType;
import io.offtake.rest.edge.Tryable;
import io.offtake.work.Job;
import io.offtake.work.Jobs;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Takes orders for long work, and tells how far it is.
@Tryable
class JobsResource implements JobsApi {

  private static final int MOST_DIFFERENCES = 1000;
  private static final int MOST_SKIPS = 100;
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,17}");

  private final Jobs jobs;
  private final Backtests backtests;
  private final Rechecks rechecks;
  private final Backfills backfills;
  private final RuleBacktests ruleBacktests;
  private final JobMapper mapper;
  private final Conditional conditional;
  private final Idempotency idempotency;
  private final Clock clock;
  private final Pages pages;
  private final JobSense sense;

  JobsResource(
      Jobs jobs,
      Backtests backtests,
      Rechecks rechecks,
      Backfills backfills,
      RuleBacktests ruleBacktests,
      JobMapper mapper,
      Conditional conditional,
      Idempotency idempotency,
      Clock clock,
      Pages pages,
      JobSense sense) {
    this.jobs = jobs;
    this.backtests = backtests;
    this.rechecks = rechecks;
    this.backfills = backfills;
    this.ruleBacktests = ruleBacktests;
    this.mapper = mapper;
    this.conditional = conditional;
    this.idempotency = idempotency;
    this.clock = clock;
    this.pages = pages;
    this.sense = sense;
  }

  @Override
  public RestResponse<JobListDto> listJobs(Integer pageSize, @Nullable String pageToken) {
    long before = Pages.key(pageToken, NUMBER).map(Long::valueOf).orElse(Long.MAX_VALUE);
    List<Job> found = jobs.newest(before, pageSize + 1);
    return pages.answer(
        found.stream().map(JobMapper::validator).collect(Collectors.joining("\n")),
        Pages.of(found, pageSize, job -> Long.toString(job.id())),
        page -> JobListDto.builder()
            .jobs(page.rows().stream().<JobDto>map(mapper::dto).toList())
            .nextPageToken(page.nextPageToken())
            .build());
  }

  @Override
  public RestResponse<JobDto> getJob(Long job) {
    Job found = jobs.find(job).orElseThrow(() -> ProblemException.notFound("job", job.toString()));
    return conditional.answer(JobMapper.validator(found), false, () -> withSkips(found));
  }

  @Override
  public RestResponse<JobDto> createJob(NewJobDto newJobDto, Boolean dryRun) {
    if (!JobRequest.faultsOfKind(newJobDto).isEmpty()) {
      throw ProblemException.of(ProblemType.INVALID_BODY, sense.ofJob(newJobDto, List.of()));
    }
    return idempotency.onceAside(newJobDto, JobDto.class, () -> {
      Job job = added(newJobDto);
      return RestResponse.ResponseBuilder
          .<JobDto>create(RestResponse.Status.CREATED)
          .header(HttpHeaders.LOCATION, "/v1/jobs/" + job.id())
          .entity(mapper.dto(job))
          .build();
    });
  }

  private Job added(NewJobDto sent) {
    List<Fault> faults = sense.ofJob(sent, List.of());
    if (!faults.isEmpty()) {
      throw ProblemException.of(ProblemType.UNPROCESSABLE, faults);
    }
    return switch (sent.getKind()) {
      case BACKTEST -> switch (backtests.ask(JobRequest.backtest(sent, today()))) {
        case Backtests.Outcome.Added(Job job) -> job;
        case Backtests.Outcome.Senseless(var problems) ->
            throw ProblemException.of(ProblemType.UNPROCESSABLE, JobMapper.faults(problems));
      };
      case BACKFILL -> switch (backfills.ask(JobRequest.backfill(sent, today()))) {
        case Backfills.Outcome.Added(Job job) -> job;
        case Backfills.Outcome.Senseless(var problems) ->
            throw ProblemException.of(ProblemType.UNPROCESSABLE, JobMapper.faults(problems));
      };
      case RECHECK -> rechecks.ask(new Rechecks.Asked(sent.getSource()));
      case RULE_BACKTEST -> RuleBacktestsResource.added(ruleBacktests.ask(JobRequest.ruleBacktest(sent, today())),
          "/rule", sent.getRule());
    };
  }

  private LocalDate today() {
    return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
  }

  @Override
  public RestResponse<JobDto> cancelJob(Long job, Boolean dryRun) {
    return idempotency.onceAside("", JobDto.class, () -> cancelled(job));
  }

  private RestResponse<JobDto> cancelled(Long job) {
    Job now = jobs.requestCancellation(job).orElseThrow(() -> ProblemException.notFound("job", job.toString()));
    if (now.state().isFinal() && !now.cancelRequested()) {
      throw new ProblemException(ProblemType.JOB_OVER, "The job %d has %s".formatted(job, now.state().id()));
    }
    return RestResponse.ResponseBuilder.<JobDto>ok(mapper.dto(now)).build();
  }

  @Override
  public RestResponse<JobDto> resumeJob(Long job, Boolean dryRun) {
    return idempotency.onceAside("", JobDto.class, () -> resumed(job));
  }

  private RestResponse<JobDto> resumed(Long job) {
    Job now = jobs.resume(job).orElseThrow(() -> ProblemException.notFound("job", job.toString()));
    if (now.state() == Job.State.SUCCEEDED) {
      throw new ProblemException(ProblemType.JOB_OVER, "The job %d has %s".formatted(job, now.state().id()));
    }
    return RestResponse.ResponseBuilder.<JobDto>ok(mapper.dto(now)).build();
  }

  @Override
  public RestResponse<DifferenceListDto> listDifferences(Long job) {
    Job found = jobs.find(job).filter(each -> each.kind().equals(Rechecks.KIND))
        .orElseThrow(() -> ProblemException.notFound("recheck", job.toString()));
    return conditional.answer(JobMapper.validator(found), false, () -> {
      RecheckFindings.Summary summary = rechecks.findings(job, MOST_DIFFERENCES);
      return DifferenceListDto.builder()
          .job(job)
          .state(DifferenceListDto.StateEnum.fromValue(found.state().id()))
          .documents(summary.documents())
          .figures(summary.figures())
          .differences(summary.differences())
          .rows(summary.first().stream().<DifferenceDto>map(JobsResource::dto).toList())
          .build();
    });
  }

  private static DifferenceDto dto(Difference difference) {
    var series = difference.series();
    var period = difference.period();
    return DifferenceDto.builder()
        .kind(DifferenceDto.KindEnum.fromValue(difference.kind().id()))
        .document(difference.document())
        .line(difference.line())
        .series(series == null ? null : series.toString())
        .periodStart(period == null ? null : period.first())
        .periodEnd(period == null ? null : period.last())
        .stored(difference.stored())
        .recomputed(difference.recomputed())
        .build();
  }

  private JobDto withSkips(Job job) {
    JobDto dto = mapper.dto(job);
    dto.setSkips(jobs.skips(job.id(), MOST_SKIPS).stream()
        .<JobSkipDto>map(skip -> JobSkipDto.builder().step(skip.step()).what(skip.what()).reason(skip.reason()).build())
        .toList());
    return dto;
  }
}
