package io.offtake.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import io.offtake.document.DamagedDocuments;
import io.offtake.document.table.EvidenceTable;
import io.offtake.reference.Commodities;

/// Documents to hand in while something breaks, and all that is then held.
final class Papers {

  /// In a piece of a table, and as many that the next one states too: enough for an import to be cut off.
  private static final int MOST_RELEASES = 4;

  /// They state when each release came out, so the instant of receipt decides nothing. The shorter one first: what it
  /// cannot give the other makes up for.
  private static final List<String> TABLES =
      List.of("fas-export-sales_soybeans-and-wheat_by-destination", "fgis-weekly");

  private static final List<String> QUERIES = List.of("""
          select s.ident, o.period_start, o.period_end, o.market_year, o.correction, o.carry_over_included, o.value,
            r.period_end, r.released_at, r.sequence, r.basis, r.complete, o.document_id, o.line, o.report
          from observation o join series s on s.id = o.series_id join release r on r.id = o.release_id""", """
          select r.source, r.period_end, r.released_at, r.sequence, c.document_id, c.commodity, c.market_year,
            c.destinations
          from release_scope c join release r on r.id = c.release_id""", """
          select id, source, document_type, name, size_bytes, reader_version, first_period, last_period, doubtful
          from document""");

  private Papers() {}

  /// @param id  the SHA-256 of its bytes
  record Paper(String id, String source, byte[] bytes) {}

  /// The starter's tables cut into pieces, which overlap: most figures are stated twice. The fewer are asked for, the larger.
  static List<Paper> some(int atLeast) throws Exception {
    List<Paper> papers = new ArrayList<>();
    for (int each = 0; each < TABLES.size(); each++) {
      String name = TABLES.get(each);
      EvidenceTable table =
          EvidenceTable.read(DamagedDocuments.resource("/starter/" + name + ".csv"), Commodities.standard());
      int releases = table.releases().size();
      int share = Math.ceilDiv(atLeast - papers.size(), TABLES.size() - each);
      int step = Math.clamp(releases / share, 1, MOST_RELEASES);
      for (int from = Math.max(0, releases - share * step); from < releases; from += step) {
        byte[] piece = EvidenceTable.write(
            table.header(), table.releases().subList(from, Math.min(releases, from + 2 * step)));
        String id = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(piece));
        papers.add(new Paper(id, table.header().source().value(), piece));
      }
    }
    assertThat(papers).hasSizeGreaterThanOrEqualTo(atLeast);
    return papers;
  }

  /// All that is held, without what the store gave it: ids, versions, the instants of keeping.
  static List<String> everything(Connection connection) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (var statement = connection.createStatement()) {
      for (String query : QUERIES) {
        var result = statement.executeQuery(query);
        while (result.next()) {
          rows.add(row(result));
        }
      }
    }
    return rows.stream().sorted().toList();
  }

  private static String row(ResultSet result) throws SQLException {
    var cells = new ArrayList<String>();
    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
      cells.add(result.getString(i));
    }
    return String.join("|", cells.stream().map(String::valueOf).toList());
  }
}
