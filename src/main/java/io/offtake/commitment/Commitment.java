package io.offtake.commitment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.offtake.reference.CommodityId;
import org.jspecify.annotations.Nullable;

/// A declared undertaking to purchase, with everything that was later said about it.
///
/// Not to be confused with USDA's *total commitments*, which are the measure `sold`.
///
/// @param buyer  ISO 3166 alpha-2, a bloc, or a firm with its country
/// @param seller  likewise
/// @param terms  in the order announced
/// @param parent  the commitment that contains this one, so that nothing is counted twice
/// @param refusal  why it is not a purchase commitment; it is kept and never assessed
/// @param withdrawal  that it is no longer followed, and since when; absent while it is
public record Commitment(
    CommitmentId id,
    String title,
    String buyer,
    String seller,
    List<CommodityId> commodities,
    Strength strength,
    List<Terms> terms,
    List<Reading> readings,
    @Nullable CommitmentId parent,
    @Nullable String refusal,
    @Nullable String notes,
    @Nullable Withdrawal withdrawal) {

  public Commitment {
    commodities = List.copyOf(commodities);
    terms = List.copyOf(terms);
    readings = List.copyOf(readings);
  }

  /// A commitment that was not withdrawn.
  public Commitment(
      CommitmentId id,
      String title,
      String buyer,
      String seller,
      List<CommodityId> commodities,
      Strength strength,
      List<Terms> terms,
      List<Reading> readings,
      @Nullable CommitmentId parent,
      @Nullable String refusal,
      @Nullable String notes) {
    this(id, title, buyer, seller, commodities, strength, terms, readings, parent, refusal, notes, null);
  }

  /// The withdrawal that holds at `asOf`; empty before it and where there is none.
  public Optional<Withdrawal> withdrawnAt(Instant asOf) {
    return Optional.ofNullable(withdrawal).filter(each -> each.holdsAt(asOf));
  }

  /// The terms as the public knew them at `asOf`; empty before the first announcement.
  public Optional<Terms> termsAsOf(Instant asOf) {
    return terms.reversed().stream().filter(version -> version.announced().isKnownAt(asOf)).findFirst();
  }

  public Optional<Reading> reading(String readingId) {
    return readings.stream().filter(reading -> reading.id().equals(readingId)).findFirst();
  }

  /// The headline reading of the terms in force at `asOf`.
  public Optional<Reading> headlineAsOf(Instant asOf) {
    return termsAsOf(asOf).map(Terms::headline).flatMap(this::reading);
  }
}
