package io.offtake.rest;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.offtake.alert.AlertRule;
import io.offtake.alert.AlertRules;
import io.offtake.alert.RuleTrial;
import io.offtake.api.model.NewJobDto;
import io.offtake.api.model.NewRuleBacktestDto;
import io.offtake.evidence.SourceId;
import io.offtake.fetching.Backfills;
import io.offtake.publisher.Sources;
import io.offtake.replay.Backtests;
import io.offtake.replay.RuleBacktests;
import io.offtake.rest.edge.BodySense;
import io.offtake.rest.edge.Fault;
import jakarta.inject.Singleton;

/// What makes no sense in what a job is asked to do. All of it is told at once.
@Singleton
class JobSense implements BodySense {

  private final Backtests backtests;
  private final Backfills backfills;
  private final RuleBacktests ruleBacktests;
  private final AlertRules rules;
  private final Clock clock;

  JobSense(Backtests backtests, Backfills backfills, RuleBacktests ruleBacktests, AlertRules rules, Clock clock) {
    this.backtests = backtests;
    this.backfills = backfills;
    this.ruleBacktests = ruleBacktests;
    this.rules = rules;
    this.clock = clock;
  }

  @Override
  public boolean speaksOf(Class<?> type) {
    return type == NewJobDto.class || type == NewRuleBacktestDto.class;
  }

  @Override
  public List<Fault> faults(Object sound, Map<String, String> path, Collection<String> wrong) {
    return switch (sound) {
      case NewJobDto sent -> ofJob(sent, wrong);
      case NewRuleBacktestDto sent -> JobMapper.faults(ruleBacktests.problems(
          JobRequest.ruleBacktest(path.getOrDefault("rule", ""), sent, today()), fields(wrong)));
      default -> List.of();
    };
  }

  /// @param wrong  where the body has faults of form
  List<Fault> ofJob(NewJobDto sent, Collection<String> wrong) {
    if (sent.getKind() == null) {
      return List.of();
    }
    var faults = new ArrayList<>(JobRequest.faultsOfKind(sent));
    Set<String> unsure = fields(wrong);
    unsure.addAll(JobRequest.lacking(sent));
    switch (sent.getKind()) {
      case BACKTEST ->
          faults.addAll(JobMapper.faults(backtests.problems(JobRequest.backtest(sent, today()), unsure)));
      case BACKFILL ->
          faults.addAll(JobMapper.faults(backfills.problems(JobRequest.backfill(sent, today()), unsure)));
      case RECHECK -> unknownSource(sent).ifPresent(faults::add);
      case RULE_BACKTEST -> {
        if (sent.getRule() != null) {
          ofRule("/rule", sent.getRule()).ifPresent(faults::add);
        }
        faults.addAll(JobMapper.faults(ruleBacktests.problems(JobRequest.ruleBacktest(sent, today()), unsure)));
      }
    }
    return faults;
  }

  static Optional<Fault> unknownSource(NewJobDto sent) {
    String source = sent.getSource();
    return source == null || Sources.find(new SourceId(source)).isPresent()
        ? Optional.empty()
        : Optional.of(Fault.inBody("/source", "there is no source '%s'".formatted(source),
            "write one that /v1/sources lists, or leave it out"));
  }

  private Optional<Fault> ofRule(String pointer, String id) {
    Optional<AlertRule> rule = rules.find(id);
    return rule.isEmpty()
        ? Optional.of(noRule(pointer, id))
        : RuleTrial.whyNot(rule.get()).map(reason -> cannotBeTried(pointer, reason));
  }

  static Fault noRule(String pointer, String id) {
    return Fault.inBody(pointer, "there is no rule '%s'".formatted(id), "write one that /v1/alert-rules lists");
  }

  static Fault cannotBeTried(String pointer, String reason) {
    return Fault.inBody(pointer, reason, "try one that warns of a shortfall, such as shortfall-likely");
  }

  /// The fields that the faults lie in.
  private static Set<String> fields(Collection<String> wrong) {
    var fields = new HashSet<String>();
    wrong.stream().filter(each -> each.startsWith("/")).map(each -> each.split("/", 3)[1]).forEach(fields::add);
    return fields;
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
