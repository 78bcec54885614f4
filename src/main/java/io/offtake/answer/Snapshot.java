package io.offtake.answer;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.offtake.claim.ClaimId;
import io.offtake.claim.Claims;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.CommitmentId;
import io.offtake.evidence.DataVersion;
import io.offtake.evidence.Panel;

/// All that is held at one data version: what every reader of that version sees, never a mixture.
///
/// @param entries  of the catalogue, in the order they were kept
/// @param claims  what was said in public, likewise
public record Snapshot(
    DataVersion version, Panel panel, List<Catalogue.Entry> entries, List<Claims.Entry> claims) {

  public Snapshot {
    entries = List.copyOf(entries);
    claims = List.copyOf(claims);
  }

  /// Without claims.
  public Snapshot(DataVersion version, Panel panel, List<Catalogue.Entry> entries) {
    this(version, panel, entries, List.of());
  }

  /// The catalogue as it stood at an earlier data version, by the order of creation, without what had been taken back.
  public Collection<Catalogue.Entry> catalogueAt(long dataVersion) {
    Map<CommitmentId, Catalogue.Entry> newest = new LinkedHashMap<>();
    entries.stream()
        .filter(entry -> entry.dataVersion() <= dataVersion)
        .forEach(entry -> newest.put(entry.commitment().id(), entry));
    return newest.values().stream().filter(entry -> entry.change() != Catalogue.Change.TAKEN_BACK).toList();
  }

  public Collection<Catalogue.Entry> catalogue() {
    return catalogueAt(version.id());
  }

  /// Empty also where the commitment had been taken back.
  public Optional<Catalogue.Entry> entry(CommitmentId id, long dataVersion) {
    return newest(id, dataVersion).filter(entry -> entry.change() != Catalogue.Change.TAKEN_BACK);
  }

  /// All that was kept of a commitment, oldest first.
  public List<Catalogue.Entry> history(CommitmentId id) {
    return entries.stream().filter(entry -> entry.commitment().id().equals(id)).toList();
  }

  private Optional<Catalogue.Entry> newest(CommitmentId id, long dataVersion) {
    return entries.reversed().stream()
        .filter(entry -> entry.dataVersion() <= dataVersion && entry.commitment().id().equals(id))
        .findFirst();
  }

  /// The claims as they stood at a data version, in the order in which they were first kept, withdrawn ones among them.
  public Collection<Claims.Entry> claimsAt(long dataVersion) {
    return Claims.newest(claims, dataVersion);
  }

  /// Every version of a claim that was kept by then, oldest first.
  public List<Claims.Entry> versions(ClaimId id, long dataVersion) {
    return claims.stream().filter(entry -> entry.dataVersion() <= dataVersion && entry.claim().id().equals(id)).toList();
  }
}
