package io.offtake.rest;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import io.offtake.answer.Answers.Basis;
import io.offtake.answer.Assessments;
import io.offtake.api.WhatIfApi;
import io.offtake.api.model.NewWhatIfDto;
import io.offtake.api.model.SupposedAmountDto;
import io.offtake.api.model.SupposedRateDto;
import io.offtake.api.model.WhatIfChangeDto;
import io.offtake.api.model.WhatIfDto;
import io.offtake.api.model.WhatIfStandingDto;
import io.offtake.assessment.Assessment;
import io.offtake.assessment.Supposition;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Problem;
import io.offtake.commitment.Reading;
import io.offtake.pairing.Pairing;
import io.offtake.pace.Pace;
import io.offtake.projection.Projection;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.rest.edge.Amounts;
import io.offtake.rest.edge.Fault;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ProblemType;
import io.offtake.rest.edge.ReadBasis;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Tells how a reading would stand were something otherwise, and keeps nothing of it.
class WhatIfResource implements WhatIfApi {

  private final ReadBasis basis;
  private final Assessments assessments;
  private final KnownNames names;

  WhatIfResource(ReadBasis basis, Assessments assessments, KnownNames names) {
    this.basis = basis;
    this.assessments = assessments;
    this.names = names;
  }

  @Override
  public RestResponse<WhatIfDto> whatIf(NewWhatIfDto sent, @Nullable Instant asOf, @Nullable Long dataVersion) {
    Basis of = basis.settle(asOf, dataVersion);
    requireKnown(of, sent);
    Commitment commitment = basis.announced(of, sent.getCommitment()).commitment();
    Reading reading = commitment.reading(sent.getReading()).orElseThrow();
    var problems = new ArrayList<Problem>();
    Supposition supposition = supposition(sent, problems);
    Assessment today = assessments.of(of, commitment, reading).orElseThrow().now();
    problems.addAll(supposition.problems(today, of.asOf().atOffset(ZoneOffset.UTC).toLocalDate()));
    if (!problems.isEmpty()) {
      throw ProblemException.of(ProblemType.UNPROCESSABLE, JobMapper.faults(problems));
    }
    Assessment supposed = assessments.supposed(of, commitment, reading, supposition);
    return RestResponse.ResponseBuilder.ok(answer(of, sent, today, supposed))
        .header("Cache-Control", "no-store")
        .build();
  }

  private void requireKnown(Basis of, NewWhatIfDto sent) {
    List<Fault> faults = names.faultsInBody(of, KnownNames.Named.of("/commitment", sent.getCommitment()), List.of(), List.of());
    if (faults.isEmpty()) {
      faults = names.faultsInBody(of, List.of(),
          KnownNames.Named.of("/reading", sent.getCommitment() + "/" + sent.getReading()), List.of());
    }
    if (!faults.isEmpty()) {
      throw ProblemException.of(ProblemType.UNPROCESSABLE, faults);
    }
  }

  /// @param problems  is added to where a unit is not known; what it is of is then left out
  private static Supposition supposition(NewWhatIfDto sent, List<Problem> problems) {
    SupposedRateDto rate = sent.getRate();
    var more = new ArrayList<Supposition.Amount>();
    add(sent.getExtra(), "/extra/", false, more, problems);
    add(sent.getCancellations(), "/cancellations/", true, more, problems);
    return new Supposition(
        rate == null ? Optional.empty() : quantity(rate.getValue(), rate.getUnit(), "/rate", problems).map(amount ->
            new Supposition.Rate(amount, rate.getPer() == SupposedRateDto.PerEnum.MONTH
                ? Supposition.Per.MONTH : Supposition.Per.WEEK)),
        more,
        Optional.ofNullable(sent.getDeadline()),
        sent.getTarget() == null ? Optional.empty()
            : quantity(sent.getTarget().getValue(), sent.getTarget().getUnit(), "/target", problems),
        Optional.ofNullable(sent.getUnknownShare()));
  }

  private static void add(
      @Nullable List<SupposedAmountDto> sent,
      String pointer,
      boolean cancelled,
      List<Supposition.Amount> more,
      List<Problem> problems) {
    for (int i = 0; sent != null && i < sent.size(); i++) {
      SupposedAmountDto each = sent.get(i);
      String at = pointer + i;
      LocalDate date = each.getDate();
      quantity(cancelled ? each.getValue().negate() : each.getValue(), each.getUnit(), at, problems)
          .ifPresent(quantity -> more.add(new Supposition.Amount(date, quantity, at)));
    }
  }

  private static Optional<Quantity> quantity(BigDecimal value, String unit, String pointer, List<Problem> problems) {
    Optional<Unit> known = Unit.ofId(unit);
    if (known.isEmpty()) {
      problems.add(new Problem(pointer + "/unit", "there is no unit '%s'".formatted(unit), "write one that /v1/units lists"));
    }
    return known.map(of -> Quantity.of(value, of));
  }

  private static WhatIfDto answer(Basis of, NewWhatIfDto sent, Assessment today, Assessment supposed) {
    return WhatIfDto.builder()
        .commitment(sent.getCommitment())
        .reading(sent.getReading())
        .asOf(of.asOf())
        .dataVersion(of.dataVersion())
        .newestRelease(ReadBasis.newestRelease(of))
        .today(standing(today))
        .supposed(standing(supposed))
        .changed(changed(today, supposed))
        .build();
  }

  private static WhatIfStandingDto standing(Assessment of) {
    Optional<Pairing> seen = of.pairing().filter(Pairing::isAnythingObserved);
    boolean open = of.pace().filter(pace -> pace.reportsLeft() > 0).isPresent() && seen.filter(Pairing::isPartial).isEmpty();
    return WhatIfStandingDto.builder()
        .windowStart(of.windowStart().orElse(null))
        .deadline(of.deadline().orElse(null))
        .target(of.target().map(Amounts::quantity).orElse(null))
        .fulfilled(fulfilled(of).map(Amounts::quantity).orElse(null))
        .fulfilledAtLeast(seen.map(Pairing::isAtLeast).orElse(null))
        .fulfilledShare(seen.isPresent() ? Amounts.share(of.fulfilledShare()) : null)
        .requiredPerWeek(of.pace().map(pace -> Amounts.estimate(pace.requiredPerWeek(), of.target().orElseThrow().unit()))
            .orElse(null))
        .feasible(open ? of.pace().map(Pace::feasible).orElse(null) : null)
        .verdict(StatusMapper.verdict(of.judgement().verdict()))
        .why(StatusMapper.why(of.judgement()))
        .projection(of.projection().map(projection -> ProjectionMapper.summary(projection, of)).orElse(null))
        .rows(of.projection().orElse(null) instanceof Projection.Estimated estimated
            ? ReadingsResource.fan(estimated, of.target().orElseThrow().unit())
            : List.of())
        .build();
  }

  private static WhatIfChangeDto changed(Assessment today, Assessment supposed) {
    var change = WhatIfChangeDto.builder()
        .verdict(today.judgement().verdict() != supposed.judgement().verdict())
        .shortfallProbability(Amounts.share(less(probability(supposed), probability(today))));
    Optional<Quantity> now = fulfilled(today);
    Optional<Quantity> then = fulfilled(supposed);
    if (now.isPresent() && then.isPresent()) {
      if (now.get().unit() == then.get().unit()) {
        change.fulfilled(Amounts.quantity(then.get().minus(now.get())));
      }
      change.fulfilledShare(Amounts.share(less(supposed.fulfilledShare(), today.fulfilledShare())));
    }
    OptionalDouble slack = less(supposed.slack(), today.slack());
    return slack.isPresent() ? change.slack(Amounts.estimate(slack, supposed.target().orElseThrow().unit())).build()
        : change.build();
  }

  private static Optional<Quantity> fulfilled(Assessment of) {
    return of.pairing().filter(Pairing::isAnythingObserved).map(pairing -> pairing.fulfilled().middle());
  }

  private static OptionalDouble probability(Assessment of) {
    return of.projection().orElse(null) instanceof Projection.Estimated estimated
        ? OptionalDouble.of(estimated.shortfallProbability()) : OptionalDouble.empty();
  }

  private static OptionalDouble less(OptionalDouble one, OptionalDouble other) {
    return one.isPresent() && other.isPresent()
        ? OptionalDouble.of(one.getAsDouble() - other.getAsDouble()) : OptionalDouble.empty();
  }
}
