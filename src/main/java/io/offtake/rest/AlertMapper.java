package io.offtake.rest;

import java.math.BigDecimal;
import java.time.Instant;

import io.offtake.alert.Alert;
import io.offtake.alert.AlertRule;
import io.offtake.alert.AlertState.Acknowledged;
import io.offtake.alert.AlertState.Frozen;
import io.offtake.alert.AlertState.Silenced;
import io.offtake.alert.AlertState;
import io.offtake.alert.Facts;
import io.offtake.alert.Links;
import io.offtake.alert.Reach;
import io.offtake.alert.RuleKind;
import io.offtake.alert.Severity;
import io.offtake.alert.Silence;
import io.offtake.alert.Transition;
import io.offtake.api.model.AlertDto;
import io.offtake.api.model.AlertHistoryDto;
import io.offtake.api.model.AlertRuleDto;
import io.offtake.api.model.AlertRuleKindDto;
import io.offtake.api.model.AlertRuleParametersDto;
import io.offtake.api.model.AlertRuleScopeDto;
import io.offtake.api.model.AlertStateDto;
import io.offtake.api.model.AlertTransitionDto;
import io.offtake.api.model.QuantityDto;
import io.offtake.api.model.SeverityDto;
import io.offtake.api.model.SilenceDto;
import io.offtake.api.model.VerdictDto;
import io.offtake.rest.edge.Amounts;
import org.jspecify.annotations.Nullable;

/// Puts alerts, silences and rules into the words of the contract.
final class AlertMapper {

  /// Addresses in the API are relative to it.
  private static final Links LINKS = new Links("");

  private AlertMapper() {}

  static AlertDto alert(Alert alert) {
    Transition newest = alert.newest();
    Facts facts = newest.facts();
    AlertState state = newest.to();
    Acknowledged taken = state instanceof Acknowledged acknowledged ? acknowledged : null;
    return AlertDto.builder()
        .id(alert.id())
        .commitment(facts.subject().commitment())
        .reading(facts.subject().reading())
        .rule(newest.rule().id())
        .ruleVersion(newest.rule().version())
        .title(newest.rule().title())
        .severity(severity(newest.rule().severity()))
        .state(state(state))
        .since(newest.occurredAt())
        .sequence(alert.sequence())
        .cause(newest.cause())
        .clears(facts.judged().clears().isEmpty() ? null : facts.judged().clears())
        .frozenFrom(state instanceof Frozen(AlertState was) && was != null ? state(was) : null)
        .acknowledgedBy(taken == null ? null : taken.who())
        .acknowledgementNote(taken == null || taken.note().isEmpty() ? null : taken.note())
        .acknowledgedUntil(taken == null ? null : taken.until())
        .silence(state instanceof Silenced silenced ? silenced.silence() : null)
        .verdict(VerdictDto.fromValue(facts.judged().verdict().id()))
        .deadline(facts.balance().deadline())
        .target(quantity(facts.balance().target(), facts))
        .fulfilled(quantity(facts.balance().fulfilled(), facts))
        .fulfilledAtLeast(facts.balance().fulfilled() == null ? null : facts.balance().fulfilledAtLeast())
        .shortfallProbability(probability(facts))
        .newestPeriodEnd(facts.seen().newestPeriodEnd())
        .newestRelease(facts.seen().newestRelease())
        .asOf(facts.asOf())
        .dataVersion(facts.dataVersion())
        .answer(LINKS.answer(facts))
        .page(LINKS.page(facts))
        .build();
  }

  static AlertHistoryDto history(Alert.History history) {
    return AlertHistoryDto.builder()
        .alert(alert(history.alert()))
        .transitions(history.steps().stream().<AlertTransitionDto>map(AlertMapper::transition).toList())
        .build();
  }

  private static AlertTransitionDto transition(Alert.Step step) {
    Transition of = step.transition();
    Facts facts = of.facts();
    return AlertTransitionDto.builder()
        .sequence(step.sequence())
        .kind(AlertTransitionDto.KindEnum.fromValue(of.kind().id()))
        .from(of.from() == null ? null : state(of.from()))
        .to(state(of.to()))
        .severity(severity(of.rule().severity()))
        .ruleVersion(of.rule().version())
        .cause(of.cause())
        .told(of.isTold())
        .occurredAt(of.occurredAt())
        .verdict(VerdictDto.fromValue(facts.judged().verdict().id()))
        .deadline(facts.balance().deadline())
        .target(quantity(facts.balance().target(), facts))
        .fulfilled(quantity(facts.balance().fulfilled(), facts))
        .fulfilledAtLeast(facts.balance().fulfilled() == null ? null : facts.balance().fulfilledAtLeast())
        .shortfallProbability(probability(facts))
        .newestPeriodEnd(facts.seen().newestPeriodEnd())
        .newestRelease(facts.seen().newestRelease())
        .asOf(facts.asOf())
        .dataVersion(facts.dataVersion())
        .answer(LINKS.answer(facts))
        .build();
  }

  static SilenceDto silence(Silence silence, Instant now) {
    Silence.Matcher matcher = silence.matcher();
    return SilenceDto.builder()
        .id(silence.id())
        .commitment(matcher.commitment())
        .reading(matcher.reading())
        .rule(matcher.rule())
        .severity(matcher.severity() == null ? null : severity(matcher.severity()))
        .owner(silence.owner())
        .reason(silence.reason())
        .start(silence.start())
        .end(silence.end())
        .endedAt(silence.endedAt().orElse(null))
        .active(silence.holdsAt(now))
        .build();
  }

  static AlertRuleDto rule(AlertRule rule) {
    return AlertRuleDto.builder()
        .id(rule.id())
        .version(rule.version())
        .title(rule.title())
        .kind(AlertRuleKindDto.fromValue(rule.kind().id()))
        .parameters(parameters(rule.kind()))
        .severity(severity(rule.severity()))
        .hysteresis(BigDecimal.valueOf(rule.hysteresis()))
        .dwell(rule.dwell())
        .enabled(rule.enabled())
        .scope(AlertRuleScopeDto.builder()
            .commitments(rule.scope().commitments().isEmpty() ? null : rule.scope().commitments())
            .readings(rule.scope().readings().isEmpty() ? null : rule.scope().readings())
            .headlineOnly(rule.scope().headlineOnly())
            .build())
        .cannotFireWhen(Reach.limits(rule.kind()))
        .build();
  }

  private static @Nullable AlertRuleParametersDto parameters(RuleKind kind) {
    return switch (kind) {
      case RuleKind.ShortfallProbability(double level, double below) -> AlertRuleParametersDto.builder()
          .level(BigDecimal.valueOf(level))
          .below(below < 1 ? BigDecimal.valueOf(below) : null)
          .build();
      case RuleKind.LastSafeDateWithin(int days) -> AlertRuleParametersDto.builder().days(days).build();
      case RuleKind.NetCancellation(double size) ->
          AlertRuleParametersDto.builder().size(BigDecimal.valueOf(size)).build();
      case RuleKind.SourceLate(int hours) -> AlertRuleParametersDto.builder().hours(hours).build();
      case RuleKind.PaceBelowRequired _, RuleKind.VerdictChanged _, RuleKind.TermsAmended _,
          RuleKind.EvidenceRetracted _ -> null;
    };
  }

  static SeverityDto severity(Severity severity) {
    return SeverityDto.fromValue(severity.id());
  }

  private static AlertStateDto state(AlertState state) {
    return AlertStateDto.fromValue(state.id());
  }

  private static @Nullable QuantityDto quantity(@Nullable BigDecimal value, Facts facts) {
    return value == null || facts.balance().unit() == null
        ? null
        : QuantityDto.builder().value(value).unit(facts.balance().unit()).build();
  }

  private static @Nullable BigDecimal probability(Facts facts) {
    return facts.odds().shortfallProbability() == null ? null : Amounts.share(facts.odds().shortfallProbability());
  }
}
