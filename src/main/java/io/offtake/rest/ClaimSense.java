package io.offtake.rest;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.offtake.api.model.NewClaimDto;
import io.offtake.commitment.Problem;
import io.offtake.intake.ClaimChanges;
import io.offtake.rest.edge.BodySense;
import io.offtake.rest.edge.Fault;
import jakarta.inject.Singleton;

/// What makes no sense in a claim that has faults of form as well.
@Singleton
class ClaimSense implements BodySense {

  private final ClaimChanges changes;

  ClaimSense(ClaimChanges changes) {
    this.changes = changes;
  }

  @Override
  public boolean speaksOf(Class<?> type) {
    return type == NewClaimDto.class;
  }

  @Override
  public List<Fault> faults(Object sound, Map<String, String> path, Collection<String> wrong) {
    return faults(changes.problems(ClaimMapper.draft((NewClaimDto) sound)));
  }

  /// What is left out for a fault of its own says nothing of the rest: whether a figure is needed, or of what it is a part.
  @Override
  public boolean follows(String place, Collection<String> wrong) {
    return wrong.stream().anyMatch(fault -> fault.startsWith("/figure") || fault.equals("/word") || fault.startsWith("/trade")
            || fault.equals("/commitment") || fault.startsWith("/workings"))
        && (place.startsWith("/figure") || place.equals("/commitment") || place.equals("/aboutOn"))
        || wrong.stream().anyMatch(fault -> fault.startsWith("/said")) && (place.startsWith("/said") || place.equals("/aboutOn"));
  }

  static List<Fault> faults(List<Problem> problems) {
    return problems.stream().map(problem -> Fault.inBody(problem.pointer(), problem.detail(), problem.remedy())).toList();
  }
}
