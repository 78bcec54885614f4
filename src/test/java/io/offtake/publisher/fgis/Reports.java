package io.offtake.publisher.fgis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Short reports in the publisher's layout. Their rows and corrections are figures of the report of that week; they
/// hold a few countries of many, so their subtotals and totals are those of the rows that are there.
final class Reports {

  private Reports() {}

  static String of(String week) {
    try (InputStream stream = Reports.class.getResourceAsStream("inspections-" + week + ".txt")) {
      return new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A report whose corrections are all of the week before once more, as those of 4 December 2023 were.
  static String listingTheWeekBeforeAgain() {
    return of("2025-12-18")
        .replaceFirst("(?m)^ +GRAINS INSPECTED", """
                       ----------- WEEK ENDING ----------  MARKET YEAR  MARKET YEAR
              GRAIN      12/18/2025  12/11/2025  12/19/2024    TO DATE     TO DATE
            CORN           712,316         220     900,000    9,000,000   12,000,000
            SORGHUM          4,016         294           0       20,000       30,000
            SOYBEANS       560,124     104,358     900,000    9,000,000   12,000,000
            Total        1,384,200     104,872   1,800,000   18,020,000   24,030,000

                GRAINS INSPECTED""")
        .replace("ADD 4358 YSB SOYBEANS FROM INTERIOR TO INDONESIA ",
            "ADD 4358 YSB SOYBEANS FROM INTERIOR TO INDONESIA\n"
                + "FOR CERTDATE 12/08/25 ADD 60000 YSB SOYBEANS FROM COLUMBIA R. TO CHINA\n"
                + "FOR CERTDATE 12/09/25 ADD 39000 YSB SOYBEANS FROM MISSISSIPPI R. TO CHINA\n"
                + "FOR CERTDATE 12/09/25 ADD 1000 YSB SOYBEANS FROM TOLEDO TO CANADA ");
  }

  static byte[] bytes(String report) {
    return report.getBytes(StandardCharsets.ISO_8859_1);
  }
}
