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

  static byte[] bytes(String report) {
    return report.getBytes(StandardCharsets.ISO_8859_1);
  }
}
