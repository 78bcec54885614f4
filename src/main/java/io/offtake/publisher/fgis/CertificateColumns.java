package io.offtake.publisher.fgis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.offtake.document.CsvText;
import io.offtake.document.Refusal;
import org.jspecify.annotations.Nullable;

/// The columns of one file of certificates, known by their names and never by their places.
///
/// @param names  all of them, as the file orders them, without padding
/// @param notes  what is unlike the columns that were known, and does not matter
@SuppressWarnings("ArrayRecordComponent") // asked for every cell, never compared
record CertificateColumns(List<String> names, @Nullable Needed[] needed, List<String> notes) {

  /// The columns without which certificates cannot be added up and controlled, and the one that tells them apart.
  enum Needed {
    THURSDAY("Thursday"),
    CERTIFIED("Cert Date"),
    GRAIN("Grain"),
    POUNDS("Pounds"),
    DESTINATION("Destination"),
    TONNES("Metric Ton"),

    /// Tells two certificates apart; a file without it can be read all the same.
    SERIAL("Serial No.");

    private final String column;

    Needed(String column) {
      this.column = column;
    }

    String column() {
      return column;
    }
  }

  static final int MOST_COLUMNS = 1_000;

  /// What is said of a file without serial numbers.
  static final String NOT_NUMBERED = "the column Serial No. is absent: rows that are equal cannot be told from a row that stands "
      + "twice, and all of them count";

  private static final int MOST_NAMED = 10;

  /// Source: https://fgisonline.ams.usda.gov/ExportGrainReport/, the files by year, 112 columns
  private static final List<String> KNOWN = List.of(
      "Thursday", "Serial No.", "Type Shipm", "Type Serv", "Cert Date", "Type Carrier", "Carrier Name", "Grade",
      "Grain", "Class", "SubClass", "Spec Gr 1", "Spec Gr 2", "Pounds", "Destination", "Subl/Carrs", "Field Office",
      "Port", "AMS Reg", "FGIS Reg", "City", "State", "MKT YR", "DKG HIGH", "DKG LOW", "DKG AVG", "TW", "M LD ORD",
      "M LD %", "M HIGH", "M LOW", "M AVG", "DHV-HVAC-HARD", "OWH", "WC", "HT", "DKT", "FM", "SHBN", "DEF", "CCL",
      "WOCL", "P LD ORD", "P LD %", "P BASIS", "P SP M", "P HIGH", "P LOW", "P AVG", "FN BASIS", "FN SP M", "FN",
      "SUBL W INS", "COMP INF", "INS IN LOT", "Insecticide", "DUST SUPR", "DYE", "Fumigant", "OCOL", "AFLA PERF",
      "SPL", "BNFM", "SBLY", "THIN", "BN", "BB", "SKBN", "WO", "SMUT", "PL", "OG", "HTMJ", "HTMI", "FMJ", "FMI", "MMJ",
      "MMI", "DH", "O AVG", "AD", "FMOW", "SO", "FMOWR", "1000 Bushels", "Metric Ton", "DKG CERT", "BCFM", "O LD ORD",
      "O BASIS", "BC", "O SP", "O LD %", "O HIGH", "O LOW", "AFLA REQ", "AFLA BASIS", "AFLA SCR N", "AFLA SCN P",
      "AFLA QT N", "AFLA QT P", "AFLA AVG PPB", "AFLA REJ", "W HARD", "P LD ORD 2", "P LD % 2", "DON REQ", "DON BASIS",
      "DON QL", "DON QT", "DON AVG PPM", "DON REJ");

  static CertificateColumns of(int line, List<String> header) throws Refusal {
    var names = header.stream().map(String::strip).toList();
    if (names.getFirst().startsWith("<")) {
      throw new Refusal(line, "is a page (HTML or XML), not a file of certificates: hand in the file CY2026.csv or "
          + "the like, and look whether a proxy or a sign-in page answered");
    }
    List<String> missing = new ArrayList<>();
    var needed = new Needed[names.size()];
    for (Needed column : Needed.values()) {
      int place = names.indexOf(column.column());
      if (place < 0 && column == Needed.SERIAL) {
        continue;
      }
      if (place < 0) {
        missing.add(column.column());
      } else if (names.lastIndexOf(column.column()) != place) {
        throw new Refusal(line, "the column %s stands twice in the header row: keep the one that counts"
            .formatted(column.column()));
      } else {
        needed[place] = column;
      }
    }
    if (missing.size() == Needed.values().length - 1) {
      throw new Refusal(line, "is not a header row of inspection certificates: it was expected to name Thursday, Grain, "
          + "Destination, Metric Ton and others, separated by commas, but began with '%s'"
              .formatted(CsvText.shortened(String.join(",", names.subList(0, Math.min(3, names.size()))))));
    }
    if (!missing.isEmpty()) {
      throw new Refusal(line, "the column%s %s %s missing in the header row: hand in the file as published, or give the "
          .formatted(missing.size() == 1 ? "" : "s", String.join(", ", missing), missing.size() == 1 ? "is" : "are")
          + "column its published name if only that changed and it still means the same");
    }
    return new CertificateColumns(names, needed, notes(names));
  }

  /// Whether its certificates have serial numbers.
  boolean numbered() {
    return names.contains(Needed.SERIAL.column());
  }

  @Nullable Needed at(int place) {
    return place < needed.length ? needed[place] : null;
  }

  private static List<String> notes(List<String> names) {
    List<String> notes = new ArrayList<>();
    Set<String> unknown = new LinkedHashSet<>(names);
    KNOWN.forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      notes.add("columns that were not known are passed over: " + shortened(List.copyOf(unknown)));
    }
    Set<String> absent = new LinkedHashSet<>(KNOWN);
    new HashSet<>(names).forEach(absent::remove);
    if (absent.remove(Needed.SERIAL.column())) {
      notes.add(NOT_NUMBERED);
    }
    if (!absent.isEmpty()) {
      notes.add("columns that are known are absent, none of them needed: " + shortened(List.copyOf(absent)));
    }
    return List.copyOf(notes);
  }

  private static String shortened(List<String> names) {
    var some = names.stream().limit(MOST_NAMED).map(CsvText::shortened).map(name -> "'" + name + "'").toList();
    return String.join(", ", some)
        + (names.size() > MOST_NAMED ? " and %d more".formatted(names.size() - MOST_NAMED) : "");
  }
}
