package io.offtake.rest;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offtake.answer.Answers.Basis;
import io.offtake.api.model.BaselineDto;
import io.offtake.api.model.CitationDto;
import io.offtake.api.model.MinimumDto;
import io.offtake.api.model.StillDeliverableDto;
import io.offtake.api.model.SubstitutionDto;
import io.offtake.api.model.CommitmentDto;
import io.offtake.api.model.CommitmentSummaryDto;
import io.offtake.api.model.ReadingDto;
import io.offtake.api.model.StrengthDto;
import io.offtake.api.model.TargetDto;
import io.offtake.api.model.TargetLegDto;
import io.offtake.api.model.TermsDto;
import io.offtake.api.model.TrancheDto;
import io.offtake.api.model.WithdrawalDto;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.Baseline;
import io.offtake.commitment.Citation;
import io.offtake.commitment.Deliverable;
import io.offtake.commitment.Minimum;
import io.offtake.commitment.Substitution;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.CommitmentId;
import io.offtake.commitment.Reading;
import io.offtake.commitment.ReadingWindow;
import io.offtake.commitment.Statement;
import io.offtake.commitment.Strength;
import io.offtake.commitment.Target;
import io.offtake.commitment.Terms;
import io.offtake.commitment.Tranche;
import io.offtake.evidence.SourceId;
import io.offtake.quantity.Quantity;
import io.offtake.reference.CommodityId;
import io.offtake.rest.edge.ReadBasis;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import java.time.ZoneOffset;
import io.offtake.evidence.Measure;

/// Puts commitments, their terms and readings into the contract's words.
@Singleton
class CommitmentMapper {

  private final ObjectMapper json;

  CommitmentMapper(ObjectMapper json) {
    this.json = json;
  }

  CommitmentSummaryDto summary(Commitment commitment, Instant asOf) {
    Optional<Terms> inForce = commitment.termsAsOf(asOf);
    return CommitmentSummaryDto.builder()
        .id(commitment.id().value())
        .title(commitment.title())
        .buyer(commitment.buyer())
        .seller(commitment.seller())
        .commodities(commodities(commitment))
        .strength(strength(commitment.strength()))
        .termsVersion(inForce.map(Terms::version).orElse(null))
        .announcedAt(inForce.map(Terms::announced).map(Statement::knownFrom).orElse(null))
        .headline(inForce.map(Terms::headline).orElse(null))
        .readings(commitment.readings().stream().map(Reading::id).toList())
        .parent(parent(commitment))
        .refusal(commitment.refusal())
        .withdrawal(withdrawal(commitment, asOf))
        .build();
  }

  static @Nullable WithdrawalDto withdrawal(Commitment commitment, Instant asOf) {
    return commitment.withdrawnAt(asOf)
        .<WithdrawalDto>map(each -> WithdrawalDto.builder().at(each.at()).reason(each.reason()).by(each.by()).build())
        .orElse(null);
  }

  CommitmentDto commitment(Basis of, Catalogue.Entry entry) {
    Commitment commitment = entry.commitment();
    Optional<Terms> inForce = commitment.termsAsOf(of.asOf());
    return CommitmentDto.builder()
        .id(commitment.id().value())
        .title(commitment.title())
        .buyer(commitment.buyer())
        .seller(commitment.seller())
        .commodities(commodities(commitment))
        .strength(strength(commitment.strength()))
        .terms(inForce.map(this::terms).orElse(null))
        .headline(inForce.map(Terms::headline).orElse(null))
        .readings(readings(entry, of.asOf()))
        .parent(parent(commitment))
        .refusal(commitment.refusal())
        .withdrawal(withdrawal(commitment, of.asOf()))
        .notes(commitment.notes())
        .asOf(of.asOf())
        .dataVersion(of.dataVersion())
        .newestRelease(ReadBasis.newestRelease(of))
        .build();
  }

  TermsDto terms(Terms terms) {
    return TermsDto.builder()
        .version(terms.version())
        .announcedAt(terms.announced().knownFrom())
        .announcedAtEstimated(terms.announced().estimated())
        .announcedBy(terms.announcedBy())
        .summary(terms.summary())
        .source(citation(terms.source()))
        .headline(terms.headline())
        .strength(strength(terms.strength()))
        .tranches(terms.tranches().stream().<TrancheDto>map(CommitmentMapper::tranche).toList())
        .build();
  }

  /// In the order of the catalogue. Where a reading was read is only in the kept document.
  List<ReadingDto> readings(Catalogue.Entry entry) {
    return readings(entry, Instant.MAX);
  }

  private List<ReadingDto> readings(Catalogue.Entry entry, Instant asOf) {
    JsonNode kept = tree(entry.document()).path("readings");
    var readings = new ArrayList<ReadingDto>();
    for (Reading reading : entry.commitment().readings()) {
      readings.add(reading(reading, kept.path(readings.size()).path("source"), asOf));
    }
    return readings;
  }

  private ReadingDto reading(Reading reading, JsonNode source, Instant asOf) {
    ReadingWindow window = reading.window();
    return ReadingDto.builder()
        .id(reading.id())
        .label(reading.label())
        .tranche(reading.tranche())
        .measure(StatusMapper.measure(reading.measure()))
        .unknownDestinations(StatusMapper.unknownDestinations(reading))
        .share(StatusMapper.share(reading))
        .windowStart(windowStart(window))
        .deadline(deadline(window))
        .marketingYear(window instanceof ReadingWindow.OfMarketingYear(var year) ? year.endingYear() : null)
        .evidence(reading.sources().stream().map(SourceId::value).toList())
        .components(reading.components())
        .statedBy(reading.statedBy())
        .statedAt(reading.stated().knownFrom())
        .statedAtEstimated(reading.stated().estimated())
        .source(source.isObject() ? citation(source) : null)
        .doubt(reading.doubt())
        .retired(reading.isRetiredAt(asOf))
        .retiredAt(reading.isRetiredAt(asOf) ? reading.retiredAt() : null)
        .build();
  }

  private static @Nullable LocalDate windowStart(ReadingWindow window) {
    return switch (window) {
      case ReadingWindow.Days(var days) -> days.first();
      case ReadingWindow.OfMarketingYear(var year) -> year.first();
      case ReadingWindow.Unstated(var windowStart, var _) -> windowStart;
    };
  }

  private static @Nullable LocalDate deadline(ReadingWindow window) {
    return switch (window) {
      case ReadingWindow.Days(var days) -> days.last();
      case ReadingWindow.OfMarketingYear(var year) -> year.last();
      case ReadingWindow.Unstated(var _, var deadline) -> deadline;
    };
  }

  private static TrancheDto tranche(Tranche tranche) {
    CommodityId commodity = tranche.commodity();
    return TrancheDto.builder()
        .id(tranche.id())
        .windowStart(tranche.windowStart())
        .deadline(tranche.deadline())
        .target(target(tranche.target()))
        .commodity(commodity == null ? null : commodity.value())
        .yearly(tranche.yearly())
        .derived(tranche.derived())
        .composed(tranche.composed())
        .subMinimums(absentIfNone(tranche.minimums().stream().<MinimumDto>map(CommitmentMapper::minimum).toList()))
        .substitutions(absentIfNone(
            tranche.substitutions().stream().<SubstitutionDto>map(CommitmentMapper::substitution).toList()))
        .baseline(absentIfNone(tranche.baselines().stream().<BaselineDto>map(CommitmentMapper::baseline).toList()))
        .stillDeliverable(absentIfNone(
            tranche.deliverable().stream().<StillDeliverableDto>map(CommitmentMapper::deliverable).toList()))
        .build();
  }

  private static <T> @Nullable List<T> absentIfNone(List<T> all) {
    return all.isEmpty() ? null : all;
  }

  private static MinimumDto minimum(Minimum minimum) {
    Target.AtLeast target = minimum.target();
    return MinimumDto.builder()
        .commodity(minimum.commodity().value())
        .value(target.quantity().value())
        .unit(target.quantity().unit().id())
        .per(target.perYear() ? MinimumDto.PerEnum.YEAR : null)
        .additional(target.additional() ? true : null)
        .build();
  }

  private static SubstitutionDto substitution(Substitution substitution) {
    Quantity then = substitution.targetThen();
    return SubstitutionDto.builder()
        .goods(substitution.goods())
        .commodities(absentIfNone(substitution.commodities().stream().map(CommodityId::value).toList()))
        .value(substitution.value().value())
        .unit(substitution.value().unit().id())
        .discharges(substitution.discharges().value())
        .of(substitution.of())
        .minimumThen(then == null ? null : then.value())
        .build();
  }

  private static BaselineDto baseline(Baseline baseline) {
    Measure measure = baseline.measure();
    return BaselineDto.builder()
        .role(BaselineDto.RoleEnum.fromValue(baseline.role().id()))
        .scope(baseline.scope())
        .statistic(baseline.statistic())
        .period(baseline.period())
        .value(baseline.value().value())
        .unit(baseline.value().unit().id())
        .knownFrom(baseline.knownFrom())
        .derived(baseline.derived())
        .measure(measure == null ? null : StatusMapper.measure(measure))
        .components(absentIfNone(baseline.components().stream().map(CommodityId::value).toList()))
        .build();
  }

  private static StillDeliverableDto deliverable(Deliverable deliverable) {
    var stated = deliverable.stated();
    return StillDeliverableDto.builder()
        .value(deliverable.quantity().value())
        .unit(deliverable.quantity().unit().id())
        .statedOn(stated.estimated() ? stated.knownFrom().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(1) : null)
        .statedAt(stated.estimated() ? null : stated.knownFrom())
        .statedBy(deliverable.statedBy())
        .build();
  }

  static @Nullable TargetDto target(Target target) {
    return switch (target) {
      case Target.AtLeast(Quantity quantity, boolean perYear, boolean additional) -> TargetDto.builder()
          .operator(TargetDto.OperatorEnum.AT_LEAST)
          .value(quantity.value())
          .unit(quantity.unit().id())
          .per(perYear ? TargetDto.PerEnum.YEAR : null)
          .additional(additional ? true : null)
          .build();
      case Target.UpTo(Quantity quantity, boolean perYear) -> TargetDto.builder()
          .operator(TargetDto.OperatorEnum.UP_TO)
          .value(quantity.value())
          .unit(quantity.unit().id())
          .per(perYear ? TargetDto.PerEnum.YEAR : null)
          .build();
      case Target.Between(Quantity min, Quantity max, boolean perYear) -> TargetDto.builder()
          .operator(TargetDto.OperatorEnum.BETWEEN)
          .min(min.value())
          .max(max.value())
          .unit(min.unit().id())
          .per(perYear ? TargetDto.PerEnum.YEAR : null)
          .build();
      case Target.LowerOf(List<Target.AtLeast> legs) -> TargetDto.builder()
          .operator(TargetDto.OperatorEnum.LOWER_OF)
          .legs(legs.stream().<TargetLegDto>map(CommitmentMapper::leg).toList())
          .build();
      case Target.UpliftPercent(var percent) -> TargetDto.builder()
          .operator(TargetDto.OperatorEnum.UPLIFT_PERCENT)
          .value(percent)
          .unit("percent")
          .build();
      case Target.Undeclared _ -> null;
    };
  }

  private static TargetLegDto leg(Target.AtLeast leg) {
    return TargetLegDto.builder()
        .value(leg.quantity().value())
        .unit(leg.quantity().unit().id())
        .per(leg.perYear() ? TargetLegDto.PerEnum.YEAR : null)
        .additional(leg.additional() ? true : null)
        .build();
  }

  private static List<String> commodities(Commitment commitment) {
    return commitment.commodities().stream().map(CommodityId::value).toList();
  }

  private static @Nullable StrengthDto strength(@Nullable Strength strength) {
    return strength == null ? null : StrengthDto.fromValue(strength.id());
  }

  private static @Nullable String parent(Commitment commitment) {
    CommitmentId parent = commitment.parent();
    return parent == null ? null : parent.value();
  }

  static CitationDto citation(Citation citation) {
    return CitationDto.builder()
        .title(citation.title())
        .publisher(citation.publisher())
        .date(citation.date())
        .url(citation.url())
        .build();
  }

  private CitationDto citation(JsonNode node) {
    try {
      return json.treeToValue(node, CitationDto.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the kept citation cannot be read: " + node, e);
    }
  }

  private JsonNode tree(String document) {
    try {
      return json.readTree(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the kept document of a commitment is not JSON", e);
    }
  }
}
