package io.offtake.document.table;

import java.util.List;

import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.ParseOutcome;
import io.offtake.document.PublishedRelease;
import io.offtake.document.Refusal;
import io.offtake.reference.Commodities;
import org.jspecify.annotations.Nullable;

/// Figures of any one source in Offtake's own form: UTF-8, comma-separated (RFC 4180), for the figures a first start
/// loads and for figures handed in.
///
/// ```
/// # offtake evidence table 1
/// # source: fas-export-sales
/// # publisher: USDA Foreign Agricultural Service
/// # address: https://www.fas.usda.gov/programs/export-sales-reporting-program
/// # copy: where the public copy came from; left out when the figures came from the publisher
/// # read: 2026-11-24
/// # terms: public domain (17 U.S.C. 105)
/// # note: any number of remarks
/// # coverage: listed
/// # origin: US
/// # cadence: weekly
/// # unit: t
/// periodStart,periodEnd,commodity,marketYear,destination,netSales,exported
/// 2025-11-07,2025-11-13,soybeans,2026,CN,-100000,0
/// ,,,,JP,22300,5100
/// ```
///
/// - A row is one destination in one period, with a column for each measure it states; an empty measure is not held,
///   never 0.
/// - In the carried columns an empty cell repeats the cell above, and `-` says there is none. A carried column that is
///   the same in every row may stand above the header row instead, as `# unit: t` does here. Carried are
///   releasedAt, basis, report, complete, coverage, releaseStart, releaseEnd, periodStart, periodEnd, commodity,
///   marketYear, origin, cadence, unit and kind; of these coverage, the period, commodity, origin, cadence and unit
///   must be stated, and the others mean nothing unusual where they are not: no instant, no report, not complete, no
///   marketing year, a print.
/// - `releasedAt` (UTC) and `basis` (`reported`, `scheduled`, `estimated`) tell when the public had the release;
///   without them the release calendar decides. Rows of one release stand together.
/// - `report` is the publisher's report the figures were taken from and `reportLine` the line in it. Without a
///   `reportLine` a figure's line is its line in this table.
/// - `releaseStart` and `releaseEnd` are the period a release is for; without them it is the period of its rows. A
///   period may be longer than the cadence: after a shutdown one report can cover 21 days.
/// - `coverage` is `full` (a destination that is not listed is 0), `listed` (nothing is said of others), or spelt out
///   for each commodity and marketing year: `full wheat@2027; listed soybeans@2026 CN world`.
/// - `complete` is `yes` when a release states its period anew and replaces all of an earlier one.
/// - `kind` is `print`, or `correction` for signed amounts that are added to the print of their period.
/// - `flags` is empty or `carryOverIncluded`, which speaks of the row's net sales.
///
/// @param header  where the figures come from; null when it could not be read
public record EvidenceTable(@Nullable EvidenceTableHeader header, ParseOutcome outcome) {

  /// Reads a table; nothing of it counts unless all of it can be read.
  public static EvidenceTable read(byte[] document, Commodities commodities) {
    EvidenceTableHeader header = null;
    try {
      var reader = EvidenceTableReader.of(document, commodities);
      header = reader.header();
      return new EvidenceTable(header, reader.read());
    } catch (Refusal refusal) {
      return new EvidenceTable(header, refusal.toOutcome());
    }
  }

  /// Writes releases, in order of period, release and report; figures keep their order. The same releases always make
  /// the same bytes, and reading them gives the same releases.
  ///
  /// The lines of figures are kept for releases that name a report; others get their lines in the table.
  ///
  /// @throws IllegalArgumentException if a release holds no figure or prints one twice, if two releases cannot be
  ///     told apart, or if something cannot be written down: a carry-over of anything but net sales, a report's name
  ///     with line breaks, a number too long
  public static byte[] write(EvidenceTableHeader header, List<PublishedRelease> releases) {
    return EvidenceTableWriter.write(header, releases);
  }

  /// The releases, or none if the table was not readable.
  public List<PublishedRelease> releases() {
    return outcome instanceof Read(List<PublishedRelease> releases, var _, var _, var _) ? releases : List.of();
  }
}
