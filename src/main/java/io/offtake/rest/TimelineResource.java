package io.offtake.rest;

import java.time.Instant;
import java.util.List;

import io.offtake.answer.Answers.Basis;
import io.offtake.answer.Timelines.Event;
import io.offtake.answer.Timelines;
import io.offtake.api.TimelineApi;
import io.offtake.api.model.TimelineDto;
import io.offtake.api.model.TimelineRowDto;
import io.offtake.commitment.Commitment;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.FlatTable;
import io.offtake.rest.edge.Pages;
import io.offtake.rest.edge.ReadBasis;
import io.offtake.rest.edge.TableForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Tells what became of a commitment, in the order in which it became known.
class TimelineResource implements TimelineApi {

  private final ReadBasis basis;
  private final Timelines timelines;
  private final Pages pages;
  private final FlatTable table;
  private final Conditional conditional;

  TimelineResource(ReadBasis basis, Timelines timelines, Pages pages, FlatTable table, Conditional conditional) {
    this.basis = basis;
    this.timelines = timelines;
    this.pages = pages;
    this.table = table;
    this.conditional = conditional;
  }

  @Override
  public RestResponse<TimelineDto> listTimeline(
      String commitment,
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      @Nullable Integer pageSize,
      @Nullable String pageToken) {
    Basis of = pages.basis(basis, basis.settle(asOf, dataVersion), pageToken);
    Commitment found = basis.announced(of, commitment).commitment();
    return pages.answer(of, pageSize, pageToken, () -> rows(of, found), page -> TimelineDto.builder()
        .commitment(commitment)
        .asOf(of.asOf())
        .dataVersion(of.dataVersion())
        .newestRelease(ReadBasis.newestRelease(of))
        .rows(page.rows())
        .nextPageToken(page.nextPageToken())
        .build());
  }

  @Override
  public RestResponse<String> listTimelineCsv(
      String commitment,
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      Boolean bom,
      @Nullable String delimiter,
      String decimal) {
    Basis of = basis.settle(asOf, dataVersion);
    Commitment found = basis.announced(of, commitment).commitment();
    return conditional.answer(of, () ->
        table.write(rows(of, found), TimelineRowDto.class, TableForm.of(bom, delimiter, decimal)));
  }

  private List<TimelineRowDto> rows(Basis of, Commitment commitment) {
    return timelines.of(of, commitment).stream().<TimelineRowDto>map(TimelineResource::row).toList();
  }

  private static TimelineRowDto row(Event event) {
    var row = TimelineRowDto.builder().at(event.at());
    return switch (event) {
      case Event.OfTerms(var _, var terms) -> row.kind(TimelineRowDto.KindEnum.TERMS).version(terms.version())
          .by(terms.announcedBy()).text(terms.summary()).build();
      case Event.OfWithdrawal(var _, var withdrawal) -> row.kind(TimelineRowDto.KindEnum.WITHDRAWAL).by(withdrawal.by())
          .text(withdrawal.reason()).build();
      case Event.OfRetirement(var _, var reading) -> row.kind(TimelineRowDto.KindEnum.READING_RETIRED).reading(reading.id())
          .text("The reading '%s' is no longer offered.".formatted(reading.label())).build();
      case Event.OfClaim(var _, var entry) -> row.kind(TimelineRowDto.KindEnum.CLAIM).claim(entry.claim().id().value())
          .version(entry.version()).by(entry.claim().speaker()).text(entry.claim().summary()).build();
      case Event.OfClaimWithdrawn(var _, var entry) -> row.kind(TimelineRowDto.KindEnum.CLAIM_WITHDRAWN)
          .claim(entry.claim().id().value()).version(entry.version()).text(String.valueOf(entry.reason())).build();
      case Event.OfVerdict(var _, var turn) -> row.kind(TimelineRowDto.KindEnum.VERDICT).reading(turn.reading())
          .verdict(StatusMapper.verdict(turn.verdict()))
          .verdictBefore(turn.before().map(StatusMapper::verdict).orElse(null))
          .dataVersion(turn.dataVersion()).text(turn.summary()).build();
      case Event.OfAlert(var _, var transition) -> row.kind(TimelineRowDto.KindEnum.ALERT).alert(transition.fingerprint())
          .reading(transition.facts().subject().reading()).rule(transition.rule().id())
          .transition(TimelineRowDto.TransitionEnum.fromValue(transition.kind().id())).text(transition.cause()).build();
      case Event.OfLateRelease late -> row.kind(TimelineRowDto.KindEnum.LATE_RELEASE).source(late.source().value())
          .periodEnd(late.periodEnd()).dueAt(late.dueAt())
          .text("The release of %s for the period to %s came %s after it was due.".formatted(late.source(), late.periodEnd(),
              late.daysLate() == 0 ? "less than a day" : "%d day%s".formatted(late.daysLate(), late.daysLate() == 1 ? "" : "s")))
          .build();
    };
  }
}
