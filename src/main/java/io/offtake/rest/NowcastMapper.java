package io.offtake.rest;

import io.offtake.answer.Answers.Basis;
import io.offtake.api.model.NowcastBasisDto;
import io.offtake.api.model.NowcastDto;
import io.offtake.api.model.NowcastQuantilesDto;
import io.offtake.assessment.Assessment;
import io.offtake.assessment.TwoSources.Nowcast;
import io.offtake.pairing.Pairing;
import io.offtake.projection.Distribution;
import io.offtake.projection.nowcast.SilentSource.Estimate;
import io.offtake.quantity.Figures;
import io.offtake.quantity.Unit;
import io.offtake.rest.edge.Amounts;
import io.offtake.rest.edge.ReadBasis;

/// Writes what a silent source would say.
final class NowcastMapper {

  private NowcastMapper() {}

  static NowcastDto dto(Basis basis, Assessment of, Nowcast nowcast) {
    NowcastDto dto = NowcastDto.builder()
        .commitment(of.commitment().id().value())
        .reading(of.reading().id())
        .asOf(basis.asOf())
        .dataVersion(basis.dataVersion())
        .newestRelease(ReadBasis.newestRelease(basis))
        .fulfilled(of.pairing().filter(Pairing::isAnythingObserved)
            .map(pairing -> Amounts.quantity(pairing.fulfilled().middle())).orElse(null))
        .build();
    switch (nowcast) {
      case Nowcast.None(String because) -> {
        dto.setStatus(NowcastDto.StatusEnum.NOT_ESTIMABLE);
        dto.setReason(because);
      }
      case Nowcast.Estimated estimated -> tell(dto, of.pairing().orElseThrow(), estimated);
    }
    return dto;
  }

  private static void tell(NowcastDto dto, Pairing pairing, Nowcast.Estimated estimated) {
    Estimate estimate = estimated.estimate();
    Unit unit = pairing.unit();
    dto.setStatus(NowcastDto.StatusEnum.ESTIMATED);
    dto.setSilentSource(estimated.silent().value());
    dto.setRestsOn(NowcastBasisDto.builder()
        .source(estimated.other().value())
        .measure(StatusMapper.measure(estimated.measure()))
        .value(Amounts.estimate(estimate.said(), unit))
        .ratio(Figures.share(estimate.ratio()))
        .pastSilences(estimate.origins())
        .build());
    dto.setWeeks(estimate.weeks());
    dto.setFrom(estimate.from());
    dto.setTo(estimate.to());
    dto.setEstimate(quantiles(estimate.total(), 0, unit));
    dto.setFulfilledWith(pairing.isAnythingObserved()
        ? quantiles(estimate.total(), pairing.fulfilled().middle().toDouble(), unit) : null);
  }

  private static NowcastQuantilesDto quantiles(Distribution of, double before, Unit unit) {
    return NowcastQuantilesDto.builder()
        .p05(Amounts.estimate(before + of.quantile(0.05), unit))
        .p10(Amounts.estimate(before + of.quantile(0.10), unit))
        .p25(Amounts.estimate(before + of.quantile(0.25), unit))
        .p50(Amounts.estimate(before + of.quantile(0.50), unit))
        .p75(Amounts.estimate(before + of.quantile(0.75), unit))
        .p90(Amounts.estimate(before + of.quantile(0.90), unit))
        .p95(Amounts.estimate(before + of.quantile(0.95), unit))
        .build();
  }
}
