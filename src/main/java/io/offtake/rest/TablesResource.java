package io.offtake.rest;

import io.offtake.api.TablesApi;
import io.offtake.api.model.AlertDto;
import io.offtake.api.model.CalendarEntryDto;
import io.offtake.api.model.ClaimDto;
import io.offtake.api.model.CommitmentSummaryDto;
import io.offtake.api.model.CommodityDto;
import io.offtake.api.model.EvidenceRowDto;
import io.offtake.api.model.HeldBackDto;
import io.offtake.api.model.MarginRowDto;
import io.offtake.api.model.ObservationDto;
import io.offtake.api.model.PartyDto;
import io.offtake.api.model.ProgressRowDto;
import io.offtake.api.model.ProjectionRowDto;
import io.offtake.api.model.ReadingStatusDto;
import io.offtake.api.model.RecordedChangeDto;
import io.offtake.api.model.ReleaseDto;
import io.offtake.api.model.RevisionRowDto;
import io.offtake.api.model.RuleBacktestPledgeDto;
import io.offtake.api.model.RuleBacktestRowDto;
import io.offtake.api.model.ScorecardRowDto;
import io.offtake.api.model.SeriesDto;
import io.offtake.api.model.SourceDto;
import io.offtake.api.model.StatusRowDto;
import io.offtake.api.model.TableMetadataDto;
import io.offtake.api.model.TimelineRowDto;
import io.offtake.api.model.UnitDto;
import io.offtake.api.model.VerdictRowDto;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.TableColumns;
import org.jboss.resteasy.reactive.RestResponse;

/// Says what the columns of each table are, beside it.
class TablesResource implements TablesApi {

  private final TableColumns columns;
  private final Conditional conditional;

  TablesResource(TableColumns columns, Conditional conditional) {
    this.columns = columns;
    this.conditional = conditional;
  }

  @Override
  public RestResponse<TableMetadataDto> describeMargins() {
    return described(MarginRowDto.class, "/v1/margins.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeTimeline(String commitment) {
    return described(TimelineRowDto.class, "/v1/commitments/{commitment}/timeline.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeRuleBacktestPledges(String rule, Long job) {
    return described(RuleBacktestPledgeDto.class, "/v1/alert-rules/{rule}/backtests/{job}/pledges.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeRuleBacktest(String rule, Long job) {
    return described(RuleBacktestRowDto.class, "/v1/alert-rules/{rule}/backtests/{job}/rows.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeAlerts() {
    return described(AlertDto.class, "/v1/alerts.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeCalendar() {
    return described(CalendarEntryDto.class, "/v1/calendar.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeChanges() {
    return described(RecordedChangeDto.class, "/v1/changes.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeClaims() {
    return described(ClaimDto.class, "/v1/claims.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeCommitments() {
    return described(CommitmentSummaryDto.class, "/v1/commitments.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeEvidence(String commitment, String reading) {
    return described(EvidenceRowDto.class, "/v1/commitments/{commitment}/readings/{reading}/evidence.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeProgress(String commitment, String reading) {
    return described(ProgressRowDto.class, "/v1/commitments/{commitment}/readings/{reading}/progress.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeProjection(String commitment, String reading) {
    return described(ProjectionRowDto.class, "/v1/commitments/{commitment}/readings/{reading}/projection.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeCommitmentStatus(String commitment) {
    return described(ReadingStatusDto.class, "/v1/commitments/{commitment}/status.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeCommodities() {
    return described(CommodityDto.class, "/v1/commodities.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeHeldBack() {
    return described(HeldBackDto.class, "/v1/held-back.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeParties() {
    return described(PartyDto.class, "/v1/parties.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeScorecard() {
    return described(ScorecardRowDto.class, "/v1/scorecard.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeSeries() {
    return described(SeriesDto.class, "/v1/series.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeObservations(String series) {
    return described(ObservationDto.class, "/v1/series/{series}/observations.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeSources() {
    return described(SourceDto.class, "/v1/sources.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeReleases(String source) {
    return described(ReleaseDto.class, "/v1/sources/{source}/releases.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeRevisions(String source) {
    return described(RevisionRowDto.class, "/v1/sources/{source}/revisions.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeStatus() {
    return described(StatusRowDto.class, "/v1/status.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeUnits() {
    return described(UnitDto.class, "/v1/units.csv");
  }

  @Override
  public RestResponse<TableMetadataDto> describeVerdicts() {
    return described(VerdictRowDto.class, "/v1/verdicts.csv");
  }

  /// @param table  the template of its path
  private RestResponse<TableMetadataDto> described(Class<?> row, String table) {
    TableMetadataDto described = columns.of(row, table);
    return conditional.answer(described.toString(), false, () -> described);
  }
}
