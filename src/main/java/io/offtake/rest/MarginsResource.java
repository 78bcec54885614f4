package io.offtake.rest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.offtake.answer.Answers.Basis;
import io.offtake.api.MarginsApi;
import io.offtake.api.model.MarginListDto;
import io.offtake.api.model.MarginRowDto;
import io.offtake.assessment.TwoSources;
import io.offtake.assessment.TwoSources.Margin;
import io.offtake.assessment.TwoSources.YearMargin;
import io.offtake.evidence.Measure;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import io.offtake.rest.edge.Amounts;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.FlatTable;
import io.offtake.rest.edge.ReadBasis;
import io.offtake.rest.edge.TableForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Tells how two sources of one trade stand to each other.
class MarginsResource implements MarginsApi {

  private final ReadBasis basis;
  private final TwoSources twoSources;
  private final Conditional conditional;
  private final FlatTable table;
  private final KnownNames names;

  MarginsResource(
      ReadBasis basis, TwoSources twoSources, Conditional conditional, FlatTable table, KnownNames names) {
    this.basis = basis;
    this.twoSources = twoSources;
    this.conditional = conditional;
    this.table = table;
    this.names = names;
  }

  @Override
  public RestResponse<MarginListDto> listMargins(
      @Nullable String commodity, String destination, @Nullable Instant asOf, @Nullable Long dataVersion) {
    Basis of = settled(commodity, destination, asOf, dataVersion);
    return conditional.answer(of, () -> MarginListDto.builder()
        .asOf(of.asOf())
        .dataVersion(of.dataVersion())
        .newestRelease(ReadBasis.newestRelease(of))
        .rows(rows(of, commodity, destination))
        .build());
  }

  @Override
  public RestResponse<String> listMarginsCsv(
      @Nullable String commodity,
      String destination,
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      Boolean bom,
      @Nullable String delimiter,
      String decimal) {
    Basis of = settled(commodity, destination, asOf, dataVersion);
    return conditional.answer(of, () ->
        table.write(rows(of, commodity, destination), MarginRowDto.class, TableForm.of(bom, delimiter, decimal)));
  }

  private Basis settled(
      @Nullable String commodity, String destination, @Nullable Instant asOf, @Nullable Long dataVersion) {
    Basis of = basis.settle(asOf, dataVersion);
    names.check().commodity("commodity", commodity).destination("destination", destination, of).done();
    return of;
  }

  private List<MarginRowDto> rows(Basis of, @Nullable String commodity, String destination) {
    var rows = new ArrayList<MarginRowDto>();
    twoSources.margins(of.view(), Optional.ofNullable(commodity).map(CommodityId::new), new PartyId(destination))
        .forEach(margin -> rows.addAll(rows(margin)));
    return rows;
  }

  private static List<MarginRowDto> rows(Margin margin) {
    List<MarginRowDto> rows = margin.years().stream().map(year -> row(margin, year)).toList();
    margin.drift().ifPresent(drift -> {
      MarginRowDto newest = rows.getLast();
      newest.setRecentFrom(drift.from());
      newest.setRecentTo(drift.to());
      newest.setRecent(Amounts.share(drift.recent()));
      newest.setUsualLow(Amounts.share(drift.low()));
      newest.setUsualHigh(Amounts.share(drift.high()));
      newest.setOutOfBand(drift.isOutOfBand());
    });
    return rows;
  }

  private static MarginRowDto row(Margin margin, YearMargin year) {
    return MarginRowDto.builder()
        .commodity(margin.numerator().commodity().value())
        .destination(margin.numerator().destination().value())
        .source(margin.numerator().source().value())
        .measure(StatusMapper.measure(Measure.EXPORTED))
        .otherSource(margin.denominator().source().value())
        .otherMeasure(StatusMapper.measure(Measure.INSPECTED))
        .marketYear(year.marketingYear())
        .weeks(year.weeks())
        .value(Amounts.estimate(year.numerator(), margin.unit()))
        .otherValue(Amounts.estimate(year.denominator(), margin.unit()))
        .margin(Amounts.share(year.margin()))
        .build();
  }
}
