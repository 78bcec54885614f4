package io.offtake.evidence;

import java.util.regex.Pattern;

/// The id of a public source, such as `fas-export-sales`.
public record SourceId(String value) implements Comparable<SourceId> {

  private static final Pattern FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  public static final SourceId FGIS_WEEKLY = new SourceId("fgis-weekly");
  public static final SourceId FGIS_CERTIFICATES = new SourceId("fgis-certificates");
  public static final SourceId FAS_EXPORT_SALES = new SourceId("fas-export-sales");
  public static final SourceId FAS_DAILY_SALES = new SourceId("fas-daily-sales");
  public static final SourceId CENSUS_EXPORTS = new SourceId("census-exports");
  public static final SourceId EIA_CRUDE = new SourceId("eia-crude");
  public static final SourceId EIA_LNG = new SourceId("eia-lng");
  public static final SourceId UN_COMTRADE = new SourceId("un-comtrade");

  public SourceId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("a source id is lower-case words joined by '-', but was " + value);
    }
  }

  @Override
  public int compareTo(SourceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
