package io.offtake.rest;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import io.offtake.answer.Standings.PastMean;
import io.offtake.answer.Standings;
import io.offtake.api.model.AdditionalityDto;
import io.offtake.api.model.FulfilledRangeDto;
import io.offtake.api.model.LegDto;
import io.offtake.api.model.NextYearSalesDto;
import io.offtake.api.model.UnknownOutstandingDto;
import io.offtake.api.model.VerdictDto;
import io.offtake.assessment.Assessment;
import io.offtake.commitment.ReadingWindow;
import io.offtake.evidence.Measure;
import io.offtake.pairing.NextYear;
import io.offtake.pairing.Pairing;
import io.offtake.pairing.Part;
import io.offtake.pairing.Progress;
import io.offtake.projection.Projection;
import io.offtake.quantity.Quantity;
import io.offtake.reference.CommodityId;
import io.offtake.rest.edge.Amounts;
import org.jspecify.annotations.Nullable;

/// Puts what was counted, and what it is held against, into the contract's words.
final class CountMapper {

  private CountMapper() {}

  static LegDto leg(Assessment.Leg leg) {
    Quantity target = leg.owed().target();
    return LegDto.builder()
        .id(leg.owed().id())
        .kind(LegDto.KindEnum.fromValue(leg.owed().kind().id()))
        .commodities(leg.owed().goods().stream().map(CommodityId::value).toList())
        .target(Amounts.quantity(target))
        .targetBasis(leg.owed().how().orElse(null))
        .fulfilled(leg.fulfilled().map(Amounts::quantity).orElse(null))
        .fulfilledShare(Amounts.share(leg.fulfilledShare()))
        .fulfilledAtLeast(leg.fulfilled().isPresent() ? leg.pairing().map(Pairing::isAtLeast).orElse(null) : null)
        .shortfallProbability(leg.projection().orElse(null) instanceof Projection.Estimated estimated
            ? Amounts.share(estimated.shortfallProbability()) : null)
        .verdict(VerdictDto.fromValue(leg.judgement().verdict().id()))
        .summary(leg.judgement().why().summary())
        .binds(leg.binds())
        .build();
  }

  static @Nullable AdditionalityDto additionality(Assessment now) {
    List<PastMean> means = Standings.pastMeans(now);
    if (means.isEmpty()) {
      return null;
    }
    Quantity target = now.target().orElseThrow();
    var told = AdditionalityDto.builder()
        .threeYearMean(Amounts.estimate(means.getFirst().mean(), target.unit()))
        .threeYearShare(Amounts.share(means.getFirst().mean() / target.toDouble()));
    if (means.size() > 1) {
      told.fiveYearMean(Amounts.estimate(means.getLast().mean(), target.unit()))
          .fiveYearShare(Amounts.share(means.getLast().mean() / target.toDouble()));
    }
    return told.build();
  }

  static @Nullable FulfilledRangeDto range(Pairing pairing) {
    Progress.Fulfilled fulfilled = pairing.fulfilled();
    return fulfilled.low().equals(fulfilled.high()) ? null : FulfilledRangeDto.builder()
        .low(Amounts.quantity(fulfilled.low()))
        .middle(Amounts.quantity(fulfilled.middle()))
        .high(Amounts.quantity(fulfilled.high()))
        .build();
  }

  static UnknownOutstandingDto unknown(Progress.UnknownStock stock) {
    return UnknownOutstandingDto.builder()
        .value(Amounts.quantity(stock.value()))
        .periodEnd(stock.periodEnd())
        .beforeWindow(stock.beforeWindow().map(Amounts::quantity).orElse(null))
        .build();
  }

  static @Nullable NextYearSalesDto nextYear(Pairing pairing) {
    if (pairing.track().measure() != Measure.SOLD
        || pairing.reading().window() instanceof ReadingWindow.OfMarketingYear) {
      return null;
    }
    Quantity jump = pairing.jump();
    return NextYearSalesDto.builder()
        .held(pairing.nextYearMissing().isEmpty())
        .note(pairing.nextYearMissing().map(NextYear::text).orElse(null))
        .zeroSince(pairing.nextYearMissing().flatMap(CountMapper::zeroSince).orElse(null))
        .jump(jump.isZero() ? null : Amounts.quantity(jump))
        .jumpPeriodEnd(pairing.periods().stream()
            .filter(period -> period.parts().stream().anyMatch(part -> part.as() == Part.As.JUMP))
            .map(period -> period.period().last())
            .findFirst()
            .orElse(null))
        .build();
  }

  private static Optional<LocalDate> zeroSince(NextYear missing) {
    return missing instanceof NextYear.OnlyZeros zeros ? Optional.of(zeros.since()) : Optional.empty();
  }
}
