package io.offtake.rest;

import java.util.List;
import java.util.Optional;

import io.offtake.answer.Answers.Basis;
import io.offtake.answer.ClaimFigures;
import io.offtake.api.model.CitationDto;
import io.offtake.api.model.ClaimBasisDto;
import io.offtake.api.model.ClaimBoundDto;
import io.offtake.api.model.ClaimConflictDto;
import io.offtake.api.model.ClaimDestinationsDto;
import io.offtake.api.model.ClaimDto;
import io.offtake.api.model.ClaimFigureDto;
import io.offtake.api.model.ClaimLineDto;
import io.offtake.api.model.ClaimOutcomeDto;
import io.offtake.api.model.ClaimRoleDto;
import io.offtake.api.model.ClaimScopeDto;
import io.offtake.api.model.ClaimTradeDto;
import io.offtake.api.model.ClaimVerdictDto;
import io.offtake.api.model.ClaimWithdrawalDto;
import io.offtake.api.model.ClaimWordDto;
import io.offtake.api.model.ClaimWorkingDto;
import io.offtake.api.model.NewClaimDto;
import io.offtake.api.model.NewClaimFigureDto;
import io.offtake.api.model.UnknownDestinationsDto;
import io.offtake.api.model.VerdictDto;
import io.offtake.claim.Claim.Role;
import io.offtake.claim.Claim.Subject;
import io.offtake.claim.Claim.Word;
import io.offtake.claim.Claim;
import io.offtake.claim.ClaimCheck;
import io.offtake.claim.ClaimDraft.FigureDraft;
import io.offtake.claim.ClaimDraft.TradeDraft;
import io.offtake.claim.ClaimDraft.WorkingDraft;
import io.offtake.claim.ClaimDraft;
import io.offtake.claim.ClaimFigure.Bound;
import io.offtake.claim.ClaimFigure.Destinations;
import io.offtake.claim.ClaimFigure.Scope;
import io.offtake.claim.ClaimFigure;
import io.offtake.claim.ClaimLine.Seen;
import io.offtake.claim.ClaimLine;
import io.offtake.claim.ClaimVerdict;
import io.offtake.claim.Claims;
import io.offtake.claim.Ids;
import io.offtake.claim.Working;
import io.offtake.commitment.Citation;
import io.offtake.commitment.CommitmentId;
import io.offtake.evidence.Measure;
import io.offtake.rest.edge.Amounts;
import io.offtake.verdict.Verdict;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Puts claims and their verdicts into the contract's words, and takes drafts out of them.
@Singleton
class ClaimMapper {

  private final ClaimFigures figures;

  ClaimMapper(ClaimFigures figures) {
    this.figures = figures;
  }

  static ClaimDraft draft(NewClaimDto sent) {
    return new ClaimDraft(
        sent.getId(),
        sent.getSaidAt(),
        sent.getSaidOn(),
        sent.getSpeaker(),
        constant(Role.class, sent.getRole()),
        citation(sent.getSource()),
        sent.getCommitment(),
        sent.getTrade() == null ? null : new TradeDraft(
            sent.getTrade().getCommodity(), sent.getTrade().getSeller(), sent.getTrade().getBuyer()),
        constant(Word.class, sent.getWord()),
        figure(sent.getFigure()),
        measure(sent.getBasis()),
        sent.getAboutOn(),
        sent.getSummary(),
        sent.getWorkings() == null ? List.of() : sent.getWorkings().stream().map(each -> new WorkingDraft(
            constant(Working.As.class, each.getAs()), each.getValue(), each.getUnit(), measure(each.getBasis()))).toList(),
        List.of());
  }

  private static @Nullable FigureDraft figure(@Nullable NewClaimFigureDto sent) {
    return sent == null ? null : new FigureDraft(sent.getValue(), sent.getFrom(), sent.getUnit(), sent.getRoundedTo(),
        constant(Bound.class, sent.getBound()), constant(Scope.class, sent.getScope()),
        constant(Destinations.class, sent.getDestinations()));
  }

  private static @Nullable Citation citation(@Nullable CitationDto sent) {
    // The publisher may be missing where the form has faults; that is told by its own check.
    return sent == null || sent.getPublisher() == null
        ? null
        : new Citation(sent.getTitle(), sent.getPublisher(), sent.getDate(), sent.getUrl());
  }

  private static <E extends Enum<E>> @Nullable E constant(Class<E> type, @Nullable Enum<?> sent) {
    return sent == null ? null : Ids.find(type, sent.toString()).orElseThrow();
  }

  private static @Nullable Measure measure(@Nullable ClaimBasisDto sent) {
    return sent == null ? null : Measure.ofId(sent.toString()).orElseThrow();
  }

  static ClaimDto claim(Claims.Entry entry) {
    Claim claim = entry.claim();
    return ClaimDto.builder()
        .id(claim.id().value())
        .version(entry.version())
        .change(ClaimDto.ChangeEnum.fromValue(Ids.of(entry.change())))
        .saidAt(claim.said().at())
        .saidOn(claim.said().day())
        .speaker(claim.speaker())
        .role(ClaimRoleDto.fromValue(Ids.of(claim.role())))
        .source(CommitmentMapper.citation(claim.source()))
        .commitment(claim.commitment().map(CommitmentId::value).orElse(null))
        .trade(claim.subject() instanceof Subject.OfTrade(var commodity, var seller, var buyer)
            ? ClaimTradeDto.builder().commodity(commodity.value()).seller(seller.value()).buyer(buyer.value()).build()
            : null)
        .word(claim.word() == null ? null : ClaimWordDto.fromValue(Ids.of(claim.word())))
        .figure(figure(claim.figure()))
        .basis(basis(claim.basis()))
        .aboutOn(claim.aboutOn())
        .summary(claim.summary())
        .workings(claim.workings().stream().<ClaimWorkingDto>map(each -> ClaimWorkingDto.builder()
            .as(ClaimWorkingDto.AsEnum.fromValue(Ids.of(each.as())))
            .value(each.amount().value())
            .unit(each.amount().unit().id())
            .basis(basis(each.basis()))
            .build()).toList())
        .assumed(claim.assumed())
        .withdrawal(entry.reason() == null ? null : ClaimWithdrawalDto.builder()
            .at(entry.recordedAt()).reason(entry.reason()).build())
        .recordedAt(entry.recordedAt())
        .dataVersion(entry.dataVersion())
        .build();
  }

  private static @Nullable ClaimBasisDto basis(@Nullable Measure basis) {
    return basis == null ? null : ClaimBasisDto.fromValue(basis.id());
  }

  private static @Nullable ClaimFigureDto figure(@Nullable ClaimFigure figure) {
    return figure == null ? null : ClaimFigureDto.builder()
        .value(figure.value())
        .from(figure.from())
        .unit(figure.unit().id())
        .roundedTo(figure.roundedTo())
        .bound(ClaimBoundDto.fromValue(Ids.of(figure.bound())))
        .scope(ClaimScopeDto.fromValue(Ids.of(figure.scope())))
        .destinations(ClaimDestinationsDto.fromValue(Ids.of(figure.destinations())))
        .build();
  }

  ClaimVerdictDto verdict(Basis of, Claims.Entry entry) {
    ClaimVerdict verdict = figures.verdict(of, entry.claim());
    return ClaimVerdictDto.builder()
        .claim(entry.claim().id().value())
        .version(entry.version())
        .saidAt(entry.claim().said().at())
        .asOf(of.asOf())
        .dataVersion(of.dataVersion())
        .outcome(ClaimOutcomeDto.fromValue(Ids.of(verdict.outcome())))
        .mark(ClaimVerdictDto.MarkEnum.fromValue(Ids.of(verdict.mark())))
        .summary(verdict.summary())
        .low(verdict.low().map(Amounts::quantity).orElse(null))
        .high(verdict.high().map(Amounts::quantity).orElse(null))
        .nearest(verdict.nearest().map(ClaimMapper::line).orElse(null))
        .lines(verdict.lines().stream().<ClaimLineDto>map(ClaimMapper::line).toList())
        .conflicts(verdict.conflicts().stream().<ClaimConflictDto>map(conflict -> ClaimConflictDto.builder()
            .kind(ClaimConflictDto.KindEnum.fromValue(Ids.of(conflict.kind())))
            .text(conflict.text())
            .claim(conflict.claim() == null ? null : conflict.claim().value())
            .reading(conflict.reading())
            .build()).toList())
        .notes(verdict.notes())
        .build();
  }

  private static ClaimLineDto line(ClaimVerdict.Held held) {
    ClaimLine line = held.line();
    Optional<Seen> later = held.laterEnd();
    return ClaimLineDto.builder()
        .reading(line.reading())
        .label(line.label())
        .measure(StatusMapper.measure(line.measure()))
        .unknownDestinations(UnknownDestinationsDto.fromValue(line.unknownDestinations()))
        .deadline(line.deadline())
        .verdict(line.verdict().map(Verdict::id).<VerdictDto>map(VerdictDto::fromValue).orElse(null))
        .shortfallProbability(Amounts.share(line.shortfallProbability()))
        .fulfilledShare(ClaimCheck.share(line).map(share -> Amounts.share(share.doubleValue())).orElse(null))
        .periodEnd(line.known().map(Seen::periodEnd).orElse(null))
        .known(line.known().map(Seen::value).map(Amounts::quantity).orElse(null))
        .difference(held.difference().map(Amounts::quantity).orElse(null))
        .fits(held.fits().orElse(null))
        .neededUnknownShare(held.neededUnknownShare().orElse(null))
        .laterPeriodEnd(later.map(Seen::periodEnd).orElse(null))
        .later(later.map(Seen::value).map(Amounts::quantity).orElse(null))
        .laterFits(held.laterFits().orElse(null))
        .build();
  }
}
