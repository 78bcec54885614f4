package io.offtake.rest;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.offtake.api.model.NewCommitmentDto;
import io.offtake.api.model.NewReadingDto;
import io.offtake.api.model.NewTermsDto;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.CommitmentId;
import io.offtake.commitment.FollowOn;
import io.offtake.intake.CatalogueChanges;
import io.offtake.rest.edge.BodySense;
import io.offtake.rest.edge.Fault;
import io.offtake.rest.edge.ReadBasis;
import jakarta.inject.Singleton;

/// What makes no sense in a commitment, a version of terms or a reading that has faults of form as well.
@Singleton
class CommitmentSense implements BodySense {

  private final CatalogueChanges changes;
  private final ReadBasis basis;

  CommitmentSense(CatalogueChanges changes, ReadBasis basis) {
    this.changes = changes;
    this.basis = basis;
  }

  @Override
  public boolean speaksOf(Class<?> type) {
    return type == NewCommitmentDto.class || type == NewTermsDto.class || type == NewReadingDto.class;
  }

  @Override
  public List<Fault> faults(Object sound, Map<String, String> path, Collection<String> wrong) {
    List<Fault> faults = switch (sound) {
      case NewCommitmentDto sent ->
          CommitmentBody.faultsOfCommitment(sent, changes.problems(CommitmentBody.document(sent)));
      case NewTermsDto sent -> ofHeld(path, held -> CommitmentBody.faultsOfTerms(
          changes.problemsOfTerms(held, CommitmentBody.document(sent, held.commitment()))));
      case NewReadingDto sent -> ofHeld(path, held -> CommitmentBody.faultsOfReading(
          changes.problemsOfReading(held, CommitmentBody.document(sent, held.commitment()))));
      default -> List.of();
    };
    return faults.stream().filter(fault -> fault.pointer() != null).toList();
  }

  @Override
  public boolean follows(String place, Collection<String> wrong) {
    return FollowOn.isOf(place, wrong);
  }

  /// Nothing of a commitment that there is not, or that was withdrawn: that is told when the form is right.
  private List<Fault> ofHeld(Map<String, String> path, Function<Catalogue.Entry, List<Fault>> faults) {
    var now = basis.newest();
    return now.snapshot().entry(new CommitmentId(path.getOrDefault("commitment", "")), now.dataVersion())
        .filter(held -> held.commitment().withdrawal() == null)
        .map(faults)
        .orElse(List.of());
  }
}
