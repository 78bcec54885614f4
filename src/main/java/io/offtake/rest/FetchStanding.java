package io.offtake.rest;

import io.offtake.api.model.FetchAttemptDto;
import io.offtake.api.model.FetchingDto;
import io.offtake.fetching.Connector.Attempt;
import io.offtake.fetching.Fetching.Standing;

/// Tells how a source is fetched.
final class FetchStanding {

  private static final String SWITCH = "OFFTAKE_FETCH";

  private FetchStanding() {}

  static FetchingDto dto(Standing standing) {
    return switch (standing) {
      case Standing.ByHand _ -> FetchingDto.builder().state(FetchingDto.StateEnum.BY_HAND).build();
      case Standing.Off(String setting) ->
          FetchingDto.builder().state(FetchingDto.StateEnum.OFF).setting(setting).build();
      case Standing.On on -> FetchingDto.builder()
          .state(on.running() ? FetchingDto.StateEnum.RUNNING
              : on.due() ? FetchingDto.StateEnum.DUE : FetchingDto.StateEnum.WAITING)
          .nextAttemptAt(on.running() ? null : on.nextAttempt())
          .lastSuccessAt(on.state().lastSuccess().orElse(null))
          .failures(on.state().failures())
          .lastAttempt(on.state().last().map(FetchStanding::attempt).orElse(null))
          .build();
    };
  }

  /// What to do so that a source that is off is fetched.
  static String remedy(String setting) {
    return setting.equals(SWITCH) ? "fetching is switched off by " + setting + "=off"
        : setting.endsWith("_KEY") ? "set " + setting + " to a key of the publisher and start again"
        : "set " + setting + "=on and start again";
  }

  private static FetchAttemptDto attempt(Attempt attempt) {
    return FetchAttemptDto.builder()
        .startedAt(attempt.startedAt())
        .finishedAt(attempt.finishedAt())
        .outcome(FetchAttemptDto.OutcomeEnum.fromValue(attempt.outcome().id()))
        .fault(attempt.fault() == null ? null : FetchAttemptDto.FaultEnum.fromValue(attempt.fault().id()))
        .text(attempt.text())
        .newestPeriodEnd(attempt.coveredTo())
        .documentsNew(attempt.documents())
        .figuresNew(attempt.figures())
        .clockAheadSeconds(attempt.clockAhead() == null ? null : attempt.clockAhead().toSeconds())
        .build();
  }
}
