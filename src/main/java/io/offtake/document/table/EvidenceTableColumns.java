package io.offtake.document.table;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

import io.offtake.document.PublishedRelease;

/// The names that reader and writer share.
final class EvidenceTableColumns {

  static final String TITLE = "# offtake evidence table 1";

  static final String RELEASED_AT = "releasedAt";
  static final String BASIS = "basis";
  static final String REPORT = "report";
  static final String COMPLETE = "complete";
  static final String COVERAGE = "coverage";
  static final String RELEASE_START = "releaseStart";
  static final String RELEASE_END = "releaseEnd";
  static final String PERIOD_START = "periodStart";
  static final String PERIOD_END = "periodEnd";
  static final String COMMODITY = "commodity";
  static final String MARKET_YEAR = "marketYear";
  static final String ORIGIN = "origin";
  static final String CADENCE = "cadence";
  static final String UNIT = "unit";
  static final String KIND = "kind";

  static final String REPORT_LINE = "reportLine";
  static final String DESTINATION = "destination";
  static final String FLAGS = "flags";

  static final String CARRY_OVER_INCLUDED = "carryOverIncluded";
  static final String NONE = "-";
  static final String FULL = "full";
  static final String LISTED = "listed";

  /// The columns in which an empty cell repeats the cell above.
  static final List<String> CARRIED = List.of(RELEASED_AT, BASIS, REPORT, COMPLETE, COVERAGE, RELEASE_START,
      RELEASE_END, PERIOD_START, PERIOD_END, COMMODITY, MARKET_YEAR, ORIGIN, CADENCE, UNIT, KIND);

  /// The columns that every row states for itself, beside the measures.
  static final List<String> OWN = List.of(REPORT_LINE, DESTINATION, FLAGS);

  /// What a carried column means when it stands neither above the header row nor in it.
  static final Map<String, String> USUAL = Map.of(RELEASED_AT, NONE, BASIS, NONE, REPORT, NONE, COMPLETE, "no",
      RELEASE_START, NONE, RELEASE_END, NONE, MARKET_YEAR, NONE, KIND, "print");

  static final Comparator<PublishedRelease> RELEASE_ORDER =
      comparing((PublishedRelease release) -> release.period().last())
          .thenComparing(release -> release.period().first())
          .thenComparing(PublishedRelease::releasedAt, nullsFirst(naturalOrder()))
          .thenComparing(PublishedRelease::report, nullsFirst(naturalOrder()));

  private EvidenceTableColumns() {}
}
