package io.offtake.reference;

import java.time.LocalDate;
import java.util.Optional;

/// What a publisher means by the name or code that it prints for a destination. The same name can mean another
/// party in another year, so a day is always asked for.
public interface DestinationNames {

  /// The party meant by `name` in a report for the period that ends on `periodEnd`; empty when the table has no
  /// such name, which is a reason to doubt the row, never to guess.
  Optional<PartyId> find(String name, LocalDate periodEnd);
}
