package io.offtake.evidence.store;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

import io.offtake.evidence.EvidenceLog;
import io.offtake.evidence.Release;
import io.offtake.evidence.ReleaseScope;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "release_scope")
class ReleaseScopeEntity {

  @Id
  @GeneratedValue(generator = "release_scope_seq")
  @SequenceGenerator(name = "release_scope_seq", sequenceName = "release_scope_seq", allocationSize = 200)
  @Nullable Long id;

  long releaseId;

  @Column(columnDefinition = "char(64)")
  String documentId;

  String commodity;
  @Nullable Integer marketYear;
  String destinations;
  long dataVersion;

  static ReleaseScopeEntity from(EvidenceLog.Scope scope, long releaseId, String documentId, long dataVersion) {
    var entity = new ReleaseScopeEntity();
    entity.releaseId = releaseId;
    entity.documentId = documentId;
    entity.commodity = scope.commodity().value();
    entity.marketYear = scope.marketYear();
    entity.destinations = scope.destinations().stream().map(PartyId::value).sorted().collect(Collectors.joining(" "));
    entity.dataVersion = dataVersion;
    return entity;
  }

  ReleaseScope toScope(Release release) {
    Set<PartyId> named = Stream.of(destinations.split(" ")).filter(part -> !part.isEmpty()).map(PartyId::new)
        .collect(Collectors.toSet());
    return new ReleaseScope(release, new CommodityId(commodity), marketYear, named, dataVersion);
  }
}
