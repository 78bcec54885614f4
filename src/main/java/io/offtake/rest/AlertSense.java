package io.offtake.rest;

import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.offtake.alert.AlertRule;
import io.offtake.alert.AlertRules;
import io.offtake.alert.RuleKind;
import io.offtake.alerting.Alerting;
import io.offtake.api.model.AlertRuleChangeDto;
import io.offtake.api.model.AlertRuleParametersDto;
import io.offtake.api.model.AlertRuleScopeDto;
import io.offtake.api.model.NewAlertRuleDto;
import io.offtake.api.model.NewSilenceDto;
import io.offtake.rest.KnownNames.Named;
import io.offtake.rest.edge.BodySense;
import io.offtake.rest.edge.Fault;
import io.offtake.rest.edge.ReadBasis;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// What makes no sense in an alert rule or a silence. All of it is told at once.
@Singleton
class AlertSense implements BodySense {

  static final String AN_END =
      "give an instant to come, after the start, and at most %d days ahead".formatted(Alerting.MOST_DAYS_AHEAD);

  private final KnownNames known;
  private final AlertRules rules;
  private final ReadBasis basis;
  private final Clock clock;

  AlertSense(KnownNames known, AlertRules rules, ReadBasis basis, Clock clock) {
    this.known = known;
    this.rules = rules;
    this.basis = basis;
    this.clock = clock;
  }

  @Override
  public boolean speaksOf(Class<?> type) {
    return type == NewAlertRuleDto.class || type == AlertRuleChangeDto.class || type == NewSilenceDto.class;
  }

  @Override
  public List<Fault> faults(Object sound, Map<String, String> path, Collection<String> wrong) {
    return switch (sound) {
      case NewAlertRuleDto sent -> ofRule(sent);
      case AlertRuleChangeDto sent -> rules.find(path.getOrDefault("rule", ""))
          .map(held -> ofChange(held, sent))
          .orElse(List.of());
      case NewSilenceDto sent -> ofSilence(sent);
      default -> List.of();
    };
  }

  /// A hysteresis is held against the level.
  @Override
  public boolean follows(String place, Collection<String> wrong) {
    return place.equals("/hysteresis") && wrong.stream().anyMatch(each -> each.startsWith("/parameters"));
  }

  List<Fault> ofRule(NewAlertRuleDto sent) {
    var faults = new ArrayList<Fault>();
    if (sent.getKind() != null) {
      addOfKind(sent.getKind().toString(), parameters(sent.getParameters()), faults);
    }
    addOfHysteresis(Optional.ofNullable(sent.getParameters()).map(AlertRuleParametersDto::getLevel)
        .map(BigDecimal::doubleValue), sent.getHysteresis() == null ? 0 : sent.getHysteresis().doubleValue(), faults);
    addUnknown(sent.getScope(), faults);
    return faults;
  }

  List<Fault> ofChange(AlertRule held, AlertRuleChangeDto sent) {
    var faults = new ArrayList<Fault>();
    if (sent.getParameters() != null) {
      addOfKind(held.kind().id(), parameters(sent.getParameters()), faults);
    }
    Optional<Double> level = sent.getParameters() != null
        ? Optional.ofNullable(sent.getParameters().getLevel()).map(BigDecimal::doubleValue)
        : held.kind() instanceof RuleKind.ShortfallProbability(double before, _) ? Optional.of(before) : Optional.empty();
    addOfHysteresis(level, sent.getHysteresis() == null ? held.hysteresis() : sent.getHysteresis().doubleValue(), faults);
    addUnknown(sent.getScope(), faults);
    return faults;
  }

  List<Fault> ofSilence(NewSilenceDto sent) {
    var faults = new ArrayList<Fault>();
    if (Stream.of(sent.getCommitment(), sent.getReading(), sent.getRule(), sent.getSeverity()).allMatch(each -> each == null)) {
      faults.add(Fault.inBody("", "The silence would be about everything: no part of the matcher is given",
          "give commitment, reading, rule or severity"));
    }
    String reading = sent.getReading() == null || sent.getCommitment() == null
        ? sent.getReading()
        : sent.getCommitment() + "/" + sent.getReading();
    faults.addAll(known.faultsInBody(basis.newest(), Named.of("/commitment", sent.getCommitment()),
        Named.of("/reading", reading), Named.of("/rule", sent.getRule())));
    if (sent.getEnd() != null) {
      Alerting.lateness(sent.getStart(), sent.getEnd(), clock.instant())
          .ifPresent(late -> faults.add(Fault.inBody("/end", late, AN_END)));
    }
    return faults;
  }

  static RuleKind.Parameters parameters(@Nullable AlertRuleParametersDto given) {
    return given == null
        ? new RuleKind.Parameters(null, null, null, null, null)
        : new RuleKind.Parameters(number(given.getLevel()), number(given.getBelow()), given.getDays(),
            number(given.getSize()), given.getHours());
  }

  private static @Nullable Double number(@Nullable BigDecimal given) {
    return given == null ? null : given.doubleValue();
  }

  private static void addOfKind(String kind, RuleKind.Parameters parameters, List<Fault> faults) {
    parameters.besides(kind).forEach(name -> faults.add(Fault.inBody("/parameters/" + name,
        "A rule of the kind '%s' does not take '%s'".formatted(kind, name), RuleKind.needs(kind))));
    parameters.missing(kind).ifPresent(name -> faults.add(Fault.inBody("/parameters/" + name,
        "A rule of the kind '%s' needs '%s'".formatted(kind, name), RuleKind.needs(kind))));
    parameters.beyond(kind).forEach((name, beyond) -> faults.add(
        Fault.inBody("/parameters/" + name, beyond, RuleKind.needs(kind))));
  }

  private static void addOfHysteresis(Optional<Double> level, double hysteresis, List<Fault> faults) {
    level.filter(each -> each > 0 && hysteresis >= each).ifPresent(each -> faults.add(Fault.inBody("/hysteresis",
        "It would never clear: a hysteresis of %s reaches from the level %s to 0".formatted(hysteresis, each),
        "give less than the level")));
  }

  private void addUnknown(@Nullable AlertRuleScopeDto scope, List<Fault> faults) {
    if (scope != null) {
      faults.addAll(known.faultsInBody(basis.newest(), Named.each("/scope/commitments", scope.getCommitments()),
          Named.each("/scope/readings", scope.getReadings()), List.of()));
    }
  }
}
