package io.offtake.answer;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.offtake.commitment.Catalogue;
import io.offtake.commitment.CommitmentId;
import io.offtake.evidence.DataVersion;
import io.offtake.evidence.Panel;

/// All that is held at one data version: what every reader of that version sees, never a mixture.
///
/// @param entries  of the catalogue, in the order they were kept
public record Snapshot(DataVersion version, Panel panel, List<Catalogue.Entry> entries) {

  public Snapshot {
    entries = List.copyOf(entries);
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
}
