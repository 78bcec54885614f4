package io.offtake.rest;

import java.util.Optional;

import io.offtake.answer.Answers.Basis;
import io.offtake.api.model.FigureKindDto;
import io.offtake.api.model.HeldBackDto;
import io.offtake.api.model.HeldBackFigureDto;
import io.offtake.api.model.HeldBackStateDto;
import io.offtake.evidence.HeldBack;
import io.offtake.evidence.Observation;
import io.offtake.rest.edge.Amounts;

/// Puts held-back figures into the contract's words.
final class HeldBackMapper {

  private HeldBackMapper() {}

  /// As it stood at the basis.
  static HeldBackDto dto(Basis of, HeldBack heldBack) {
    var release = heldBack.release();
    Optional<HeldBack.Relief> relief = of.view().relief(heldBack);
    return HeldBackDto.builder()
        .id(Long.toString(heldBack.id()))
        .source(release.source().value())
        .release(Long.toString(release.id()))
        .commodity(heldBack.commodity().value())
        .destination(heldBack.destination() == null ? null : heldBack.destination().value())
        .periodStart(release.period().first())
        .periodEnd(release.period().last())
        .releasedAt(release.releasedAt())
        .reason(HeldBackDto.ReasonEnum.fromValue(heldBack.reason().id()))
        .detail(heldBack.detail())
        .document(heldBack.document())
        .since(heldBack.since())
        .dataVersion(heldBack.dataVersion())
        .state(relief.isPresent() ? HeldBackStateDto.RELEASED : HeldBackStateDto.HELD_BACK)
        .decidedAt(relief.map(HeldBack.Relief::at).orElse(null))
        .decidedBy(relief.map(decided -> decided.isByDocument()
            ? HeldBackDto.DecidedByEnum.DOCUMENT
            : HeldBackDto.DecidedByEnum.ADMINISTRATOR).orElse(null))
        .confirmedBy(relief.filter(HeldBack.Relief::isByDocument).map(HeldBack.Relief::document).orElse(null))
        .note(relief.filter(decided -> !decided.isByDocument()).map(HeldBack.Relief::note).orElse(null))
        .countsSince(relief.map(HeldBack.Relief::dataVersion).orElse(null))
        .figures(of.snapshot().panel().figuresOf(heldBack).<HeldBackFigureDto>map(HeldBackMapper::figure).toList())
        .build();
  }

  private static HeldBackFigureDto figure(Observation figure) {
    return HeldBackFigureDto.builder()
        .series(figure.series().toString())
        .periodStart(figure.period().first())
        .periodEnd(figure.period().last())
        .marketYear(figure.marketYear())
        .kind(figure.correction() ? FigureKindDto.CORRECTION : FigureKindDto.PRINT)
        .value(Amounts.quantity(figure.value()))
        .line(figure.provenance().line())
        .build();
  }
}
