package io.offtake.evidence.store;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;

import io.offtake.evidence.DataVersion;
import io.offtake.evidence.EvidenceLog;
import io.offtake.evidence.HeldBack;
import io.offtake.evidence.Observation;
import io.offtake.evidence.Panel;
import io.offtake.evidence.Release;
import io.offtake.evidence.ReleaseScope;
import io.offtake.evidence.Retraction;
import io.offtake.evidence.SeriesId;
import io.quarkus.hibernate.orm.panache.PanacheRepository;
import org.hibernate.StatelessSession;
import org.hibernate.jpa.HibernateHints;

@ApplicationScoped
class EvidenceRepository implements EvidenceLog, PanacheRepository<ObservationEntity> {

  private static final int FETCHED_AT_ONCE = 5000;

  private final EntityManager entities;
  private final StatelessSession session;

  /// Series and releases never change, so what was read once is known.
  private final Map<Long, SeriesId> seriesById = new ConcurrentHashMap<>();
  private final Map<Long, Release> releasesById = new ConcurrentHashMap<>();

  EvidenceRepository(EntityManager entities, StatelessSession session) {
    this.entities = entities;
    this.session = session;
  }

  @Override
  @Transactional
  public DataVersion newestVersion() {
    return entities.createQuery("from DataVersionEntity order by id desc", DataVersionEntity.class)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(DataVersionEntity::toVersion)
        .orElse(DataVersion.NONE);
  }

  @Override
  @Transactional
  public Instant keptAt(long version) {
    DataVersionEntity found = entities.find(DataVersionEntity.class, version);
    if (found == null) {
      throw new IllegalArgumentException("there is no data version " + version);
    }
    return found.at;
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void append(DataVersion version) {
    entities.persist(DataVersionEntity.from(version));
    entities.flush();
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void append(String document, Collection<Entry> entries, long dataVersion, Instant recordedAt) {
    Map<SeriesId, Long> series = seriesIds(entries);
    Map<ReleaseKey, Long> releases = releaseIds(document, entries, dataVersion, recordedAt);
    var rows = new ArrayList<Object>();
    for (Entry entry : entries) {
      long release = requireNonNull(releases.get(ReleaseKey.of(entry)));
      for (Scope scope : entry.scopes()) {
        entities.persist(ReleaseScopeEntity.from(scope, release, document, dataVersion));
      }
      for (Doubt doubt : entry.doubts()) {
        entities.persist(HeldBackEntity.from(doubt, release, document, dataVersion, recordedAt));
      }
      for (Line line : entry.lines()) {
        long id = requireNonNull(series.get(line.series()));
        rows.add(ObservationEntity.from(line, id, release, document, entry.report(), dataVersion));
      }
    }
    entities.flush();
    entities.clear();
    // Tens of thousands of figures may come at once; none of them is to be managed.
    session.insertMultiple(rows);
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void append(Retraction retraction) {
    entities.persist(RetractionEntity.from(retraction));
    entities.flush();
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public void append(HeldBack.Relief relief) {
    entities.persist(HeldBackReleaseEntity.from(relief));
    entities.flush();
  }

  @Override
  @Transactional
  public Panel load(Panel held, long version) {
    long after = held.dataVersion();
    learnReleases(after, version);
    List<ReleaseScope> scopes = entities
        .createQuery("from ReleaseScopeEntity s where s.dataVersion > ?1 and s.dataVersion <= ?2 order by s.id",
            ReleaseScopeEntity.class)
        .setParameter(1, after).setParameter(2, version)
        .getResultStream()
        .map(scope -> scope.toScope(release(scope.releaseId)))
        .toList();
    var shared = new HashMap<Object, Object>();
    List<Observation> observations = entities.createQuery(ObservationRow.QUERY, ObservationRow.class)
        .setParameter(1, after).setParameter(2, version)
        .setHint(HibernateHints.HINT_FETCH_SIZE, FETCHED_AT_ONCE)
        .getResultStream()
        .map(row -> row.toObservation(series(row.seriesId()), release(row.releaseId()), shared))
        .toList();
    List<Retraction> retractions = later("RetractionEntity", RetractionEntity.class, after, version)
        .map(retraction -> retraction.toRetraction(release(retraction.releaseId)))
        .toList();
    List<HeldBack> heldBack = later("HeldBackEntity", HeldBackEntity.class, after, version)
        .map(each -> each.toHeldBack(release(each.releaseId)))
        .toList();
    List<HeldBack.Relief> reliefs = later("HeldBackReleaseEntity", HeldBackReleaseEntity.class, after, version)
        .map(HeldBackReleaseEntity::toRelief)
        .toList();
    entities.clear();
    return held.with(version, new Panel.Growth(observations, scopes, retractions, heldBack, reliefs));
  }

  private <T> Stream<T> later(String entity, Class<T> type, long after, long version) {
    return entities
        .createQuery("from %s e where e.dataVersion > ?1 and e.dataVersion <= ?2".formatted(entity), type)
        .setParameter(1, after).setParameter(2, version)
        .getResultStream();
  }

  private Map<SeriesId, Long> seriesIds(Collection<Entry> entries) {
    Set<SeriesId> wanted = new HashSet<>();
    entries.forEach(entry -> entry.lines().forEach(line -> wanted.add(line.series())));
    Map<String, Long> held = new HashMap<>();
    entities.createQuery("from SeriesEntity s where s.ident in ?1", SeriesEntity.class)
        .setParameter(1, wanted.stream().map(SeriesId::toString).toList())
        .getResultStream()
        .forEach(series -> held.put(series.ident, series.id));
    Map<SeriesId, Long> ids = new HashMap<>();
    for (SeriesId series : wanted) {
      Long id = held.get(series.toString());
      if (id == null) {
        var entity = SeriesEntity.from(series);
        entities.persist(entity);
        id = entity.id;
      }
      ids.put(series, id);
    }
    return ids;
  }

  /// What tells one release of a document from another.
  private record ReleaseKey(String source, LocalDate end, LocalDate start, Instant releasedAt, int sequence) {

    static ReleaseKey of(Entry entry) {
      return new ReleaseKey(entry.source().value(), entry.period().last(), entry.period().first(), entry.releasedAt(),
          entry.sequence());
    }

    static ReleaseKey of(ReleaseEntity release) {
      return new ReleaseKey(
          release.source, release.periodEnd, release.periodStart, release.releasedAt, release.sequence);
    }
  }

  /// The ids of the entries' releases; those that are not held are kept.
  private Map<ReleaseKey, Long> releaseIds(
      String document, Collection<Entry> entries, long dataVersion, Instant recordedAt) {
    Map<ReleaseKey, Long> ids = new HashMap<>();
    Set<LocalDate> ends = entries.stream().map(entry -> entry.period().last()).collect(Collectors.toSet());
    Set<String> sources = entries.stream().map(entry -> entry.source().value()).collect(Collectors.toSet());
    entities.createQuery("from ReleaseEntity r where r.source in ?1 and r.periodEnd in ?2 and r.documentId = ?3",
            ReleaseEntity.class)
        .setParameter(1, sources)
        .setParameter(2, ends)
        .setParameter(3, document)
        .getResultStream()
        .forEach(release -> ids.put(ReleaseKey.of(release), release.id));
    for (Entry entry : entries) {
      ids.computeIfAbsent(ReleaseKey.of(entry), _ -> {
        var entity = ReleaseEntity.from(entry, document, dataVersion, recordedAt);
        entities.persist(entity);
        return entity.id;
      });
    }
    return ids;
  }

  private void learnReleases(long after, long version) {
    entities.createQuery("from ReleaseEntity r where r.dataVersion > ?1 and r.dataVersion <= ?2", ReleaseEntity.class)
        .setParameter(1, after).setParameter(2, version)
        .getResultStream()
        .map(ReleaseEntity::toRelease)
        .forEach(release -> releasesById.put(release.id(), release));
    if (!seriesById.isEmpty()) {
      return;
    }
    // All at once the first time; a new one is then looked up when its first figure is met.
    entities.createQuery("from SeriesEntity s", SeriesEntity.class)
        .getResultStream()
        .filter(series -> series.id != null && !seriesById.containsKey(series.id))
        .forEach(series -> seriesById.put(requireNonNull(series.id), SeriesId.parse(series.ident)));
  }

  private Release release(long id) {
    return releasesById.computeIfAbsent(id, missing -> entities.find(ReleaseEntity.class, missing).toRelease());
  }

  private SeriesId series(long id) {
    return seriesById.computeIfAbsent(id, missing -> SeriesId.parse(entities.find(SeriesEntity.class, missing).ident));
  }
}
