package io.offtake.rest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import io.offtake.api.JobsApi;
import io.offtake.api.model.JobDto;
import io.offtake.api.model.JobListDto;
import io.offtake.api.model.NewJobDto;
import io.offtake.commitment.Problem;
import io.offtake.monitoring.Backtests;
import io.offtake.work.Job;
import io.offtake.work.Jobs;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Takes orders for long work, and tells how far it is.
class JobsResource implements JobsApi {

  private static final List<Integer> HORIZONS = List.of(4, 8, 13, 26);

  private final Jobs jobs;
  private final Backtests backtests;
  private final Conditional conditional;
  private final Idempotency idempotency;
  private final UriInfo address;

  JobsResource(Jobs jobs, Backtests backtests, Conditional conditional, Idempotency idempotency, UriInfo address) {
    this.jobs = jobs;
    this.backtests = backtests;
    this.conditional = conditional;
    this.idempotency = idempotency;
    this.address = address;
  }

  @Override
  public RestResponse<JobListDto> listJobs(Integer pageSize, @Nullable String pageToken) {
    List<Job> found = new ArrayList<>(jobs.newest(before(pageToken), pageSize + 1));
    boolean more = found.size() > pageSize;
    List<Job> page = found.subList(0, Math.min(pageSize, found.size()));
    String next = more ? token(page.getLast().id()) : null;
    RestResponse<JobListDto> response = conditional.answer(
        page.stream().map(JobsResource::validator).collect(Collectors.joining("\n")) + more, false,
        () -> JobListDto.builder()
            .jobs(page.stream().<JobDto>map(this::dto).toList())
            .nextPageToken(next)
            .build());
    if (next != null) {
      var uri = UriBuilder.fromUri(address.getRequestUri()).replaceQueryParam("pageToken", next).build();
      response.getHeaders().add(HttpHeaders.LINK,
          "<%s?%s>; rel=\"next\"".formatted(uri.getRawPath(), uri.getRawQuery()));
    }
    return response;
  }

  @Override
  public RestResponse<JobDto> getJob(Long job) {
    Job found = jobs.find(job).orElseThrow(() -> ProblemException.notFound("job", job.toString()));
    return conditional.answer(validator(found), false, () -> dto(found));
  }

  @Override
  public RestResponse<JobDto> createJob(NewJobDto newJobDto) {
    return idempotency.once(newJobDto, JobDto.class, () -> switch (backtests.ask(asked(newJobDto))) {
      case Backtests.Outcome.Added(Job job) -> RestResponse.ResponseBuilder
          .<JobDto>create(RestResponse.Status.CREATED)
          .header(HttpHeaders.LOCATION, "/v1/jobs/" + job.id())
          .entity(dto(job))
          .build();
      case Backtests.Outcome.Senseless(var problems) ->
          throw ProblemException.of(ProblemType.UNPROCESSABLE, faults(problems));
    });
  }

  @Override
  public RestResponse<JobDto> cancelJob(Long job) {
    Job now = jobs.requestCancellation(job).orElseThrow(() -> ProblemException.notFound("job", job.toString()));
    if (now.state().isFinal() && !now.cancelRequested()) {
      throw new ProblemException(ProblemType.JOB_OVER, "The job %d has %s".formatted(job, now.state().id()));
    }
    return RestResponse.ResponseBuilder.<JobDto>ok(dto(now)).build();
  }

  static List<Fault> faults(List<Problem> problems) {
    return problems.stream()
        .map(problem -> Fault.inBody(problem.pointer(), problem.detail(), problem.remedy()))
        .toList();
  }

  private static Backtests.Asked asked(NewJobDto sent) {
    return new Backtests.Asked(
        sent.getMeasure().toString(),
        sent.getCommodity(),
        sent.getDestinations() == null ? List.of() : sent.getDestinations(),
        sent.getFrom(),
        sent.getTo(),
        sent.getEveryWeeks(),
        sent.getHorizons() == null ? HORIZONS : sent.getHorizons().stream().distinct().sorted().toList());
  }

  private JobDto dto(Job job) {
    Backtests.Asked asked = backtests.asked(job);
    int total = job.total().orElse(0);
    return JobDto.builder()
        .id(job.id())
        .request(NewJobDto.builder()
            .kind(NewJobDto.KindEnum.fromValue(job.kind()))
            .measure(NewJobDto.MeasureEnum.fromValue(asked.measure()))
            .commodity(asked.commodity())
            .destinations(asked.destinations().isEmpty() ? null : asked.destinations())
            .from(asked.from())
            .to(asked.to())
            .everyWeeks(asked.everyWeeks())
            .horizons(asked.horizons())
            .build())
        .state(JobDto.StateEnum.fromValue(job.state().id()))
        .progress(Amounts.share(job.state() == Job.State.SUCCEEDED ? 1 : total == 0 ? 0 : (double) job.done() / total))
        .done(job.done())
        .total(job.total().orElse(null))
        .current(job.current().orElse(null))
        .failure(job.failure().orElse(null))
        .cancelRequested(job.cancelRequested())
        .dataVersion(job.dataVersion())
        .createdAt(job.createdAt())
        .startedAt(job.startedAt().orElse(null))
        .finishedAt(job.finishedAt().orElse(null))
        .result(job.state() == Job.State.SUCCEEDED ? "/v1/scorecard?kind=backtest&job=" + job.id() : null)
        .build();
  }

  private static String validator(Job job) {
    return "%d %s %d %s %s".formatted(job.id(), job.state(), job.done(), job.total(), job.cancelRequested());
  }

  private static String token(long id) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Long.toString(id).getBytes(StandardCharsets.UTF_8));
  }

  private static long before(@Nullable String pageToken) {
    if (pageToken == null) {
      return Long.MAX_VALUE;
    }
    try {
      return Long.parseLong(new String(Base64.getUrlDecoder().decode(pageToken), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notOurs) {
      throw new ProblemException(ProblemType.INVALID_PARAMETER, "The parameter 'pageToken' is not one of ours",
          Fault.inParameter("pageToken", "It does not name a page", "take nextPageToken of the page before as it is"));
    }
  }
}
