package io.offtake.evidence.store;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

import io.offtake.evidence.SeriesId;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "series")
class SeriesEntity {

  @Id
  @GeneratedValue(generator = "series_seq")
  @SequenceGenerator(name = "series_seq", sequenceName = "series_seq", allocationSize = 50)
  @Nullable Long id;

  String ident;
  String source;
  String measure;
  String commodity;
  String origin;
  String destination;
  String cadence;
  String unit;

  static SeriesEntity from(SeriesId series) {
    var entity = new SeriesEntity();
    entity.ident = series.toString();
    entity.source = series.source().value();
    entity.measure = series.measure().id();
    entity.commodity = series.commodity().value();
    entity.origin = series.origin().value();
    entity.destination = series.destination().value();
    entity.cadence = series.cadence().id();
    entity.unit = series.unit().id();
    return entity;
  }
}
