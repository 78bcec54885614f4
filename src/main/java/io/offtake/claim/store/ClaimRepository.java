package io.offtake.claim.store;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offtake.claim.Claims;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import io.quarkus.panache.common.Sort;

@ApplicationScoped
class ClaimRepository implements Claims, PanacheRepository<ClaimEntryEntity> {

  private final ObjectMapper json;

  ClaimRepository(ObjectMapper json) {
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
  public void append(List<Entry> entries) {
    persist(entries.stream().map(entry -> ClaimEntryEntity.from(entry, written(entry))));
    flush();
  }

  private String written(Entry entry) {
    try {
      return json.writeValueAsString(ClaimBody.of(entry.claim()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every claim can be written", e);
    }
  }

  private Entry toEntry(ClaimEntryEntity entity) {
    try {
      return new Entry(json.readValue(entity.body, ClaimBody.class).toClaim(entity.claim), entity.version, entity.change,
          entity.reason, entity.recordedAt, entity.dataVersion);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the kept claim %s, version %d, cannot be read".formatted(
          entity.claim, entity.version), e);
    }
  }
}
