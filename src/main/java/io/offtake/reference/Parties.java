package io.offtake.reference;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The parties we know, by id.
public final class Parties {

  private static final List<String> COLUMNS = List.of("id", "name", "kind");

  private final List<Party> all;
  private final Map<PartyId, Party> byId;

  /// @throws IllegalStateException if an id stands twice
  public Parties(List<Party> all) {
    this.all = List.copyOf(all);
    this.byId = all.stream().collect(toUnmodifiableMap(Party::id, Function.identity()));
  }

  /// The table that comes with Offtake: `reference/parties.csv`.
  public static Parties standard() {
    return new Parties(ReferenceTable.load("reference/parties.csv", COLUMNS).stream()
        .map(Parties::ofRow)
        .toList());
  }

  public List<Party> all() {
    return all;
  }

  public Optional<Party> find(PartyId id) {
    return Optional.ofNullable(byId.get(id));
  }

  private static Party ofRow(List<String> row) {
    return new Party(new PartyId(row.get(0)), row.get(1), Party.Kind.valueOf(row.get(2).toUpperCase(Locale.ROOT)));
  }
}
