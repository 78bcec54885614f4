package io.offtake.evidence;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.offtake.document.ParseOutcome;
import io.offtake.document.Plausibility;
import io.offtake.document.Vintages;
import io.offtake.document.table.EvidenceTable;
import io.offtake.evidence.Observation.Provenance;
import io.offtake.publisher.ReleaseExceptions;
import io.offtake.reference.Commodities;
import org.jspecify.annotations.Nullable;

/// A store of evidence in memory, for tests of what is made of it: documents in, panel out, by the same decisions as
/// the real store.
public final class Held {

  private static final Commodities COMMODITIES = Commodities.standard();

  private final ReleaseCalendars calendars = ReleaseExceptions.standardCalendars();
  private final Map<EvidenceKey, Release> releases = new HashMap<>();
  private Panel panel = Panel.empty();
  private long nextId = 1;

  private record EvidenceKey(SourceId source, Object period, Instant releasedAt, int sequence, String document) {}

  /// Takes in a table of weekly export sales from the US.
  ///
  /// @param columns  the header row; the preamble names source, origin, cadence, unit, kind and coverage
  public Vintages.Decision sales(String columns, String... rows) {
    return table("fas-export-sales", "listed", columns, rows);
  }

  public Vintages.Decision table(String source, String coverage, String columns, String... rows) {
    return tableIn("t", source, coverage, columns, rows);
  }

  /// The same in another unit than tonnes.
  public Vintages.Decision tableIn(String unit, String source, String coverage, String columns, String... rows) {
    String text = """
        # offtake evidence table 1
        # source: %s
        # publisher: a test
        # address: https://example.org/
        # read: 2026-11-24
        # terms: made for a test
        # report: -
        # complete: no
        # coverage: %s
        # origin: US
        # cadence: weekly
        # unit: %s
        # kind: print
        %s
        %s
        """.formatted(source, coverage, unit, columns, String.join("\n", rows));
    EvidenceTable table = EvidenceTable.read(text.getBytes(StandardCharsets.UTF_8), COMMODITIES);
    if (table.outcome() instanceof ParseOutcome.Read read) {
      return take(new SourceId(source), read, null, Instant.parse("2026-11-24T00:00:00Z"));
    }
    throw new IllegalArgumentException(table.outcome().toString());
  }

  /// Takes in what a reader made of a document.
  public Vintages.Decision take(
      SourceId source, ParseOutcome.Read read, @Nullable Instant releasedAt, Instant receivedAt) {
    var decision = new Vintages(source, calendars, panel, releasedAt, receivedAt).decide(read.releases());
    long version = panel.dataVersion() + 1;
    var observations = new ArrayList<Observation>();
    var scopes = new ArrayList<ReleaseScope>();
    var judged = new Plausibility(source, panel, "document-" + version).judge(decision);
    var heldBack = new ArrayList<HeldBack>();
    for (EvidenceLog.Entry entry : judged.entries()) {
      Release release = releases.computeIfAbsent(
          new EvidenceKey(source, entry.period(), entry.releasedAt(), entry.sequence(), "document-" + version),
          _ -> new Release(nextId++, source, entry.period(), entry.releasedAt(), entry.sequence(), entry.basis(),
              entry.complete(), receivedAt, "document-" + version));
      entry.lines().forEach(line -> observations.add(new Observation(nextId++, line.series(), line.period(),
          line.marketYear(), line.correction(), line.carryOverIncluded(), line.value(), release,
          new Provenance("document-" + version, line.line(), entry.report()), version)));
      entry.scopes().forEach(scope -> scopes.add(new ReleaseScope(
          release, scope.commodity(), scope.marketYear(), scope.destinations(), version)));
      entry.doubts().forEach(doubt -> heldBack.add(new HeldBack(nextId++, release, doubt.commodity(),
          doubt.destination(), doubt.measures(), "document-" + version, doubt.reason(), doubt.detail(), receivedAt, version)));
    }
    panel = panel.with(version, new Panel.Growth(observations, scopes, List.of(), heldBack,
        judged.believed().stream()
            .map(each -> new HeldBack.Relief(each.id(), "document-" + version, "", receivedAt, version))
            .toList()));
    return decision;
  }

  /// Takes in that a publisher withdrew a release.
  public void retract(Release release, Instant retractedAt) {
    long version = panel.dataVersion() + 1;
    panel = panel.with(version, new Panel.Growth(List.of(), List.of(), List.of(
        new Retraction(release, retractedAt, "withdrawn, a test says", null, retractedAt, version)),
        List.of(), List.of()));
  }

  /// The same, to go on from apart.
  public Held copy() {
    var copy = new Held();
    copy.releases.putAll(releases);
    copy.panel = panel;
    copy.nextId = nextId;
    return copy;
  }

  public Panel panel() {
    return panel;
  }

  public List<Observation> observations(Trade trade) {
    return panel.observations(trade);
  }
}
