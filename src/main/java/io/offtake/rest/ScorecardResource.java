package io.offtake.rest;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import io.offtake.api.ScorecardApi;
import io.offtake.api.model.MeasureDto;
import io.offtake.api.model.ReliabilityBinDto;
import io.offtake.api.model.ScoreDriftDto;
import io.offtake.api.model.ScorecardDto;
import io.offtake.api.model.ScorecardRowDto;
import io.offtake.api.model.ScorecardWaitingDto;
import io.offtake.assessment.IssuedProjections.Next;
import io.offtake.assessment.IssuedProjections.Waiting;
import io.offtake.assessment.IssuedProjections;
import io.offtake.projection.score.ClusteredMean;
import io.offtake.projection.score.Scorecard;
import io.offtake.projection.score.ScoredCase;
import io.offtake.projection.score.Summary;
import io.offtake.replay.Backtests;
import io.offtake.rest.edge.Amounts;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.Fault;
import io.offtake.rest.edge.FlatTable;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ProblemType;
import io.offtake.rest.edge.ReadBasis;
import io.offtake.rest.edge.TableForm;
import io.offtake.text.Counted;
import io.offtake.work.Job;
import io.offtake.work.Jobs;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Tells how past projections did.
class ScorecardResource implements ScorecardApi {

  private static final String BACKTEST = "backtest";
  private static final int MOST_JOBS_LOOKED_AT = 1000;

  private final ReadBasis basis;
  private final IssuedProjections issued;
  private final Backtests backtests;
  private final Jobs jobs;
  private final FlatTable table;
  private final Conditional conditional;
  private final KnownNames names;

  ScorecardResource(
      ReadBasis basis,
      IssuedProjections issued,
      Backtests backtests,
      Jobs jobs,
      FlatTable table,
      Conditional conditional,
      KnownNames names) {
    this.basis = basis;
    this.issued = issued;
    this.backtests = backtests;
    this.jobs = jobs;
    this.table = table;
    this.conditional = conditional;
    this.names = names;
  }

  /// Which cases are asked for.
  private record Wanted(@Nullable MeasureDto measure, @Nullable String horizon, @Nullable String commodity) {

    boolean covers(ScoredCase scored) {
      return (measure == null || scored.measure().id().equals(measure.toString()))
          && (horizon == null || scored.horizonClass().id().equals(horizon))
          && (commodity == null || scored.commodity().value().equals(commodity));
    }
  }

  /// Where the cases come from.
  ///
  /// @param validator  changes whenever the cases may
  private record Source(boolean backtest, Optional<Job> job, Waiting waiting, long dataVersion, String validator) {}

  @Override
  public RestResponse<ScorecardDto> getScorecard(
      String kind,
      @Nullable Long job,
      @Nullable MeasureDto measure,
      @Nullable String horizon,
      @Nullable String commodity) {
    names.check().commodity("commodity", commodity).done();
    Source source = source(kind, job);
    var wanted = new Wanted(measure, horizon, commodity);
    return conditional.answer(source.validator(), false, () -> {
      List<ScoredCase> all = cases(source);
      List<ScoredCase> cases = all.stream().filter(wanted::covers).toList();
      Scorecard card = Scorecard.of(cases);
      return ScorecardDto.builder()
          .kind(ScorecardDto.KindEnum.fromValue(kind))
          .job(source.job().map(Job::id).orElse(null))
          .dataVersion(source.dataVersion())
          .status(cases.isEmpty() ? ScorecardDto.StatusEnum.NOTHING_SCORED : ScorecardDto.StatusEnum.SCORED)
          .summary(summary(source, all.size(), cases))
          .cases(cases.size())
          .waiting(source.backtest() ? null : waiting(source.waiting()))
          .drift(ScoreDriftDto.builder()
              .state(ScoreDriftDto.StateEnum.fromValue(card.drift().state().id()))
              .cases(card.drift().cases())
              .reasons(card.drift().reasons())
              .build())
          .rows(rows(card))
          .build();
    });
  }

  @Override
  public RestResponse<String> getScorecardCsv(
      String kind,
      @Nullable Long job,
      @Nullable MeasureDto measure,
      @Nullable String horizon,
      @Nullable String commodity,
      Boolean bom,
      @Nullable String delimiter,
      String decimal) {
    names.check().commodity("commodity", commodity).done();
    Source source = source(kind, job);
    var wanted = new Wanted(measure, horizon, commodity);
    return conditional.answer(source.validator(), false, () -> table.write(
        rows(Scorecard.of(cases(source).stream().filter(wanted::covers).toList())),
        ScorecardRowDto.class, TableForm.of(bom, delimiter, decimal)));
  }

  /// @throws ProblemException  400 when a job is named and no backtest asked for, 404 when there is no such backtest
  private Source source(String kind, @Nullable Long job) {
    long dataVersion = basis.settle(null, null).dataVersion();
    if (!kind.equals(BACKTEST)) {
      if (job != null) {
        throw new ProblemException(ProblemType.INVALID_PARAMETER, "The parameter 'job' names a backtest",
            Fault.inParameter("job", "Projections that were issued come from no job", "add kind=backtest"));
      }
      Waiting waiting = issued.waiting();
      return new Source(false, Optional.empty(), waiting, dataVersion,
          "%d %d %d".formatted(dataVersion, issued.scoredCount(), waiting.projections()));
    }
    Optional<Job> found = job == null
        ? jobs.newest(Long.MAX_VALUE, MOST_JOBS_LOOKED_AT).stream()
            .filter(each -> each.kind().equals(Backtests.KIND) && each.state() == Job.State.SUCCEEDED)
            .findFirst()
        : Optional.of(jobs.find(job)
            .filter(each -> each.kind().equals(Backtests.KIND))
            .orElseThrow(() -> ProblemException.notFound("backtest", job.toString())));
    return new Source(true, found, new Waiting(0, Optional.empty()),
        found.map(Job::dataVersion).orElse(dataVersion),
        found.map(each -> "%d %d %s".formatted(each.id(), each.done(), each.state())).orElse("none"));
  }

  private List<ScoredCase> cases(Source source) {
    return source.backtest()
        ? source.job().map(job -> backtests.cases(job.id())).orElse(List.of())
        : issued.scored();
  }

  private static String summary(Source source, int all, List<ScoredCase> cases) {
    String progress = source.job()
        .filter(job -> job.state() != Job.State.SUCCEEDED)
        .map(job -> " The backtest is %s, %d of %s steps done.".formatted(
            job.state().id(), job.done(), job.total().map(Object::toString).orElse("?")))
        .orElse("");
    if (!cases.isEmpty()) {
      return "Scored: %s of %d series.%s".formatted(
          Counted.of(cases.size(), "projection"), cases.stream().map(ScoredCase::series).distinct().count(), progress);
    }
    if (all > 0) {
      return "None of the %d scored projections is of this measure, horizon and commodity.%s".formatted(all, progress);
    }
    if (source.backtest()) {
      return source.job().isPresent()
          ? "The backtest found nothing to score: no series had moved in the 52 weeks before and has the weeks after." + progress
          : "No backtest has been carried out; ask for one with POST /v1/jobs.";
    }
    return source.waiting().next()
        .map(next -> ("Nothing is scored yet: %s without an outcome so far. The first is scored when the week"
            + " to %s has been published (%s, %s).").formatted(
                Counted.of(source.waiting().projections(), "projection"), next.windowEnd(), next.commitment(), next.reading()))
        .orElse("Nothing is scored yet, and no projection waits for its outcome: none has been issued for a window"
            + " that was open.");
  }

  private static ScorecardWaitingDto waiting(Waiting waiting) {
    Next next = waiting.next().orElse(null);
    return ScorecardWaitingDto.builder()
        .projections(waiting.projections())
        .commitment(next == null ? null : next.commitment().value())
        .reading(next == null ? null : next.reading())
        .windowEnd(next == null ? null : next.windowEnd())
        .build();
  }

  private static List<ScorecardRowDto> rows(Scorecard card) {
    return card.rows().stream().<ScorecardRowDto>map(ScorecardResource::row).toList();
  }

  private static ScorecardRowDto row(Scorecard.Row row) {
    var group = row.group();
    Summary of = row.summary();
    Optional<Summary.Difference> difference = row.difference();
    return ScorecardRowDto.builder()
        .measure(group.measure() == null ? null : StatusMapper.measure(group.measure()))
        .horizon(group.horizon() == null ? null : ScorecardRowDto.HorizonEnum.fromValue(group.horizon().id()))
        .seriesClass(group.seriesClass() == null
            ? null : ScorecardRowDto.SeriesClassEnum.fromValue(group.seriesClass().id()))
        .method(ScorecardRowDto.MethodEnum.fromValue(row.method().id()))
        .cases(of.cases())
        .events(of.events())
        .series(of.series())
        .brier(value(of.brier()))
        .brierError(error(of.brier()))
        .log(value(of.log()))
        .logError(error(of.log()))
        .pinball10(value(of.pinball10()))
        .pinball10Error(error(of.pinball10()))
        .pinball50(value(of.pinball50()))
        .pinball50Error(error(of.pinball50()))
        .pinball90(value(of.pinball90()))
        .pinball90Error(error(of.pinball90()))
        .crps(value(of.crps()))
        .crpsError(error(of.crps()))
        .coverage50(value(of.coverage50()))
        .coverage50Error(error(of.coverage50()))
        .coverage80(value(of.coverage80()))
        .coverage80Error(error(of.coverage80()))
        .coverage90(value(of.coverage90()))
        .coverage90Error(error(of.coverage90()))
        .brierDifference(difference.map(each -> value(each.brier())).orElse(null))
        .brierDifferenceError(difference.map(each -> error(each.brier())).orElse(null))
        .crpsDifference(difference.map(each -> value(each.crps())).orElse(null))
        .crpsDifferenceError(difference.map(each -> error(each.crps())).orElse(null))
        .crpsRatio(difference.map(each -> Amounts.share(each.crpsRatio())).orElse(null))
        .reliability(of.reliability().stream().<ReliabilityBinDto>map(ScorecardResource::bin).toList())
        .build();
  }

  private static ReliabilityBinDto bin(Summary.Bin bin) {
    return ReliabilityBinDto.builder()
        .from(BigDecimal.valueOf(bin.from()))
        .events(bin.events())
        .meanProbability(Amounts.share(bin.mean()))
        .observed(Amounts.share(bin.observed().value()))
        .observedError(error(bin.observed()))
        .build();
  }

  private static @Nullable BigDecimal value(ClusteredMean mean) {
    return Double.isNaN(mean.value()) ? null : Amounts.share(mean.value());
  }

  private static @Nullable BigDecimal error(ClusteredMean mean) {
    OptionalDouble error = mean.standardError();
    return Amounts.share(error);
  }
}
