package io.offtake.reference;

import static java.util.stream.Collectors.groupingBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.offtake.calendar.DateWindow;

/// The names one publisher gives destinations, each with the days on which it meant which party.
public final class NameTable implements DestinationNames {

  private static final List<String> COLUMNS = List.of("name", "party", "firstDay", "lastDay");

  private record Name(String name, PartyId party, DateWindow days) {}

  private final Map<String, List<Name>> names;

  private NameTable(List<Name> names) {
    this.names = Map.copyOf(names.stream().collect(groupingBy(Name::name)));
  }

  /// Loads a table with the columns name, party, firstDay, lastDay; an empty day leaves that side open.
  public static NameTable load(String resource) {
    return new NameTable(ReferenceTable.load(resource, COLUMNS).stream().map(NameTable::ofRow).toList());
  }

  /// Names are padded with spaces in some answers; the padding does not count.
  @Override
  public Optional<PartyId> find(String name, LocalDate periodEnd) {
    return names.getOrDefault(name.strip(), List.of()).stream()
        .filter(meant -> meant.days().contains(periodEnd))
        .map(Name::party)
        .findFirst();
  }

  private static Name ofRow(List<String> row) {
    var first = row.get(2).isEmpty() ? LocalDate.MIN : LocalDate.parse(row.get(2));
    var last = row.get(3).isEmpty() ? LocalDate.MAX : LocalDate.parse(row.get(3));
    return new Name(row.get(0), new PartyId(row.get(1)), new DateWindow(first, last));
  }
}
