import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Makes a file in the form of the Federal Grain Inspection Service's yearly file of inspection certificates, one row
/// a certificate: `java MakeCertificates.java ROWS SEED FILE`.
///
/// All of it is invented, from the seed alone: ships, places, tonnes and qualities say nothing of the world. The 112
/// column names and the form of each cell are those of the publisher's file. A name in the header can end in spaces,
/// as it can there; a few cells are quoted and hold a comma or a quote.
final class MakeCertificates {

  /// Of the publisher's header, in its order.
  static final List<String> COLUMNS = List.of(
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

  private static final Set<String> ENDING_IN_SPACES = Set.of("Serial No.", "1000 Bushels", "Metric Ton");

  private static final LocalDate FIRST_DAY = LocalDate.of(2025, 1, 1);
  private static final int DAYS = 365;
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
  private static final double POUNDS_IN_A_TONNE = 2204.62262;

  private static final List<String> DESTINATIONS = List.of(
      "CHINA", "MEXICO", "JAPAN", "EGYPT", "INDONESIA", "TAIWAN", "KOREA REP", "COLOMBIA", "NETHERLANDS", "GERMANY",
      "SPAIN", "VIETNAM", "THAILAND", "BANGLADESH", "PAKISTAN", "MALAYSIA", "PHILIPPINES", "GUATEMALA", "HONDURAS",
      "COSTA RICA", "DOMINICAN REP", "EL SALVADOR", "NIGERIA", "MOROCCO", "ALGERIA", "TUNISIA", "SAUDI ARABIA",
      "TURKEY", "ITALY", "PORTUGAL", "IRELAND", "UNITED KINGDOM", "CANADA", "PERU", "ECUADOR", "VENEZUELA", "PANAMA",
      "JAMAICA", "TRINIDAD", "COTE D'IVOIRE");
  private static final List<String> PORTS = List.of("MISSISSIPPI R.", "COLUMBIA R.", "PUGET SOUND", "N. TEXAS",
      "S. TEXAS", "NORFOLK", "INTERIOR", "TOLEDO", "DULUTH-SUPERIOR");
  private static final List<String> REGIONS = List.of("GULF", "PACIFIC", "ATLANTIC", "LAKES", "INTERIOR");
  private static final List<String> OFFICES = List.of("NEW ORLEANS", "LEAGUE CITY", "PORTLAND", "TOLEDO", "STUTTGART");

  /// @param measured  which qualities are measured on this grain; the cells of the others are empty
  private record Grain(String name, List<String> classes, double poundsInABushel, Set<String> measured) {}

  private static final List<String> ALWAYS_MEASURED = List.of("DKG HIGH", "DKG LOW", "DKG AVG", "TW", "M LD %", "M HIGH",
      "M LOW", "M AVG", "HT", "DKT", "FM", "SUBL W INS", "COMP INF", "INS IN LOT", "AD");
  private static final List<Grain> GRAINS = List.of(
      new Grain("SOYBEANS", List.of("YSB"), 60, measured("OCOL", "SPL", "BNFM", "O AVG", "O HIGH", "O LOW", "P HIGH",
          "P LOW", "P AVG", "P SP M", "O SP", "SBLY", "BN")),
      new Grain("CORN", List.of("YC", "WHC"), 56, measured("BCFM", "BC", "AFLA SCR N", "AFLA SCN P", "AFLA QT N",
          "AFLA QT P", "AFLA AVG PPB", "AFLA REJ", "DON QT", "DON AVG PPM", "DON REJ")),
      new Grain("WHEAT", List.of("HRW", "HRS", "SRW", "SWW", "DUWH"), 60, measured("DHV-HVAC-HARD", "OWH", "WC", "SHBN",
          "DEF", "CCL", "WOCL", "P HIGH", "P LOW", "P AVG", "P SP M", "FN", "FN SP M", "W HARD", "DKG CERT",
          "DON AVG PPM", "DON QT", "DON REJ")),
      new Grain("SORGHUM", List.of("S"), 56, measured("BNFM", "BN", "AFLA AVG PPB")),
      new Grain("BARLEY", List.of("BAR", "MBLY"), 48, measured("THIN", "BB", "SKBN", "WO", "PL", "OG")));

  private final SplittableRandom random;
  private final StringBuilder row = new StringBuilder(1024);

  private MakeCertificates(long seed) {
    random = new SplittableRandom(seed);
  }

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      System.err.println("usage: java MakeCertificates.java ROWS SEED FILE");
      System.exit(2);
    }
    int rows = Integer.parseInt(arguments[0]);
    var made = new MakeCertificates(Long.parseLong(arguments[1]));
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[2])), 1 << 20)) {
      made.write(rows, out);
    }
  }

  private void write(int rows, OutputStream out) throws IOException {
    for (String column : COLUMNS) {
      append(ENDING_IN_SPACES.contains(column) ? column + "  " : column);
    }
    endRow(out);
    for (int i = 0; i < rows; i++) {
      addCertificate(i, FIRST_DAY.plusDays((long) i * DAYS / rows));
      endRow(out);
    }
  }

  private void addCertificate(int number, LocalDate certified) {
    var grain = GRAINS.get(Math.max(0, random.nextInt(9) - 4));
    boolean ship = random.nextInt(3) > 0;
    long pounds = ship ? random.nextLong(2_000_000, 150_000_000) : random.nextLong(40_000, 25_000_000);
    var thursday = certified.with(TemporalAdjusters.nextOrSame(DayOfWeek.THURSDAY));
    for (String column : COLUMNS) {
      append(switch (column) {
        case "Thursday" -> DAY.format(thursday);
        case "Serial No." -> "ZZ-" + (1_000_000 + number);
        case "Type Shipm" -> "BU";
        case "Type Serv" -> "IW";
        case "Cert Date" -> DAY.format(certified);
        case "Type Carrier" -> ship ? "1" : "3";
        case "Carrier Name" -> carrier(ship);
        case "Grade" -> "2 O/B";
        case "Grain" -> grain.name();
        case "Class" -> any(grain.classes());
        case "Pounds" -> Long.toString(pounds);
        case "Destination" -> DESTINATIONS.get(Math.min(random.nextInt(DESTINATIONS.size()),
            random.nextInt(DESTINATIONS.size())));
        case "Subl/Carrs" -> Integer.toString(random.nextInt(1, 60));
        case "Field Office" -> any(OFFICES);
        case "Port" -> any(PORTS);
        case "AMS Reg", "FGIS Reg" -> any(REGIONS);
        case "City" -> ship ? "" : "NOWHERE";
        case "State" -> ship ? "" : "ZZ";
        case "MKT YR" -> certified.getMonthValue() < 9 ? "2425" : "2526";
        case "M LD ORD", "P LD ORD" -> "NA";
        case "Fumigant", "AFLA REQ", "AFLA PERF", "DON REQ" -> random.nextBoolean() ? "Y" : "N";
        case "1000 Bushels" -> decimals(Math.round(pounds / grain.poundsInABushel()), 3);
        case "Metric Ton" -> decimals(Math.round(pounds * 1000 / POUNDS_IN_A_TONNE), 3);
        default -> grain.measured().contains(column) ? decimals(random.nextInt(0, 2000), 2) : "";
      });
    }
  }

  private String carrier(boolean ship) {
    int name = random.nextInt(900);
    return switch (random.nextInt(100)) {
      case 0 -> "INVENTED " + name + ", BARGE";
      case 1 -> "THE \"MADE UP\" " + name;
      default -> (ship ? "M/V INVENTED " : "UNIT ") + name;
    };
  }

  private String any(List<String> choice) {
    return choice.get(random.nextInt(choice.size()));
  }

  private static Set<String> measured(String... qualities) {
    Set<String> measured = new HashSet<>(ALWAYS_MEASURED);
    measured.addAll(List.of(qualities));
    return Set.copyOf(measured);
  }

  private static String decimals(long value, int digits) {
    long one = digits == 2 ? 100 : 1000;
    var fraction = Long.toString(one + value % one);
    return value / one + "." + fraction.substring(1);
  }

  private void append(String cell) {
    if (cell.indexOf(',') >= 0 || cell.indexOf('"') >= 0) {
      row.append('"').append(cell.replace("\"", "\"\"")).append('"');
    } else {
      row.append(cell);
    }
    row.append(',');
  }

  private void endRow(OutputStream out) throws IOException {
    row.setLength(row.length() - 1);
    row.append("\r\n");
    out.write(row.toString().getBytes(StandardCharsets.US_ASCII));
    row.setLength(0);
  }
}
