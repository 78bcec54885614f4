package io.offtake.rest;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.offtake.api.ProjectionsApi;
import io.offtake.api.model.NewProjectionDto;
import io.offtake.api.model.ObservedPeriodDto;
import io.offtake.api.model.ProjectedPeriodDto;
import io.offtake.api.model.QuantileValueDto;
import io.offtake.api.model.ReasonDto;
import io.offtake.api.model.SeriesPaceDto;
import io.offtake.api.model.SeriesProjectionDto;
import io.offtake.assessment.OwnSeries.Answer;
import io.offtake.assessment.OwnSeries.Asked;
import io.offtake.assessment.OwnSeries.Figure;
import io.offtake.assessment.OwnSeries.Member;
import io.offtake.assessment.OwnSeries;
import io.offtake.commitment.Problem;
import io.offtake.evidence.Cadence;
import io.offtake.projection.Distribution;
import io.offtake.projection.Projection.FanPoint;
import io.offtake.projection.Projection;
import io.offtake.projection.ProjectionModel;
import io.offtake.quantity.Unit;
import io.offtake.rest.edge.Amounts;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ProblemType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Projects what a caller sends, and keeps nothing of it.
class ProjectionsResource implements ProjectionsApi {

  private static final MathContext DIGITS = new MathContext(6);
  private static final MathContext EXACT = new MathContext(15);
  private static final int PERCENTILES = 99;
  /// The contract's; a null that is written takes its place in the model.
  private static final long USUAL_SEED = 1;

  private final Supplier<ProjectionModel> models;

  ProjectionsResource(Supplier<ProjectionModel> models) {
    this.models = models;
  }

  @Override
  public RestResponse<SeriesProjectionDto> projectSeries(NewProjectionDto newProjectionDto) {
    Asked asked = asked(newProjectionDto);
    var problems = new ArrayList<Problem>(OwnSeries.problems(asked));
    String unit = newProjectionDto.getUnit();
    if (unit != null && Unit.ofId(unit).isEmpty()) {
      problems.add(new Problem("/unit", "there is no unit '%s'".formatted(unit), "write one that /v1/units lists"));
    }
    if (!problems.isEmpty()) {
      throw ProblemException.of(ProblemType.UNPROCESSABLE, JobMapper.faults(problems));
    }
    return RestResponse.ResponseBuilder.ok(answer(newProjectionDto, asked, OwnSeries.project(asked, models.get())))
        .header("Cache-Control", "no-store")
        .build();
  }

  private static Asked asked(NewProjectionDto sent) {
    Long seed = sent.getSeed();
    return new Asked(
        sent.getCadence() == NewProjectionDto.CadenceEnum.MONTHLY ? Cadence.MONTHLY : Cadence.WEEKLY,
        figures(sent.getObservations()),
        figures(sent.getOutstanding()),
        figures(sent.getNetSales()),
        sent.getPanel() == null ? List.of() : sent.getPanel().stream()
            .map(member -> new Member(member.getName(), figures(member.getObservations())))
            .toList(),
        sent.getWindowStart(),
        sent.getDeadline(),
        sent.getTarget() == null ? OptionalDouble.empty() : OptionalDouble.of(sent.getTarget().doubleValue()),
        sent.getMeasure() == NewProjectionDto.MeasureEnum.SALES,
        seed == null ? USUAL_SEED : seed);
  }

  private static List<Figure> figures(@Nullable List<ObservedPeriodDto> sent) {
    return sent == null ? List.of() : sent.stream()
        .map(each -> new Figure(each.getPeriodEnd(), each.getValue().doubleValue()))
        .toList();
  }

  private static SeriesProjectionDto answer(NewProjectionDto sent, Asked asked, Answer answer) {
    var drivers = new ArrayList<String>();
    OptionalDouble remaining = asked.target().isPresent() && !answer.partial()
        ? OptionalDouble.of(Math.max(0, asked.target().getAsDouble() - answer.fulfilled()))
        : OptionalDouble.empty();
    var told = SeriesProjectionDto.builder()
        .cadence(SeriesProjectionDto.CadenceEnum.fromValue(asked.cadence().id()))
        .seed(asked.seed())
        .unit(sent.getUnit())
        .target(sent.getTarget())
        .fulfilled(sum(answer.fulfilled()))
        .fulfilledAtLeast(!answer.missing().isEmpty())
        .remaining(remaining.isPresent() ? sum(remaining.getAsDouble()) : null)
        .periodsLeft(answer.left().size())
        .missingPeriods(answer.missing())
        .pace(pace(answer, remaining));
    switch (answer.projection()) {
      case Projection.NotEstimable(var reason, String detail) -> told
          .status(SeriesProjectionDto.StatusEnum.DECLINED)
          .declined(ReasonDto.builder()
              .code(ProjectionMapper.code(reason))
              .text(detail)
              .build());
      case Projection.Estimated estimated -> {
        drivers.addAll(estimated.drivers());
        told.status(SeriesProjectionDto.StatusEnum.ESTIMATED)
            .method(estimated.method())
            .quantiles(quantiles(estimated.total()))
            .byPeriod(estimated.fan().stream().<ProjectedPeriodDto>map(ProjectionsResource::period).toList())
            .shortfallProbability(asked.target().isPresent() ? Amounts.share(estimated.shortfallProbability()) : null)
            .expectedShortfall(asked.target().isPresent() ? number(estimated.expectedShortfall()) : null);
      }
    }
    drivers.addAll(answer.notes());
    return told.drivers(drivers).build();
  }

  /// 99 quantiles of a total, at 0.01 to 0.99.
  static List<QuantileValueDto> quantiles(Distribution total) {
    return IntStream.rangeClosed(1, PERCENTILES)
        .<QuantileValueDto>mapToObj(percentile -> QuantileValueDto.builder()
            .probability(BigDecimal.valueOf(percentile, 2))
            .value(number(total.quantile(percentile / 100.0)))
            .build())
        .toList();
  }

  private static ProjectedPeriodDto period(FanPoint point) {
    Distribution total = point.total();
    return ProjectedPeriodDto.builder()
        .periodEnd(point.periodEnd())
        .p05(number(total.quantile(0.05)))
        .p10(number(total.quantile(0.10)))
        .p25(number(total.quantile(0.25)))
        .p50(number(total.quantile(0.50)))
        .p75(number(total.quantile(0.75)))
        .p90(number(total.quantile(0.90)))
        .p95(number(total.quantile(0.95)))
        .build();
  }

  private static SeriesPaceDto pace(Answer answer, OptionalDouble remaining) {
    OptionalDouble required = remaining.isPresent() && !answer.left().isEmpty()
        ? OptionalDouble.of(remaining.getAsDouble() / answer.left().size())
        : OptionalDouble.empty();
    boolean moves = answer.actual4().isPresent() && answer.actual4().getAsDouble() > 0;
    return SeriesPaceDto.builder()
        .required(number(required))
        .actual1(number(answer.actual1()))
        .actual4(number(answer.actual4()))
        .actual12(number(answer.actual12()))
        .ratio(required.isPresent() && moves
            ? number(required.getAsDouble() / answer.actual4().getAsDouble()) : null)
        .build();
  }

  /// A sum of given figures, to what a double holds.
  private static BigDecimal sum(double value) {
    return rounded(value, EXACT);
  }

  private static BigDecimal number(double value) {
    return rounded(value, DIGITS);
  }

  private static BigDecimal rounded(double value, MathContext digits) {
    BigDecimal rounded = BigDecimal.valueOf(value).round(digits);
    return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
  }

  private static @Nullable BigDecimal number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : null;
  }
}
