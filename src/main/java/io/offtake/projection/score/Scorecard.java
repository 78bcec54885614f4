package io.offtake.projection.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.offtake.evidence.Measure;
import org.jspecify.annotations.Nullable;

/// How projections have done, group by group, beside what the trade uses.
///
/// @param rows  all cases first, then each measure, then each measure by horizon and class; in each group the
///     projection first
public record Scorecard(List<Row> rows, Drift drift) {

  public Scorecard {
    rows = List.copyOf(rows);
  }

  /// Cases that are summarised together. An absent part means all.
  public record Group(
      @Nullable Measure measure, @Nullable HorizonClass horizon, @Nullable SeriesClass seriesClass) {

    private static final Comparator<Group> ORDER = Comparator
        .comparing(Group::measure, Comparator.nullsFirst(Comparator.naturalOrder()))
        .thenComparing(Group::horizon, Comparator.nullsFirst(Comparator.naturalOrder()))
        .thenComparing(Group::seriesClass, Comparator.nullsFirst(Comparator.naturalOrder()));
  }

  /// @param difference  the projection less this method on the cases of both; absent for the projection itself
  public record Row(Group group, Method method, Summary summary, Optional<Summary.Difference> difference) {}

  public static Scorecard of(List<ScoredCase> cases) {
    Map<Group, List<ScoredCase>> groups = new TreeMap<>(Group.ORDER);
    if (!cases.isEmpty()) {
      groups.put(new Group(null, null, null), cases);
    }
    groups.putAll(cases.stream().collect(Collectors.groupingBy(each -> new Group(each.measure(), null, null))));
    groups.putAll(cases.stream().collect(Collectors.groupingBy(
        each -> new Group(each.measure(), each.horizonClass(), each.seriesClass()))));
    var rows = new ArrayList<Row>();
    groups.forEach((group, members) -> {
      for (Method method : Method.values()) {
        Summary summary = Summary.of(members, method);
        if (summary.cases() > 0) {
          rows.add(new Row(group, method, summary, method == Method.PROJECTION
              ? Optional.empty()
              : Optional.of(Summary.difference(members, method))));
        }
      }
    });
    return new Scorecard(rows, Drift.of(cases));
  }
}
