package io.offtake.evidence;

/// The id of a public source, such as `fas-export-sales`.
public record SourceId(String value) implements Comparable<SourceId> {

  public static final SourceId FGIS_WEEKLY = new SourceId("fgis-weekly");
  public static final SourceId FAS_EXPORT_SALES = new SourceId("fas-export-sales");

  public SourceId {
    if (!value.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
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
