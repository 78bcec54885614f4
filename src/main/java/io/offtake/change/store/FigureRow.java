package io.offtake.change.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

import io.offtake.calendar.DateWindow;
import io.offtake.change.Change;
import io.offtake.evidence.SeriesId;
import io.offtake.quantity.Quantity;
import org.jspecify.annotations.Nullable;

/// A figure, and the print of the same cell that was held when it came.
record FigureRow(
    long dataVersion,
    long id,
    String series,
    LocalDate periodStart,
    LocalDate periodEnd,
    @Nullable Integer marketYear,
    boolean correction,
    BigDecimal value,
    @Nullable BigDecimal before,
    long release,
    Instant releasedAt,
    String document,
    int line,
    Instant recordedAt) {

  static final String QUERY = """
      select o.dataVersion, o.id, s.ident, o.periodStart, o.periodEnd, o.marketYear, o.correction, o.value,
        (select p.value from ObservationEntity p
         where p.seriesId = o.seriesId and p.periodEnd = o.periodEnd and p.periodStart = o.periodStart
           and p.marketYear is not distinct from o.marketYear and not p.correction
           and (p.dataVersion < o.dataVersion or (p.dataVersion = o.dataVersion and p.id < o.id))
         order by p.dataVersion desc, p.id desc fetch first 1 row only),
        o.releaseId, r.releasedAt, o.documentId, o.line, v.at
      from ObservationEntity o
        join SeriesEntity s on s.id = o.seriesId
        join ReleaseEntity r on r.id = o.releaseId
        join DataVersionEntity v on v.id = o.dataVersion
      where o.dataVersion >= :from and o.dataVersion <= :upTo and (o.dataVersion > :version or o.id > :id)
      order by o.dataVersion, o.id
      """;

  Change toChange(int rank) {
    SeriesId of = SeriesId.parse(series);
    return new Change(
        new Change.Position(dataVersion, rank, id),
        recordedAt,
        correction || before != null ? Change.Manner.CHANGED : Change.Manner.NEW,
        new Change.Subject.OfFigure(of, new DateWindow(periodStart, periodEnd), marketYear, correction,
            Quantity.of(value, of.unit()),
            Optional.ofNullable(before).map(held -> Quantity.of(held, of.unit())), release, releasedAt, line),
        Optional.of(document),
        Optional.empty());
  }
}
