package io.offtake.alert;

import java.util.List;

import io.offtake.alert.RuleTrial.Counted;
import io.offtake.alert.RuleTrial.Warning;

/// What backtests of rules found, kept step by step.
public interface RuleTrials {

  /// Keeps what a step found, in the transaction that is open.
  ///
  /// @param counted  by cell, of all variants
  /// @param warnings  of the rule itself, one for each pledge
  void append(long job, int step, List<Counted> counted, List<Warning> warnings);

  /// The counts of the first steps, by cell.
  List<Counted> counted(long job, int steps);

  /// What the rule itself would have done with each pledge of the first steps, in their order.
  List<Warning> warnings(long job, int steps);
}
