package io.offtake.alert.store;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import io.offtake.alert.RuleTrial.Cell;
import io.offtake.alert.RuleTrial.Counted;
import io.offtake.alert.RuleTrial.Tally;
import io.offtake.alert.RuleTrial.Warning;
import io.offtake.assessment.PastPledge;
import io.offtake.calendar.DateWindow;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "rule_backtest_step")
@IdClass(RuleBacktestStepEntity.Key.class)
class RuleBacktestStepEntity {

  record Key(long jobId, int step) implements Serializable {}

  record CountedRow(
      int variant,
      String commodity,
      int weeks,
      int missed,
      int met,
      int falseAlarms,
      int firedAgain,
      List<Integer> leadDays) {

    static CountedRow of(Counted counted) {
      Cell cell = counted.cell();
      Tally tally = counted.tally();
      return new CountedRow(cell.variant(), cell.commodity(), cell.weeks(), tally.missed(), tally.met(),
          tally.falseAlarms(), tally.firedAgain(), tally.leadDays());
    }

    Counted toCounted() {
      return new Counted(new Cell(variant, commodity, weeks), new Tally(missed, met, falseAlarms, firedAgain, leadDays));
    }
  }

  record WarningRow(
      String source,
      String commodity,
      String origin,
      String destination,
      String measure,
      LocalDate windowStart,
      LocalDate deadline,
      double share,
      BigDecimal target,
      BigDecimal outcome,
      String unit,
      @Nullable Instant firstFired,
      int timesFired) {

    static WarningRow of(Warning warning) {
      PastPledge pledge = warning.pledge();
      Trade trade = pledge.trade();
      return new WarningRow(trade.source().value(), trade.commodity().value(), trade.origin().value(),
          trade.destination().value(), pledge.measure().id(), pledge.window().first(), pledge.window().last(),
          pledge.share(), pledge.target().value(), pledge.outcome().value(), pledge.target().unit().id(),
          warning.firstFired().orElse(null), warning.timesFired());
    }

    Warning toWarning() {
      Unit of = Unit.ofId(unit).orElseThrow();
      var trade = new Trade(
          new SourceId(source), new CommodityId(commodity), new PartyId(origin), new PartyId(destination));
      var pledge = new PastPledge(trade, Measure.ofId(measure).orElseThrow(), new DateWindow(windowStart, deadline), share,
          Quantity.of(target, of), Quantity.of(outcome, of));
      return new Warning(pledge, Optional.ofNullable(firstFired), timesFired);
    }
  }

  @Id
  long jobId;

  @Id
  int step;

  @JdbcTypeCode(SqlTypes.JSON)
  List<CountedRow> counted;

  @JdbcTypeCode(SqlTypes.JSON)
  List<WarningRow> warnings;

  static RuleBacktestStepEntity from(long job, int step, List<Counted> counted, List<Warning> warnings) {
    var entity = new RuleBacktestStepEntity();
    entity.jobId = job;
    entity.step = step;
    entity.counted = counted.stream().map(CountedRow::of).toList();
    entity.warnings = warnings.stream().map(WarningRow::of).toList();
    return entity;
  }
}
