package io.offtake.document.store;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;

import io.offtake.document.Document;
import io.offtake.document.Documents;
import io.offtake.evidence.SourceId;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;

@ApplicationScoped
class DocumentRepository implements Documents, PanacheRepositoryBase<DocumentEntity, String> {

  @Override
  @Transactional
  public Optional<Document> find(String id) {
    return findByIdOptional(id).map(DocumentEntity::toDocument);
  }

  @Override
  @Transactional
  public Optional<byte[]> content(String id) {
    return findByIdOptional(id).map(entity -> entity.content);
  }

  @Override
  @Transactional
  public List<Document> named(SourceId source, String name) {
    return list("source = ?1 and name = ?2", Sort.descending("receivedAt"), source.value(), name).stream()
        .map(DocumentEntity::toDocument)
        .toList();
  }

  @Override
  @Transactional
  public List<String> heldAt(long dataVersion, Optional<SourceId> source) {
    String whose = source.isEmpty() ? "" : " and d.source = :source";
    TypedQuery<String> query = getEntityManager()
        .createQuery("select d.id from DocumentEntity d where d.dataVersion <= :version" + whose
            + " order by d.dataVersion", String.class)
        .setParameter("version", dataVersion);
    source.ifPresent(id -> query.setParameter("source", id.value()));
    return query.getResultList();
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void append(Document document, byte[] content) {
    persist(DocumentEntity.from(document, content));
    flush();
  }
}
