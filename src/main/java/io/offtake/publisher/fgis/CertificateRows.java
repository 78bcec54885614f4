package io.offtake.publisher.fgis;

import static java.util.Comparator.comparing;
import static java.util.Map.Entry.comparingByKey;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import io.offtake.document.CsvText;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.document.ParseOutcome.Problem;
import io.offtake.document.Refusal;
import io.offtake.publisher.fgis.CertificateColumns.Needed;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import org.jspecify.annotations.Nullable;

/// Adds up rows of certificates as the CSV reader comes upon their cells. Cells of columns that are not needed are
/// never made into text, and nothing of a row is kept but its share in a sum and the mark of its serial number.
///
/// What a file may make us keep is bounded: the length of a row, the number of sums, of serial numbers, of problems and
/// of doubts.
final class CertificateRows extends AbstractBaseCsvCallbackHandler<CertificateRows> {

  /// Ends the reading: the row cannot be read, and what follows it may be shifted.
  static final class Stop extends RuntimeException {

    private final transient Refusal refusal;

    Stop(Refusal refusal) {
      super(refusal);
      this.refusal = refusal;
    }

    Refusal refusal() {
      return refusal;
    }
  }

  private record Subject(LocalDate weekEnd, String grain, String destination) {

    private static final Comparator<Subject> ORDER =
        comparing(Subject::weekEnd).thenComparing(Subject::grain).thenComparing(Subject::destination);
  }

  private static final class Tally {
    private final int firstLine;
    private long certificates;
    private long micro;

    Tally(int firstLine) {
      this.firstLine = firstLine;
    }
  }

  static final int LONGEST_ROW = 1 << 16;
  static final int MOST_PROBLEMS = 20;
  static final int MOST_DOUBTS = 100;

  /// A year has some ten thousand: 53 weeks of a dozen grains to a hundred destinations, of which few ship each week.
  static final int MOST_SUMS = 100_000;

  private static final int LONGEST_NAME = 60;
  private static final int DECIMALS = 6;
  private static final long MICRO = 1_000_000;
  private static final double POUNDS_IN_A_TONNE = 2204.62262;

  /// No ship carries half as much.
  private static final long MOST_TONNES = 1_000_000;

  /// Either column can be rounded to whole units. A short ton is 9 %, a long ton 2 % off.
  private static final double TONNES_OF_ROUNDING = 1;
  private static final double SHARE_OF_ROUNDING = 0.001;

  private static final long NONE = -1;
  private static final long FIRST = 0x5DEECE66DL;
  private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, MICRO};

  private final List<String> header = new ArrayList<>();
  private @Nullable CertificateColumns columns;
  private long certificates;
  private final Map<Subject, Tally> tallies = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<DoubtfulRow> doubtful = new ArrayList<>();
  private long doubtfulRows;
  private @Nullable LocalDate newestCertified;

  private LocalDate lastDay = LocalDate.EPOCH;
  private int lastDayDigits = -1;

  private final List<Problem> problemsOfRow = new ArrayList<>();
  private int length;
  private @Nullable LocalDate weekEnd;
  private @Nullable LocalDate certified;
  private String grain = "";
  private String destination = "";
  private long micro;
  private long microPounds;
  private long serial;
  private final SerialNumbers serials = new SerialNumbers();

  @Override
  protected void handleBegin(long startingLineNumber) {
    length = 0;
    problemsOfRow.clear();
    weekEnd = null;
    certified = null;
    grain = "";
    destination = "";
    micro = NONE;
    microPounds = NONE;
    serial = 0;
  }

  @Override
  protected void handleField(int place, char[] text, int offset, int size, boolean quoted) {
    length += size + 1;
    if (length > LONGEST_ROW) {
      throw new Stop(new Refusal(line(), "is longer than %d characters: look for a quote that is not closed, or for "
          .formatted(LONGEST_ROW) + "lines without ends"));
    }
    if (columns == null) {
      header.add(new String(text, offset, size));
      if (header.size() > CertificateColumns.MOST_COLUMNS) {
        throw new Stop(new Refusal(line(), "the header row has more than %d columns: 112 were expected, separated by commas"
            .formatted(CertificateColumns.MOST_COLUMNS)));
      }
      return;
    }
    var column = columns.at(place);
    if (column != null) {
      int first = offset;
      int end = offset + size;
      while (first < end && text[first] == ' ') {
        first++;
      }
      while (first < end && text[end - 1] == ' ') {
        end--;
      }
      readCell(column, text, first, end);
    }
  }

  private void readCell(Needed column, char[] text, int first, int end) {
    switch (column) {
      case THURSDAY -> weekEnd = day(column, text, first, end);
      case CERTIFIED -> certified = day(column, text, first, end);
      case GRAIN -> grain = name(column, text, first, end);
      case DESTINATION -> destination = name(column, text, first, end);
      case TONNES -> micro = amount(column, text, first, end);
      case POUNDS -> microPounds = amount(column, text, first, end);
      case SERIAL -> serial = hash(text, first, end);
    }
  }

  @Override
  protected CertificateRows buildRecord() {
    if (getRecordType() == RecordType.EMPTY) {
      return this;
    }
    try {
      if (columns == null) {
        columns = CertificateColumns.of(line(), header);
      } else {
        endRow(columns);
      }
    } catch (Refusal refusal) {
      throw new Stop(refusal);
    }
    return this;
  }

  private void endRow(CertificateColumns columns) throws Refusal {
    if (getFieldCount() != columns.names().size()) {
      throw new Refusal(line(), "holds %d cells, but the header row holds %d: look for a row that was cut off, or a comma "
          .formatted(getFieldCount(), columns.names().size()) + "in a cell without quotes around it");
    }
    if (problemsOfRow.isEmpty()) {
      checkWeek();
      checkUnits();
    }
    if (!problemsOfRow.isEmpty()) {
      problems.addAll(problemsOfRow);
      if (problems.size() >= MOST_PROBLEMS) {
        throw new Refusal(line(), "the reading ended here, for there are many problems");
      }
    } else if (micro == NONE) {
      doubt("%s is empty: the certificate is left out, for nothing is not 0".formatted(Needed.TONNES.column()), false);
    } else if (serial == 0 || !isRepeated()) {
      add();
    }
  }

  /// Whether the certificate stood before. One number on certificates that differ is told, and both count: nothing says
  /// which of them is meant.
  private boolean isRepeated() throws Refusal {
    long content = hash(hash(hash(hash(hash(micro, microPounds), weekEnd == null ? 0 : weekEnd.toEpochDay()),
        certified == null ? 0 : certified.toEpochDay()), grain), destination);
    return switch (serials.add(serial, content)) {
      case NEW -> false;
      case SAME -> {
        doubt("%s stood before with the same certificate: it is left out, for a certificate counts once"
            .formatted(Needed.SERIAL.column()), false);
        yield true;
      }
      case OTHER -> {
        doubt("%s stood before with another certificate: both count, look which of them is meant"
            .formatted(Needed.SERIAL.column()), true);
        yield false;
      }
      case FULL -> throw new Refusal(line(), "the file holds more than %d certificates: hand in one year a file"
          .formatted(SerialNumbers.MOST));
    };
  }

  /// Never 0.
  private static long hash(char[] text, int first, int end) {
    long hash = first == end ? 0 : FIRST;
    for (int i = first; i < end; i++) {
      hash = hash(hash, text[i]);
    }
    return first == end || hash != 0 ? hash : 1;
  }

  private static long hash(long before, String text) {
    long hash = before;
    for (int i = 0; i < text.length(); i++) {
      hash = hash(hash, text.charAt(i));
    }
    return hash;
  }

  /// Mixes a value in so that near values lie far apart (the finisher of SplitMix64).
  private static long hash(long before, long value) {
    long mixed = (before ^ value) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  private void checkWeek() {
    if (weekEnd != null && weekEnd.getDayOfWeek() != DayOfWeek.THURSDAY) {
      problem(Needed.THURSDAY, "must be the Thursday that a week of the report ends on, but %s is a %s"
          .formatted(weekEnd, weekEnd.getDayOfWeek()));
    }
  }

  private void checkUnits() {
    if (micro == NONE || microPounds == NONE) {
      return;
    }
    double tonnes = (double) micro / MICRO;
    double ofPounds = microPounds / POUNDS_IN_A_TONNE / MICRO;
    if (Math.abs(tonnes - ofPounds) > TONNES_OF_ROUNDING + SHARE_OF_ROUNDING * ofPounds) {
      problem(Needed.TONNES, ("and %s are unlike: %s tonnes are not %s pounds of 0.45359237 kg, of which %.6f make a tonne; "
          + "look whether one of the two is in another unit")
              .formatted(Needed.POUNDS.column(), plain(micro), plain(microPounds), POUNDS_IN_A_TONNE));
    }
  }

  private void add() throws Refusal {
    var week = weekEnd;
    if (week == null) {
      throw new IllegalStateException("a row without a week has a problem");
    }
    if (certified != null && (newestCertified == null || certified.isAfter(newestCertified))) {
      newestCertified = certified;
    }
    if (certified != null && (certified.isAfter(week) || certified.isBefore(week.minusDays(6)))) {
      doubt("%s %s lies outside the week that ends on %s %s, in which the certificate counts all the same"
          .formatted(Needed.CERTIFIED.column(), certified, Needed.THURSDAY.column(), week), true);
    }
    var subject = new Subject(week, grain, destination);
    var tally = tallies.get(subject);
    if (tally == null) {
      if (tallies.size() == MOST_SUMS) {
        throw new Refusal(line(), "names more than %d combinations of week, grain and destination: look whether %s and %s "
            .formatted(MOST_SUMS, Needed.GRAIN.column(), Needed.DESTINATION.column())
            + "hold what they say, and hand in one year a file");
      }
      tally = new Tally(line());
      tallies.put(subject, tally);
    }
    certificates++;
    tally.certificates++;
    try {
      tally.micro = Math.addExact(tally.micro, micro);
    } catch (ArithmeticException e) {
      throw new Refusal(line(), "%s adds up to more than can be counted".formatted(Needed.TONNES.column()));
    }
  }

  /// Days come in order, so that most are the one of the cell before.
  private @Nullable LocalDate day(Needed column, char[] text, int first, int end) {
    int digits = 0;
    boolean readable = end - first == 8;
    for (int i = first; readable && i < end; i++) {
      int digit = text[i] - '0';
      readable = digit >= 0 && digit <= 9;
      digits = digits * 10 + digit;
    }
    if (readable && digits == lastDayDigits) {
      return lastDay;
    }
    if (readable) {
      try {
        lastDay = LocalDate.of(digits / 10_000, digits / 100 % 100, digits % 100);
        lastDayDigits = digits;
        return lastDay;
      } catch (DateTimeException e) {
        // told below, with all other cells that are no day
      }
    }
    if (column == Needed.CERTIFIED && first == end) {
      return null;
    }
    problem(column, "must be a day such as 20260129, but was '%s'".formatted(shown(text, first, end)));
    return null;
  }

  private String name(Needed column, char[] text, int first, int end) {
    if (first == end || end - first > LONGEST_NAME) {
      problem(column, "must be a name of at most %d characters, but was '%s'"
          .formatted(LONGEST_NAME, shown(text, first, end)));
      return "";
    }
    return new String(text, first, end - first);
  }

  /// Millionths of what the cell counts; [#NONE] if it is empty.
  private long amount(Needed column, char[] text, int first, int end) {
    if (first == end) {
      return NONE;
    }
    long value = 0;
    int decimals = -1;
    boolean readable = end - first <= 17 && text[first] != '.' && text[end - 1] != '.';
    for (int i = first; readable && i < end; i++) {
      int digit = text[i] - '0';
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        decimals += decimals < 0 ? 0 : 1;
      } else {
        readable = text[i] == '.' && decimals < 0;
        decimals = 0;
      }
    }
    int shift = DECIMALS - Math.max(decimals, 0);
    long most = column == Needed.POUNDS ? Math.round(MOST_TONNES * POUNDS_IN_A_TONNE) : MOST_TONNES;
    if (!readable || shift < 0 || value / POWERS[Math.max(decimals, 0)] > most) {
      problem(column, "must be a plain decimal number from 0 to %d such as 27215.5, but was '%s'"
          .formatted(most, shown(text, first, end)));
      return NONE;
    }
    return value * POWERS[shift];
  }

  private void problem(Needed column, String reason) {
    problemsOfRow.add(new Problem(line(), column.column() + " " + reason));
  }

  private void doubt(String reason, boolean used) {
    doubtfulRows++;
    if (doubtful.size() < MOST_DOUBTS) {
      doubtful.add(new DoubtfulRow(line(), reason, used));
    }
  }

  private static String shown(char[] text, int first, int end) {
    return CsvText.shortened(new String(text, first, end - first));
  }

  private static String plain(long micro) {
    return tonnes(micro).value().toPlainString();
  }

  private static Quantity tonnes(long micro) {
    return Quantity.of(BigDecimal.valueOf(micro, DECIMALS), Unit.TONNE);
  }

  /// The line that the row being read begins on, counted from 1.
  int line() {
    return Math.clamp(getStartingLineNumber(), 1, Integer.MAX_VALUE);
  }

  /// What the rows add up to, after the last one.
  CertificateTotals totals() throws Refusal {
    if (columns == null) {
      throw new Refusal("is empty: a header row and at least one certificate were expected");
    }
    if (!problems.isEmpty()) {
      return new CertificateTotals.Unreadable(problems);
    }
    if (certificates == 0) {
      throw new Refusal("holds no certificate that counts: a file of a year's first days, or one that was cut off, "
          + "says nothing");
    }
    var sums = tallies.entrySet().stream()
        .sorted(comparingByKey(Subject.ORDER))
        .map(entry -> sum(entry.getKey(), entry.getValue()))
        .toList();
    return new CertificateTotals.Read(certificates, sums, doubtfulRows, doubtful,
        Optional.ofNullable(newestCertified), columns.notes(), columns.numbered());
  }

  /// All problems up to the one that ended the reading.
  CertificateTotals.Unreadable unreadable(Refusal last) {
    List<Problem> all = new ArrayList<>(problems);
    all.addAll(last.toOutcome().problems());
    return new CertificateTotals.Unreadable(all);
  }

  private static CertificateTotals.Sum sum(Subject subject, Tally tally) {
    return new CertificateTotals.Sum(subject.weekEnd(), subject.grain(), subject.destination(), tonnes(tally.micro),
        tally.certificates, tally.firstLine);
  }
}
