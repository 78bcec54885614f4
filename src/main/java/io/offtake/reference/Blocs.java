package io.offtake.reference;

import static java.util.stream.Collectors.groupingBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.offtake.calendar.DateWindow;

/// Which parties a bloc consisted of, by day. Its figures are the sum of theirs, and are never added to them.
public final class Blocs {

  private static final List<String> COLUMNS = List.of("bloc", "member", "firstDay", "lastDay");

  private record Membership(PartyId bloc, PartyId member, DateWindow days) {}

  private static final class Standard {
    private static final Blocs TABLE = load();
  }

  private final Map<PartyId, List<Membership>> byBloc;

  private Blocs(List<Membership> all) {
    this.byBloc = Map.copyOf(all.stream().collect(groupingBy(Membership::bloc)));
  }

  /// The table that comes with Offtake: `reference/blocs.csv`.
  public static Blocs standard() {
    return Standard.TABLE;
  }

  private static Blocs load() {
    return new Blocs(ReferenceTable.load("reference/blocs.csv", COLUMNS).stream()
        .map(row -> new Membership(new PartyId(row.get(0)), new PartyId(row.get(1)), new DateWindow(
            row.get(2).isEmpty() ? LocalDate.MIN : LocalDate.parse(row.get(2)),
            row.get(3).isEmpty() ? LocalDate.MAX : LocalDate.parse(row.get(3)))))
        .toList());
  }

  /// Whether a party is a bloc whose members are known.
  public boolean isBloc(PartyId party) {
    return byBloc.containsKey(party);
  }

  /// All that ever were a member of `bloc`; empty when it is none.
  public SortedSet<PartyId> everMembers(PartyId bloc) {
    return byBloc.getOrDefault(bloc, List.of()).stream()
        .map(Membership::member)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The members of `bloc` on `day`.
  public SortedSet<PartyId> members(PartyId bloc, LocalDate day) {
    return byBloc.getOrDefault(bloc, List.of()).stream()
        .filter(membership -> membership.days().contains(day))
        .map(Membership::member)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
