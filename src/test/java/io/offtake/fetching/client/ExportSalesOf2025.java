package io.offtake.fetching.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.offtake.document.Figure;
import io.offtake.document.ParseOutcome;
import io.offtake.document.PublishedRelease;
import io.offtake.document.table.EvidenceTable;
import io.offtake.evidence.Measure;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;

/// The real soybean sales of 2025/26 by destination, as the data service would have stated them at an instant.
///
/// They are the starter's table put back into the service's own form. Figures that the table does not have (gross sales,
/// the next year's) are written as 0: they are made up.
final class ExportSalesOf2025 {

  private static final String TABLE = "/starter/fas-export-sales_soybeans-and-wheat_by-destination.csv";
  private static final CommodityId SOYBEANS = new CommodityId("soybeans");

  private final List<PublishedRelease> releases;
  private final Map<PartyId, Integer> codes = new HashMap<>();

  ExportSalesOf2025() {
    releases = EvidenceTable.read(resource(TABLE), Commodities.standard()).outcome() instanceof ParseOutcome.Read read
        ? read.releases() : List.of();
    new String(resource("/reference/fas-destinations.csv"), StandardCharsets.UTF_8).lines()
        .map(line -> line.split(",", -1))
        .filter(cells -> cells[0].matches("[0-9]+"))
        .forEach(cells -> codes.putIfAbsent(new PartyId(cells[1]), Integer.valueOf(cells[0])));
  }

  /// The end of the newest week that the public had.
  LocalDate newestWeekAt(Instant instant) {
    return knownAt(instant).stream().map(release -> release.period().last()).max(LocalDate::compareTo).orElseThrow();
  }

  /// The answer for soybeans in the marketing year 2026, all countries.
  String answerAt(Instant instant) {
    var rows = new StringBuilder();
    for (PublishedRelease release : knownAt(instant)) {
      Map<PartyId, Map<Measure, Figure>> byDestination = new LinkedHashMap<>();
      release.figures().stream()
          .filter(figure -> figure.commodity().equals(SOYBEANS))
          .forEach(figure -> byDestination.computeIfAbsent(figure.destination(), _ -> new HashMap<>())
              .put(figure.measure(), figure));
      byDestination.forEach((destination, figures) -> rows.append(rows.isEmpty() ? "[" : ",\n")
          .append(row(release, destination, figures)));
    }
    return rows.isEmpty() ? "[]" : rows + "]";
  }

  private String row(PublishedRelease release, PartyId destination, Map<Measure, Figure> figures) {
    return """
        {"commodityCode":801,"countryCode":%d,"weeklyExports":%s,"accumulatedExports":%s,"outstandingSales":%s,\
        "grossNewSales":0,"currentMYNetSales":%s,"currentMYTotalCommitment":%s,"nextMYOutstandingSales":0,\
        "nextMYNetSales":0,"unitId":1,"weekEndingDate":"%sT00:00:00"}""".formatted(
        Objects.requireNonNull(codes.get(destination), destination::value),
        value(figures, Measure.EXPORTED), value(figures, Measure.ACCUMULATED_EXPORTS),
        value(figures, Measure.OUTSTANDING_SALES), value(figures, Measure.NET_SALES),
        figures.get(Measure.ACCUMULATED_EXPORTS).value().value()
            .add(figures.get(Measure.OUTSTANDING_SALES).value().value()).toPlainString(),
        release.period().last());
  }

  private static String value(Map<Measure, Figure> figures, Measure measure) {
    return figures.get(measure).value().value().toPlainString();
  }

  private List<PublishedRelease> knownAt(Instant instant) {
    return releases.stream()
        .filter(release -> release.releasedAt() != null && !release.releasedAt().isAfter(instant))
        .filter(release -> release.figures().stream().anyMatch(figure -> figure.commodity().equals(SOYBEANS)))
        .toList();
  }

  /// A figure of soybeans added up over the weeks that end from `first` to `last`, in tonnes.
  BigDecimal sum(Measure measure, PartyId destination, LocalDate first, LocalDate last) {
    return releases.stream()
        .filter(release -> !release.period().last().isBefore(first) && !release.period().last().isAfter(last))
        .flatMap(release -> release.figures().stream())
        .filter(figure -> figure.commodity().equals(SOYBEANS) && figure.measure() == measure
            && figure.destination().equals(destination))
        .map(figure -> figure.value().value())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /// Thursdays 14:00Z, half an hour or more after the hour of release.
  static Instant thursdayAfternoon(LocalDate thursday) {
    return thursday.atTime(14, 0).toInstant(ZoneOffset.UTC);
  }

  static byte[] resource(String name) {
    try (var stream = ExportSalesOf2025.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(stream, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
