package io.offtake.evidence.store;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;

import io.offtake.calendar.DateWindow;
import io.offtake.evidence.Observation;
import io.offtake.evidence.Observation.Provenance;
import io.offtake.evidence.Release;
import io.offtake.evidence.SeriesId;
import io.offtake.quantity.Quantity;
import org.jspecify.annotations.Nullable;

/// An observation as it is read: tens of thousands are, at every start, and none of them is to be managed.
record ObservationRow(
    long id,
    long seriesId,
    LocalDate periodStart,
    LocalDate periodEnd,
    @Nullable Integer marketYear,
    boolean correction,
    boolean carryOverIncluded,
    BigDecimal value,
    long releaseId,
    String documentId,
    int line,
    @Nullable String report,
    long dataVersion) {

  static final String QUERY = """
      select o.id, o.seriesId, o.periodStart, o.periodEnd, o.marketYear, o.correction, o.carryOverIncluded, o.value,
        o.releaseId, o.documentId, o.line, o.report, o.dataVersion
      from ObservationEntity o
      where o.dataVersion > ?1 and o.dataVersion <= ?2
      order by o.id
      """;

  /// @param shared  keeps what many figures have alike once: periods, documents and reports. Of their values each figure
  ///     would have its own, which takes more memory than the figure itself
  Observation toObservation(SeriesId series, Release release, Map<Object, Object> shared) {
    return new Observation(id, series, once(new DateWindow(periodStart, periodEnd), shared), marketYear, correction,
        carryOverIncluded, Quantity.of(value, series.unit()), release,
        new Provenance(once(documentId, shared), line, report == null ? null : once(report, shared)), dataVersion);
  }

  @SuppressWarnings("unchecked") // equal to the key, so of its class
  private static <T> T once(T value, Map<Object, Object> shared) {
    return (T) shared.computeIfAbsent(value, _ -> value);
  }
}
