package io.offtake.rest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.offtake.answer.Answers.Basis;
import io.offtake.answer.Assessments.Compared;
import io.offtake.answer.Assessments;
import io.offtake.api.StatusApi;
import io.offtake.answer.Standings;
import io.offtake.api.model.CommitmentStatusDto;
import io.offtake.api.model.ReadingStatusDto;
import io.offtake.api.model.StatusListDto;
import io.offtake.api.model.StatusRowDto;
import io.offtake.api.model.StrengthDto;
import io.offtake.api.model.VerdictDto;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Terms;
import io.offtake.reference.CommodityId;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.FlatTable;
import io.offtake.rest.edge.ReadBasis;
import io.offtake.rest.edge.TableForm;
import io.offtake.verdict.Verdict;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Tells where commitments stand: the portfolio by headline reading, and one commitment by all its readings.
class StatusResource implements StatusApi {

  private final ReadBasis basis;
  private final Assessments assessments;
  private final StatusMapper mapper;
  private final FlatTable table;
  private final Conditional conditional;
  private final KnownNames names;

  StatusResource(
      ReadBasis basis,
      Assessments assessments,
      StatusMapper mapper,
      FlatTable table,
      Conditional conditional,
      KnownNames names) {
    this.basis = basis;
    this.assessments = assessments;
    this.mapper = mapper;
    this.table = table;
    this.conditional = conditional;
    this.names = names;
  }

  @Override
  public RestResponse<StatusListDto> listStatus(
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      @Nullable String buyer,
      @Nullable String commodity,
      @Nullable VerdictDto verdict) {
    Basis of = basis.settle(asOf, dataVersion);
    names.check().buyer("buyer", buyer, of).commodity("commodity", commodity).done();
    assessments.headlinesAreRead();
    return conditional.answer(of, () -> StatusListDto.builder()
        .asOf(of.asOf())
        .dataVersion(of.dataVersion())
        .newestRelease(ReadBasis.newestRelease(of))
        .rows(rows(of, buyer, commodity, verdict))
        .build());
  }

  @Override
  public RestResponse<String> listStatusCsv(
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      @Nullable String buyer,
      @Nullable String commodity,
      @Nullable VerdictDto verdict,
      Boolean bom,
      @Nullable String delimiter,
      String decimal) {
    Basis of = basis.settle(asOf, dataVersion);
    names.check().buyer("buyer", buyer, of).commodity("commodity", commodity).done();
    assessments.headlinesAreRead();
    return conditional.answer(of, () ->
        table.write(rows(of, buyer, commodity, verdict), StatusRowDto.class, TableForm.of(bom, delimiter, decimal)));
  }

  @Override
  public RestResponse<CommitmentStatusDto> getCommitmentStatus(
      String commitment, @Nullable Instant asOf, @Nullable Long dataVersion) {
    Basis of = basis.settle(asOf, dataVersion);
    Commitment found = basis.announced(of, commitment).commitment();
    return conditional.answer(of, () -> status(of, found));
  }

  @Override
  public RestResponse<String> getCommitmentStatusCsv(
      String commitment, @Nullable Instant asOf, @Nullable Long dataVersion, Boolean bom, @Nullable String delimiter, String decimal) {
    Basis of = basis.settle(asOf, dataVersion);
    Commitment found = basis.announced(of, commitment).commitment();
    return conditional.answer(of, () ->
        table.write(status(of, found).getReadings(), ReadingStatusDto.class, TableForm.of(bom, delimiter, decimal)));
  }

  private CommitmentStatusDto status(Basis of, Commitment commitment) {
    Optional<Terms> inForce = commitment.termsAsOf(of.asOf());
    return CommitmentStatusDto.builder()
        .commitment(commitment.id().value())
        .title(commitment.title())
        .buyer(commitment.buyer())
        .seller(commitment.seller())
        .commodities(commitment.commodities().stream().map(CommodityId::value).toList())
        .strength(StrengthDto.fromValue(commitment.strength().id()))
        .asOf(of.asOf())
        .dataVersion(of.dataVersion())
        .newestRelease(ReadBasis.newestRelease(of))
        .termsVersion(inForce.map(Terms::version).orElse(null))
        .headline(inForce.map(Terms::headline).orElse(null))
        .refusal(commitment.refusal())
        .withdrawal(CommitmentMapper.withdrawal(commitment, of.asOf()))
        .readings(assessments.of(of, commitment).stream().<ReadingStatusDto>map(mapper::reading).toList())
        .build();
  }

  /// Every row, as `listStatus` tells them.
  List<StatusRowDto> portfolio(Basis of) {
    assessments.headlinesAreRead();
    return rows(of, null, null, null);
  }

  private List<StatusRowDto> rows(
      Basis of, @Nullable String buyer, @Nullable String commodity, @Nullable VerdictDto verdict) {
    var rows = new ArrayList<StatusRowDto>();
    List<Compared> headlines = assessments.headlines(of);
    for (Catalogue.Entry entry : of.snapshot().catalogueAt(of.dataVersion())) {
      Commitment commitment = entry.commitment();
      boolean wanted = (buyer == null || commitment.buyer().equals(buyer))
          && (commodity == null || commitment.commodities().stream().anyMatch(each -> each.value().equals(commodity)));
      if (wanted && commitment.termsAsOf(of.asOf()).isPresent()) {
        rows.add(headlines.stream()
            .filter(compared -> compared.now().commitment().id().equals(commitment.id()))
            .findFirst()
            .map(mapper::row)
            .orElseGet(() -> mapper.rowWithoutReading(commitment,
                Optional.ofNullable(commitment.refusal()).orElse("the terms in force name no headline reading"),
                of.asOf())));
      }
    }
    return rows.stream()
        .filter(row -> verdict == null || row.getVerdict() == verdict)
        .sorted(Standings.worstFirst(
            row -> Verdict.valueOf(row.getVerdict().name()), StatusRowDto::getSlackShare, StatusRowDto::getCommitment))
        .toList();
  }
}
