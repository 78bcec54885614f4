package io.offtake.assessment;

import java.util.List;

import io.offtake.projection.score.ScoredCase;

/// The store of what backtests found, step by step.
public interface BacktestCases {

  /// Keeps the cases of one step of a job, inside the caller's transaction.
  void append(long job, int step, List<ScoredCase> cases);

  /// The cases of a job, in the order of its steps.
  List<ScoredCase> of(long job);
}
