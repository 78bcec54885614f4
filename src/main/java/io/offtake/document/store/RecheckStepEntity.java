package io.offtake.document.store;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import io.offtake.calendar.DateWindow;
import io.offtake.document.Difference;
import io.offtake.document.Recheck;
import io.offtake.evidence.SeriesId;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Immutable
@Table(name = "recheck_step")
@IdClass(RecheckStepEntity.Key.class)
class RecheckStepEntity {

  /// Of one document; a reader that changed its mind would fill the store otherwise.
  private static final int KEPT = 200;

  record Key(long jobId, int step) implements Serializable {}

  record Row(
      Difference.Kind kind,
      @Nullable Integer line,
      @Nullable String series,
      @Nullable LocalDate periodStart,
      @Nullable LocalDate periodEnd,
      @Nullable String stored,
      @Nullable String recomputed) {

    static Row of(Difference difference) {
      SeriesId series = difference.series();
      DateWindow period = difference.period();
      return new Row(difference.kind(), difference.line(), series == null ? null : series.toString(),
          period == null ? null : period.first(), period == null ? null : period.last(), difference.stored(),
          difference.recomputed());
    }

    Difference toDifference(String document) {
      return new Difference(kind, document, line, series == null ? null : SeriesId.parse(series),
          periodStart == null || periodEnd == null ? null : new DateWindow(periodStart, periodEnd), stored,
          recomputed);
    }
  }

  @Id
  long jobId;

  @Id
  int step;

  @Column(columnDefinition = "char(64)")
  String documentId;

  int figures;
  int differences;

  @JdbcTypeCode(SqlTypes.JSON)
  List<Row> first;

  static RecheckStepEntity from(long job, int step, Recheck.Finding finding) {
    var entity = new RecheckStepEntity();
    entity.jobId = job;
    entity.step = step;
    entity.documentId = finding.document();
    entity.figures = finding.figures();
    entity.differences = finding.differences().size();
    entity.first = finding.differences().stream().limit(KEPT).map(Row::of).toList();
    return entity;
  }
}
