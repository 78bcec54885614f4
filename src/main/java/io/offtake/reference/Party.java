package io.offtake.reference;

/// An origin or destination of goods, as publishers name them.
public record Party(PartyId id, String name, Kind kind) {

  /// What a party is. A bloc and a total contain other parties and are never added to them.
  public enum Kind { COUNTRY, TERRITORY, FORMER, BLOC, UNKNOWN, TOTAL }
}
