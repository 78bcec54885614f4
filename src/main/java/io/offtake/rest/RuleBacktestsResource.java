package io.offtake.rest;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import io.offtake.alert.AlertRule;
import io.offtake.alert.RuleKind;
import io.offtake.alert.RuleTrial.Cell;
import io.offtake.alert.RuleTrial.Counted;
import io.offtake.alert.RuleTrial.Tally;
import io.offtake.alert.RuleTrial.Warning;
import io.offtake.api.RuleBacktestsApi;
import io.offtake.api.model.JobDto;
import io.offtake.api.model.NewRuleBacktestDto;
import io.offtake.api.model.RuleBacktestDto;
import io.offtake.api.model.RuleBacktestPledgeDto;
import io.offtake.api.model.RuleBacktestPledgeListDto;
import io.offtake.api.model.RuleBacktestRowDto;
import io.offtake.assessment.PastPledge;
import io.offtake.replay.RuleBacktests;
import io.offtake.rest.edge.Amounts;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.FlatTable;
import io.offtake.rest.edge.Idempotency;
import io.offtake.rest.edge.Pages;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ProblemType;
import io.offtake.rest.edge.TableForm;
import io.offtake.rest.edge.Tryable;
import io.offtake.work.Job;
import io.offtake.work.Jobs;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Tries alert rules on the past.
@Tryable
class RuleBacktestsResource implements RuleBacktestsApi {

  private static final int FOUR_WEEKS = 28;

  private final RuleBacktests backtests;
  private final Jobs jobs;
  private final JobMapper mapper;
  private final Pages pages;
  private final Conditional conditional;
  private final Idempotency idempotency;
  private final FlatTable table;
  private final Clock clock;

  RuleBacktestsResource(
      RuleBacktests backtests,
      Jobs jobs,
      JobMapper mapper,
      Pages pages,
      Conditional conditional,
      Idempotency idempotency,
      FlatTable table,
      Clock clock) {
    this.backtests = backtests;
    this.jobs = jobs;
    this.mapper = mapper;
    this.pages = pages;
    this.conditional = conditional;
    this.idempotency = idempotency;
    this.table = table;
    this.clock = clock;
  }

  @Override
  public RestResponse<JobDto> backtestAlertRule(
      String rule, Boolean dryRun, @Nullable NewRuleBacktestDto newRuleBacktestDto) {
    NewRuleBacktestDto sent = newRuleBacktestDto == null ? NewRuleBacktestDto.builder().build() : newRuleBacktestDto;
    return idempotency.onceAside(sent, JobDto.class, () -> {
      RuleBacktests.Outcome outcome = backtests.ask(
          JobRequest.ruleBacktest(rule, sent, clock.instant().atZone(ZoneOffset.UTC).toLocalDate()));
      if (outcome instanceof RuleBacktests.Outcome.NotFound) {
        throw ProblemException.notFound("rule", rule);
      }
      Job job = added(outcome, "", rule);
      return RestResponse.ResponseBuilder
          .<JobDto>create(RestResponse.Status.CREATED)
          .header(HttpHeaders.LOCATION, "/v1/jobs/" + job.id())
          .entity(mapper.dto(job))
          .build();
    });
  }

  /// The job that was added.
  ///
  /// @param pointer  to where the body names the rule
  /// @throws ProblemException  where none was
  static Job added(RuleBacktests.Outcome outcome, String pointer, String rule) {
    return switch (outcome) {
      case RuleBacktests.Outcome.Added(Job job) -> job;
      case RuleBacktests.Outcome.NotFound _ -> throw ProblemException.of(ProblemType.UNPROCESSABLE,
          List.of(JobSense.noRule(pointer, rule)));
      case RuleBacktests.Outcome.CannotBeTried(String reason) -> throw new ProblemException(ProblemType.UNPROCESSABLE,
          "The rule '%s' cannot be tried on the past: %s".formatted(rule, reason),
          JobSense.cannotBeTried(pointer, reason));
      case RuleBacktests.Outcome.Senseless(var problems) ->
          throw ProblemException.of(ProblemType.UNPROCESSABLE, JobMapper.faults(problems));
    };
  }

  @Override
  public RestResponse<RuleBacktestDto> getRuleBacktest(String rule, Long job) {
    Job found = found(rule, job);
    return conditional.answer(JobMapper.validator(found), false, () -> {
      RuleBacktests.Result result = backtests.result(found);
      Tally own = sum(result, 0);
      return RuleBacktestDto.builder()
          .job(job)
          .state(RuleBacktestDto.StateEnum.fromValue(found.state().id()))
          .rule(rule)
          .version(result.asked().version())
          .pledges(own.missed() + own.met())
          .missed(own.missed())
          .rows(rows(result))
          .build();
    });
  }

  @Override
  public RestResponse<String> getRuleBacktestCsv(String rule, Long job, Boolean bom, @Nullable String delimiter, String decimal) {
    Job found = found(rule, job);
    return conditional.answer(JobMapper.validator(found), false,
        () -> table.write(rows(backtests.result(found)), RuleBacktestRowDto.class, TableForm.of(bom, delimiter, decimal)));
  }

  @Override
  public RestResponse<RuleBacktestPledgeListDto> listRuleBacktestPledges(
      String rule, Long job, Integer pageSize, @Nullable String pageToken) {
    Job found = found(rule, job);
    return pages.answer(JobMapper.validator(found), pageSize, pageToken, () -> backtests.warnings(found),
        page -> RuleBacktestPledgeListDto.builder()
            .pledges(page.rows().stream().<RuleBacktestPledgeDto>map(RuleBacktestsResource::dto).toList())
            .nextPageToken(page.nextPageToken())
            .build());
  }

  @Override
  public RestResponse<String> listRuleBacktestPledgesCsv(String rule, Long job, Boolean bom, @Nullable String delimiter, String decimal) {
    Job found = found(rule, job);
    return conditional.answer(JobMapper.validator(found), false, () -> table.write(
        backtests.warnings(found).stream().<RuleBacktestPledgeDto>map(RuleBacktestsResource::dto).toList(),
        RuleBacktestPledgeDto.class, TableForm.of(bom, delimiter, decimal)));
  }

  private Job found(String rule, Long job) {
    return jobs.find(job)
        .filter(each -> each.kind().equals(RuleBacktests.KIND) && backtests.asked(each).rule().equals(rule))
        .orElseThrow(() -> ProblemException.notFound("backtest of the rule " + rule, job.toString()));
  }

  private static List<RuleBacktestRowDto> rows(RuleBacktests.Result result) {
    var rows = new ArrayList<RuleBacktestRowDto>();
    for (int variant = 0; variant < result.variants().size(); variant++) {
      int of = variant;
      rows.add(row(result.variants().get(of), of == 0, null, sum(result, of)));
      result.counted().stream()
          .filter(counted -> counted.cell().variant() == of)
          .forEach(counted -> rows.add(row(result.variants().get(of), of == 0, counted.cell(), counted.tally())));
    }
    return rows;
  }

  private static Tally sum(RuleBacktests.Result result, int variant) {
    return result.counted().stream()
        .filter(counted -> counted.cell().variant() == variant)
        .map(Counted::tally)
        .reduce(Tally.NONE, Tally::plus);
  }

  private static RuleBacktestRowDto row(AlertRule rule, boolean own, @Nullable Cell cell, Tally tally) {
    int ahead = tally.warnedAhead(FOUR_WEEKS);
    RuleBacktestRowDto row = RuleBacktestRowDto.builder()
        .own(own)
        .hysteresis(Amounts.share(rule.hysteresis()))
        .dwell(rule.dwell())
        .commodity(cell == null ? null : cell.commodity())
        .weeks(cell == null ? null : cell.weeks())
        .pledges(tally.missed() + tally.met())
        .missed(tally.missed())
        .warned(tally.warned())
        .recall(Amounts.share(over(tally.warned(), tally.missed())))
        .warnedFourWeeksAhead(ahead)
        .recallFourWeeksAhead(Amounts.share(over(ahead, tally.missed())))
        .met(tally.met())
        .falseAlarms(tally.falseAlarms())
        .falseAlarmRate(Amounts.share(over(tally.falseAlarms(), tally.met())))
        .precision(Amounts.share(over(tally.warned(), tally.warned() + tally.falseAlarms())))
        .firedAgain(tally.firedAgain())
        .leadDaysP10(tally.lead(0.1).orElse(null))
        .leadDaysMedian(tally.lead(0.5).orElse(null))
        .leadDaysP90(tally.lead(0.9).orElse(null))
        .build();
    if (rule.kind() instanceof RuleKind.ShortfallProbability(double level, double below)) {
      row.setLevel(Amounts.share(level));
      row.setBelow(below < 1 ? Amounts.share(below) : null);
    }
    if (rule.kind() instanceof RuleKind.LastSafeDateWithin(int days)) {
      row.setDays(days);
    }
    return row;
  }

  private static OptionalDouble over(int part, int whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }

  private static RuleBacktestPledgeDto dto(Warning warning) {
    PastPledge pledge = warning.pledge();
    Optional<Integer> lead = warning.leadDays();
    return RuleBacktestPledgeDto.builder()
        .commodity(pledge.trade().commodity().value())
        .destination(pledge.trade().destination().value())
        .measure(pledge.measure().id())
        .windowStart(pledge.window().first())
        .deadline(pledge.window().last())
        .share(Amounts.share(pledge.share()))
        .target(pledge.target().value())
        .outcome(pledge.outcome().value())
        .unit(pledge.target().unit().id())
        .missed(pledge.wasMissed())
        .firstFired(warning.firstFired().orElse(null))
        .leadDays(lead.orElse(null))
        .timesFired(warning.timesFired())
        .build();
  }
}
