package io.offtake.claim.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import io.offtake.claim.Claim.Role;
import io.offtake.claim.Claim.Subject;
import io.offtake.claim.Claim.Word;
import io.offtake.claim.Claim;
import io.offtake.claim.ClaimFigure.Bound;
import io.offtake.claim.ClaimFigure.Destinations;
import io.offtake.claim.ClaimFigure.Scope;
import io.offtake.claim.ClaimFigure;
import io.offtake.claim.ClaimId;
import io.offtake.claim.Ids;
import io.offtake.claim.Said;
import io.offtake.claim.Working;
import io.offtake.commitment.Citation;
import io.offtake.commitment.CommitmentId;
import io.offtake.evidence.Measure;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// A claim as it is kept: the words of the contract, so that names of classes can change.
record ClaimBody(
    Instant saidAt,
    @Nullable LocalDate saidOn,
    String speaker,
    String role,
    Source source,
    @Nullable String commitment,
    @Nullable Trade trade,
    @Nullable String word,
    @Nullable Figure figure,
    @Nullable String basis,
    @Nullable LocalDate aboutOn,
    String summary,
    List<Further> workings,
    List<String> assumed) {

  record Source(@Nullable String title, String publisher, @Nullable LocalDate date, @Nullable String url) {}

  record Trade(String commodity, String seller, String buyer) {}

  record Figure(
      BigDecimal value,
      @Nullable BigDecimal from,
      String unit,
      @Nullable BigDecimal roundedTo,
      String bound,
      String scope,
      String destinations) {}

  record Further(String as, BigDecimal value, String unit, @Nullable String basis) {}

  static ClaimBody of(Claim claim) {
    Citation source = claim.source();
    ClaimFigure figure = claim.figure();
    return new ClaimBody(
        claim.said().at(),
        claim.said().day(),
        claim.speaker(),
        Ids.of(claim.role()),
        new Source(source.title(), source.publisher(), source.date(), source.url()),
        claim.commitment().map(CommitmentId::value).orElse(null),
        claim.subject() instanceof Subject.OfTrade(var commodity, var seller, var buyer)
            ? new Trade(commodity.value(), seller.value(), buyer.value())
            : null,
        claim.word() == null ? null : Ids.of(claim.word()),
        figure == null ? null : new Figure(figure.value(), figure.from(), figure.unit().id(), figure.roundedTo(),
            Ids.of(figure.bound()), Ids.of(figure.scope()), Ids.of(figure.destinations())),
        claim.basis() == null ? null : claim.basis().id(),
        claim.aboutOn(),
        claim.summary(),
        claim.workings().stream().map(each -> new Further(Ids.of(each.as()), each.amount().value(),
            each.amount().unit().id(), each.basis() == null ? null : each.basis().id())).toList(),
        claim.assumed());
  }

  Claim toClaim(String id) {
    return new Claim(
        new ClaimId(id),
        new Said(saidAt, saidOn),
        speaker,
        Ids.find(Role.class, role).orElseThrow(),
        new Citation(source.title(), source.publisher(), source.date(), source.url()),
        trade == null
            ? new Subject.OfCommitment(new CommitmentId(String.valueOf(commitment)))
            : new Subject.OfTrade(new CommodityId(trade.commodity()), new PartyId(trade.seller()), new PartyId(trade.buyer())),
        word == null ? null : Ids.find(Word.class, word).orElseThrow(),
        figure == null ? null : new ClaimFigure(figure.value(), figure.from(), Unit.ofId(figure.unit()).orElseThrow(),
            figure.roundedTo(), Ids.find(Bound.class, figure.bound()).orElseThrow(),
            Ids.find(Scope.class, figure.scope()).orElseThrow(),
            Ids.find(Destinations.class, figure.destinations()).orElseThrow()),
        basis == null ? null : Measure.ofId(basis).orElseThrow(),
        aboutOn,
        summary,
        workings.stream().map(each -> new Working(Ids.find(Working.As.class, each.as()).orElseThrow(),
            Quantity.of(each.value(), Unit.ofId(each.unit()).orElseThrow()),
            each.basis() == null ? null : Measure.ofId(each.basis()).orElseThrow())).toList(),
        assumed);
  }
}
