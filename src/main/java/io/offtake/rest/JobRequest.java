package io.offtake.rest;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.offtake.api.model.NewJobDto.KindEnum;
import io.offtake.api.model.NewJobDto.MeasureEnum;
import io.offtake.api.model.NewJobDto;
import io.offtake.api.model.NewRuleBacktestDto;
import io.offtake.fetching.Backfills;
import io.offtake.replay.Backtests;
import io.offtake.replay.Rechecks;
import io.offtake.replay.RuleBacktests;
import io.offtake.rest.edge.Fault;
import org.jspecify.annotations.Nullable;

/// Puts what a job is asked to do into the contract's words, and out of them.
final class JobRequest {

  private static final List<Integer> HORIZONS = List.of(4, 8, 13, 26);
  private static final int EVERY_WEEKS = 4;

  private static final LocalDate RULES_TRIED_SINCE = LocalDate.of(2019, 1, 1);
  private static final List<String> GRAINS = List.of("soybeans", "corn", "wheat", "sorghum");
  private static final int OPENS_EVERY_WEEKS = 13;
  private static final List<Integer> WINDOWS = List.of(13, 26);
  private static final List<Double> SHARES = List.of(0.6, 0.8, 1.0, 1.2, 1.5);

  private static final Map<KindEnum, List<String>> NEEDED = Map.of(
      KindEnum.BACKTEST, List.of("measure", "commodity", "from", "to"),
      KindEnum.RECHECK, List.of(),
      KindEnum.BACKFILL, List.of("source", "from"),
      KindEnum.RULE_BACKTEST, List.of("rule"));

  private static final Map<KindEnum, List<String>> ALLOWED = Map.of(
      KindEnum.BACKTEST, List.of("destinations", "everyWeeks", "horizons"),
      KindEnum.RECHECK, List.of("source"),
      KindEnum.BACKFILL, List.of("commodity"),
      KindEnum.RULE_BACKTEST,
      List.of("measure", "commodities", "destinations", "from", "to", "everyWeeks", "weeks", "shares"));

  /// What each of those that are needed is, in words.
  private static final Map<String, String> WANTED = Map.of(
      "measure", "one of sold, inspected, exported",
      "commodity", "an id that /v1/commodities lists, such as soybeans",
      "from", "the first day, such as 2022-01-01",
      "to", "the last day, such as 2024-12-31",
      "source", "an id that /v1/sources lists, such as fas-export-sales",
      "rule", "an id that /v1/alert-rules lists, such as shortfall-likely");

  private JobRequest() {}

  /// What a body lacks that its kind needs, and what it has that its kind does not know.
  static List<Fault> faultsOfKind(NewJobDto sent) {
    List<String> needed = NEEDED.getOrDefault(sent.getKind(), List.of());
    List<String> allowed = ALLOWED.getOrDefault(sent.getKind(), List.of());
    List<Fault> faults = new ArrayList<>();
    fields(sent).forEach((field, value) -> {
      if (value == null && needed.contains(field)) {
        faults.add(Fault.inBody("/" + field, "A %s needs the field '%s'".formatted(sent.getKind(), field),
            "add it: " + WANTED.getOrDefault(field, "a value")));
      }
      if (value != null && !needed.contains(field) && !allowed.contains(field)) {
        faults.add(Fault.inBody("/" + field, "A %s does not take the field '%s'".formatted(sent.getKind(), field),
            "leave it out; known for it are "
                + Stream.concat(needed.stream(), allowed.stream()).sorted().collect(Collectors.joining(", "))));
      }
    });
    return faults;
  }

  /// The names of the needed fields that are absent.
  static Set<String> lacking(NewJobDto sent) {
    Map<String, @Nullable Object> fields = fields(sent);
    return NEEDED.getOrDefault(sent.getKind(), List.of()).stream()
        .filter(field -> fields.get(field) == null)
        .collect(Collectors.toSet());
  }

  private static Map<String, @Nullable Object> fields(NewJobDto sent) {
    var fields = new TreeMap<String, @Nullable Object>();
    fields.put("source", sent.getSource());
    fields.put("measure", sent.getMeasure());
    fields.put("commodity", sent.getCommodity());
    fields.put("destinations", sent.getDestinations());
    fields.put("from", sent.getFrom());
    fields.put("to", sent.getTo());
    fields.put("everyWeeks", sent.getEveryWeeks());
    fields.put("horizons", sent.getHorizons());
    fields.put("rule", sent.getRule());
    fields.put("commodities", sent.getCommodities());
    fields.put("weeks", sent.getWeeks());
    fields.put("shares", sent.getShares());
    return fields;
  }

  /// @param today  stands in for days that are absent, where the body has faults of form
  static Backtests.Asked backtest(NewJobDto sent, LocalDate today) {
    return new Backtests.Asked(
        sent.getMeasure() == null ? MeasureEnum.INSPECTED.toString() : sent.getMeasure().toString(),
        sent.getCommodity() == null ? "" : sent.getCommodity(),
        sent.getDestinations() == null ? List.of() : sent.getDestinations(),
        sent.getFrom() == null ? today : sent.getFrom(),
        sent.getTo() == null ? today : sent.getTo(),
        sent.getEveryWeeks() == null ? EVERY_WEEKS : sent.getEveryWeeks(),
        sent.getHorizons() == null ? HORIZONS : sent.getHorizons().stream().distinct().sorted().toList());
  }

  /// @param today  the last day on which windows open unless another is given
  static RuleBacktests.Asked ruleBacktest(NewJobDto sent, LocalDate today) {
    var pledges = NewRuleBacktestDto.builder()
        .measure(sent.getMeasure() == null ? null
            : NewRuleBacktestDto.MeasureEnum.fromValue(sent.getMeasure().toString()))
        .commodities(sent.getCommodities())
        .destinations(sent.getDestinations())
        .from(sent.getFrom())
        .to(sent.getTo())
        .everyWeeks(sent.getEveryWeeks())
        .weeks(sent.getWeeks())
        .shares(sent.getShares())
        .build();
    return ruleBacktest(sent.getRule() == null ? "" : sent.getRule(), pledges, today);
  }

  /// Likewise of a rule's own address.
  static RuleBacktests.Asked ruleBacktest(String rule, NewRuleBacktestDto sent, LocalDate today) {
    return new RuleBacktests.Asked(
        rule,
        0,
        sent.getMeasure() == null ? MeasureEnum.INSPECTED.toString() : sent.getMeasure().toString(),
        sent.getCommodities() == null ? GRAINS : sent.getCommodities().stream().distinct().toList(),
        sent.getDestinations() == null ? List.of() : sent.getDestinations().stream().distinct().toList(),
        sent.getFrom() == null ? RULES_TRIED_SINCE : sent.getFrom(),
        sent.getTo() == null ? today : sent.getTo(),
        sent.getEveryWeeks() == null ? OPENS_EVERY_WEEKS : sent.getEveryWeeks(),
        sent.getWeeks() == null ? WINDOWS : sent.getWeeks().stream().distinct().sorted().toList(),
        sent.getShares() == null ? SHARES
            : sent.getShares().stream().map(BigDecimal::doubleValue).distinct().sorted().toList());
  }

  static NewJobDto of(RuleBacktests.Asked asked) {
    return NewJobDto.builder()
        .kind(KindEnum.RULE_BACKTEST)
        .rule(asked.rule())
        .measure(MeasureEnum.fromValue(asked.measure()))
        .commodities(asked.commodities())
        .destinations(asked.destinations().isEmpty() ? null : asked.destinations())
        .from(asked.from())
        .to(asked.to())
        .everyWeeks(asked.everyWeeks())
        .weeks(asked.weeks())
        .shares(asked.shares().stream().map(BigDecimal::valueOf).toList())
        .build();
  }

  /// @param today  likewise
  static Backfills.Asked backfill(NewJobDto sent, LocalDate today) {
    return new Backfills.Asked(sent.getSource() == null ? "" : sent.getSource(), sent.getCommodity(),
        sent.getFrom() == null ? today : sent.getFrom());
  }

  static NewJobDto of(Backtests.Asked asked) {
    return NewJobDto.builder()
        .kind(KindEnum.BACKTEST)
        .measure(MeasureEnum.fromValue(asked.measure()))
        .commodity(asked.commodity())
        .destinations(asked.destinations().isEmpty() ? null : asked.destinations())
        .from(asked.from())
        .to(asked.to())
        .everyWeeks(asked.everyWeeks())
        .horizons(asked.horizons())
        .build();
  }

  static NewJobDto of(Rechecks.Asked asked) {
    return NewJobDto.builder().kind(KindEnum.RECHECK).source(asked.source()).build();
  }

  static NewJobDto of(Backfills.Asked asked) {
    return NewJobDto.builder()
        .kind(KindEnum.BACKFILL)
        .source(asked.source())
        .commodity(asked.commodity())
        .from(asked.from())
        .build();
  }
}
