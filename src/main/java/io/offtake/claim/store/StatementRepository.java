package io.offtake.claim.store;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offtake.claim.statement.Proposal;
import io.offtake.claim.statement.StatementReader;
import io.offtake.claim.statement.Statements;
import io.offtake.commitment.Citation;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class StatementRepository implements Statements {

  private final EntityManager entities;
  private final ObjectMapper json;

  StatementRepository(EntityManager entities, ObjectMapper json) {
    this.entities = entities;
    this.json = json;
  }

  @Override
  @Transactional
  public Optional<Kept> find(String id) {
    return Optional.ofNullable(entities.find(StatementEntity.class, id)).map(this::kept);
  }

  @Override
  @Transactional
  public Optional<byte[]> content(String id) {
    return Optional.ofNullable(entities.find(StatementEntity.class, id)).map(found -> found.content);
  }

  @Override
  @Transactional
  public List<Kept> list(@Nullable String before, int atMost) {
    Optional<StatementEntity> mark = Optional.ofNullable(before).map(id -> entities.find(StatementEntity.class, id));
    var query = mark.isPresent()
        ? entities.createQuery("""
            from StatementEntity s where s.receivedAt < :at or s.receivedAt = :at and s.id > :id
            order by s.receivedAt desc, s.id""", StatementEntity.class)
            .setParameter("at", mark.get().receivedAt).setParameter("id", mark.get().id)
        : entities.createQuery("from StatementEntity s order by s.receivedAt desc, s.id", StatementEntity.class);
    return query.setMaxResults(atMost).getResultStream().map(this::kept).toList();
  }

  @Override
  @Transactional
  public void keep(Kept statement, byte[] content) {
    var entity = new StatementEntity();
    entity.id = statement.id();
    entity.content = content;
    entity.html = statement.html();
    entity.publisher = statement.published().source().publisher();
    entity.title = statement.published().source().title();
    entity.url = statement.published().source().url();
    entity.publishedOn = statement.published().on();
    entity.language = statement.language();
    entity.text = statement.text();
    entity.proposals = written(statement.proposals());
    entity.receivedAt = statement.receivedAt();
    entities.persist(entity);
    entities.flush();
  }

  @Override
  @Transactional
  public boolean decide(String statement, Decision decision) {
    String id = "%s %d".formatted(statement, decision.proposal());
    if (entities.find(StatementDecisionEntity.class, id) != null) {
      return false;
    }
    var entity = new StatementDecisionEntity();
    entity.id = id;
    entity.statement = statement;
    entity.proposal = decision.proposal();
    entity.claim = decision.claim();
    entity.reason = decision.reason();
    entity.decidedAt = decision.at();
    entities.persist(entity);
    entities.flush();
    return true;
  }

  private Kept kept(StatementEntity found) {
    List<Decision> decisions = entities.createQuery(
            "from StatementDecisionEntity d where d.statement = ?1 order by d.proposal", StatementDecisionEntity.class)
        .setParameter(1, found.id)
        .getResultStream()
        .map(each -> new Decision(each.proposal, each.claim, each.reason, each.decidedAt))
        .toList();
    var source = new Citation(found.title, found.publisher, found.publishedOn, found.url);
    return new Kept(found.id, new StatementReader.Published(found.publishedOn, source), found.html, found.content.length,
        found.language, found.text, read(found.proposals), decisions, found.receivedAt);
  }

  private String written(List<Proposal> proposals) {
    try {
      return json.writeValueAsString(proposals);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every proposal can be written", e);
    }
  }

  private List<Proposal> read(String proposals) {
    try {
      return json.readValue(proposals, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the kept proposals cannot be read", e);
    }
  }
}
