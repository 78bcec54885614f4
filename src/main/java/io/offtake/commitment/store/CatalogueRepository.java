package io.offtake.commitment.store;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import io.offtake.commitment.Catalogue;
import io.offtake.commitment.form.CommitmentJson;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.quarkus.panache.common.Sort;

@ApplicationScoped
class CatalogueRepository implements Catalogue, PanacheRepository<CatalogueEntryEntity> {

  private final CommitmentJson json;

  CatalogueRepository(CommitmentJson json) {
    this.json = json;
  }

  @Override
  @Transactional
  public List<Entry> entriesAfter(long dataVersion, long upTo) {
    return list("dataVersion > ?1 and dataVersion <= ?2", Sort.by("dataVersion", "id"), dataVersion, upTo).stream()
        .map(this::toEntry)
        .toList();
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void append(Entry entry) {
    persist(CatalogueEntryEntity.from(entry));
    flush();
  }

  private Entry toEntry(CatalogueEntryEntity entity) {
    return switch (json.read(entity.body)) {
      case CommitmentJson.Outcome.Valid(var commitment, var document) -> new Entry(
          commitment, document, entity.revision, entity.change, entity.recordedAt, entity.dataVersion);
      case CommitmentJson.Outcome.Invalid(var problems, var _) -> throw new IllegalStateException(
          "the kept commitment %s, revision %d, cannot be read: %s".formatted(
              entity.commitment, entity.revision, problems));
    };
  }
}
