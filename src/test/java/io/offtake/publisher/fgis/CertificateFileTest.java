package io.offtake.publisher.fgis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

import io.offtake.document.ParseOutcome.Problem;
import io.offtake.publisher.fgis.CertificateTotals.Read;
import io.offtake.publisher.fgis.CertificateTotals.Sum;
import io.offtake.publisher.fgis.CertificateTotals.Unreadable;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// All certificates here are invented. Those of `made-certificates.csv` come from
/// `java src/bench/java/MakeCertificates.java 40 18`, in the form of the publisher's file; no real file of certificates
/// could be had.
class CertificateFileTest {

  private static final String HEADER = "Thursday,Cert Date,Grain,Pounds,Destination,Metric Ton";
  private static final LocalDate WEEK = LocalDate.of(2026, 1, 8);

  @Nested
  class ASerialNumber {

    private static final String NUMBERED = "Thursday,Serial No. ,Cert Date,Grain,Pounds,Destination,Metric Ton";
    private static final String CARGO = "20260226,0900000,20260226,SOYBEANS,154779380,CHINA,70207";

    @Test
    void thatStandsTwiceIsOneCertificateAndTold() throws IOException {
      var read = read(file(NUMBERED, CARGO, CARGO.replace("0900000", "0900001"), CARGO));

      assertThat(tonnesOf(read, "SOYBEANS")).isEqualTo(tonnes("140414"));
      assertThat(read.certificates()).isEqualTo(2);
      assertThat(read.doubtful()).singleElement().satisfies(row -> {
        assertThat(row.line()).isEqualTo(4);
        assertThat(row.used()).isFalse();
        assertThat(row.reason()).contains("Serial No.", "counts once");
      });
    }

    @Test
    void onTwoUnlikeCertificatesCountsBothAndIsTold() throws IOException {
      var read = read(file(NUMBERED, CARGO, CARGO.replace("CHINA", "JAPAN")));

      assertThat(tonnesOf(read, "SOYBEANS")).isEqualTo(tonnes("140414"));
      assertThat(read.doubtful()).singleElement().satisfies(row -> assertThat(row.used()).isTrue());
    }

    @Test
    void thatIsAbsentOrEmptyTellsNothingApart() throws IOException {
      var read = read(file(HEADER, CARGO.replace("0900000,", ""), CARGO.replace("0900000,", "")));

      assertThat(tonnesOf(read, "SOYBEANS")).isEqualTo(tonnes("140414"));
      assertThat(read.numbered()).isFalse();
      assertThat(read.notes()).anySatisfy(note -> assertThat(note).contains("Serial No. is absent", "cannot be told"));
      assertThat(read(file(NUMBERED, CARGO.replace("0900000", ""), CARGO.replace("0900000", ""))).certificates())
          .isEqualTo(2);
    }

    @Test
    void isKnownAgainAmongManyThousands() throws IOException {
      var lines = new java.util.ArrayList<String>(List.of(NUMBERED));
      for (int i = 0; i < 20_000; i++) {
        lines.add(CARGO.replace("0900000", "%07d".formatted(i)).replace("154779380", "2205").replace("70207", "1"));
      }
      lines.add(lines.get(777));

      assertThat(read(file(lines.toArray(String[]::new))).certificates()).isEqualTo(20_000);
    }
  }

  @Nested
  class AddsUp {

    /// The expected sums were taken with Python's csv and decimal.
    @Test
    void aFileOf112ColumnsWithPaddedNamesAndQuotedCells() throws IOException {
      var read = read(made());

      assertThat(read.certificates()).isEqualTo(40);
      assertThat(read.sums()).hasSize(40);
      assertThat(read.sums().getFirst()).isEqualTo(
          new Sum(LocalDate.of(2025, 1, 2), "WHEAT", "COLOMBIA", tonnes("2826.200"), 1, 2));
      assertThat(tonnesOf(read, "SOYBEANS")).isEqualTo(tonnes("463583.760"));
      assertThat(tonnesOf(read, "WHEAT")).isEqualTo(tonnes("152723.864"));
      assertThat(read.notes()).isEmpty();
      assertThat(read.doubtful()).isEmpty();
    }

    @Test
    void certificatesOfOneWeekGrainAndDestination() throws IOException {
      var read = read(file(HEADER,
          "20260108,20260102,SOYBEANS,2204623,CHINA,1000",
          "20260108,20260108,SOYBEANS,1102311,CHINA,500.000",
          "20260108,20260108,CORN,1102311,CHINA,500",
          "20260108,20260108,SOYBEANS,1102311,JAPAN,499.9999",
          "20260115,20260109,SOYBEANS,1102311,CHINA,500"));

      assertThat(read.sums()).containsExactly(
          new Sum(WEEK, "CORN", "CHINA", tonnes("500"), 1, 4),
          new Sum(WEEK, "SOYBEANS", "CHINA", tonnes("1500"), 2, 2),
          new Sum(WEEK, "SOYBEANS", "JAPAN", tonnes("499.9999"), 1, 5),
          new Sum(WEEK.plusWeeks(1), "SOYBEANS", "CHINA", tonnes("500"), 1, 6));
    }

    @Test
    void columnsInAnotherOrder() throws IOException {
      var read = read(file("Metric Ton,Destination,Pounds,Grain,Cert Date,Thursday",
          "1000,CHINA,2204623,SOYBEANS,20260102,20260108"));

      assertThat(read.sums()).containsExactly(new Sum(WEEK, "SOYBEANS", "CHINA", tonnes("1000"), 1, 2));
    }

    @Test
    void thePublishersFileWithItsColumnsReversed() throws IOException {
      var reversed = new String(made(), UTF_8).lines()
          .filter(line -> line.indexOf('"') < 0)
          .map(line -> {
            var cells = Arrays.asList(line.split(",", -1));
            Collections.reverse(cells);
            return String.join(",", cells);
          })
          .toArray(String[]::new);
      var unquoted = new String(made(), UTF_8).lines().filter(line -> line.indexOf('"') < 0).toArray(String[]::new);

      assertThat(read(file(reversed))).isEqualTo(read(file(unquoted)));
    }

    @Test
    void pastANewColumnWhichIsNoted() throws IOException {
      var read = read(file(HEADER + ",Sustainable", "20260108,20260102,SOYBEANS,2204623,CHINA,1000,Y"));

      assertThat(read.certificates()).isEqualTo(1);
      assertThat(read.notes()).contains("columns that were not known are passed over: 'Sustainable'");
    }

    @Test
    void pastAbsentColumnsThatAreNotNeededWhichIsNoted() throws IOException {
      var read = read(file(HEADER, "20260108,20260102,SOYBEANS,2204623,CHINA,1000"));

      assertThat(read.notes()).hasSize(2).last().asString()
          .startsWith("columns that are known are absent, none of them needed: 'Type Shipm'")
          .endsWith("and 95 more");
    }

    @Test
    void namesAndNumbersPaddedWithSpacesAndABbyteOrderMark() throws IOException {
      var read = read(file("\uFEFF" + HEADER.replace(",", "  ,"),
          "20260108 , 20260102,SOYBEANS  ,  2204623,CHINA   , 1000 "));

      assertThat(read.sums()).containsExactly(new Sum(WEEK, "SOYBEANS", "CHINA", tonnes("1000"), 1, 2));
    }

    @Test
    void namesWithACommaAQuoteOrALetterBeyondAscii() throws IOException {
      var read = read(file(HEADER,
          "20260108,20260102,SOYBEANS,2204623,\"VIRGIN ISLANDS, \"\"U.S.\"\"\",1000",
          "20260108,20260102,SOYBEANS,2204623,CÔTE D'IVOIRE,1000"));

      assertThat(read.sums()).extracting(Sum::destination)
          .containsExactly("CÔTE D'IVOIRE", "VIRGIN ISLANDS, \"U.S.\"");
    }

    @Test
    void aCertificateDatedOutsideItsWeekAndTellsIt() throws IOException {
      var read = read(file(HEADER,
          "20260108,20260102,SOYBEANS,2204623,CHINA,1000", "20260108,20251231,SOYBEANS,2204623,CHINA,1000"));

      assertThat(read.sums()).containsExactly(new Sum(WEEK, "SOYBEANS", "CHINA", tonnes("2000"), 2, 2));
      assertThat(read.doubtfulRows()).isEqualTo(1);
      assertThat(read.doubtful()).singleElement().satisfies(row -> {
        assertThat(row.line()).isEqualTo(3);
        assertThat(row.used()).isTrue();
        assertThat(row.reason()).isEqualTo("Cert Date 2025-12-31 lies outside the week that ends on Thursday 2026-01-08, "
            + "in which the certificate counts all the same");
      });
    }

    @Test
    void nothingWhereTonnesAreMissingAndTellsIt() throws IOException {
      var read = read(file(HEADER,
          "20260108,20260102,SOYBEANS,2204623,CHINA,1000", "20260108,20260102,SOYBEANS,2204623,CHINA,"));

      assertThat(read.certificates()).isEqualTo(1);
      assertThat(read.doubtful()).singleElement().satisfies(row -> assertThat(row.used()).isFalse());
    }

    /// Bytes are made as they are asked for, so that only what the reader keeps is in memory.
    @Test
    void moreThanItKeeps() throws IOException {
      var row = "20260108,20260102,SOYBEANS,2204623,CHINA,1000\n".getBytes(UTF_8);
      var rows = new Repeated((HEADER + "\n").getBytes(UTF_8), row, 1_000_000);

      assertThat(CertificateFile.addUp(rows)).isInstanceOfSatisfying(Read.class, read ->
          assertThat(read.sums()).containsExactly(
              new Sum(WEEK, "SOYBEANS", "CHINA", tonnes("1000000000"), 1_000_000, 2)));
    }
  }

  @Nested
  class Refuses {

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        no day            | 20260230,20260102,SOYBEANS,2204623,CHINA,1000 | Thursday must be a day such as 20260129, but was '20260230'
        an empty day      | ,20260102,SOYBEANS,2204623,CHINA,1000         | Thursday must be a day such as 20260129, but was ''
        no Thursday       | 20260107,20260102,SOYBEANS,2204623,CHINA,1000 | Thursday must be the Thursday that a week of the report ends on, but 2026-01-07 is a WEDNESDAY
        another date form | 20260108,2026-01-02,CORN,2204623,CHINA,1000   | Cert Date must be a day such as 20260129, but was '2026-01-02'
        no grain          | 20260108,20260102,,2204623,CHINA,1000         | Grain must be a name of at most 60 characters, but was ''
        no destination    | 20260108,20260102,SOYBEANS,2204623,,1000      | Destination must be a name of at most 60 characters, but was ''
        a word            | 20260108,20260102,SOYBEANS,2204623,CHINA,n/a  | Metric Ton must be a plain decimal number from 0 to 1000000 such as 27215.5, but was 'n/a'
        a negative weight | 20260108,20260102,SOYBEANS,2204623,CHINA,-5   | Metric Ton must be a plain decimal number from 0 to 1000000 such as 27215.5, but was '-5'
        an exponent       | 20260108,20260102,SOYBEANS,2204623,CHINA,1E3  | Metric Ton must be a plain decimal number from 0 to 1000000 such as 27215.5, but was '1E3'
        two points        | 20260108,20260102,SOYBEANS,2204623,CHINA,1.0.0 | Metric Ton must be a plain decimal number from 0 to 1000000 such as 27215.5, but was '1.0.0'
        too much          | 20260108,20260102,SOYBEANS,2204623,CHINA,1000001 | Metric Ton must be a plain decimal number from 0 to 1000000 such as 27215.5, but was '1000001'
        """)
    void aCellThatCannotBeRead(String what, String row, String reason) throws IOException {
      assertThat(problems(file(HEADER, row))).containsExactly(new Problem(2, reason));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"short tons,1102.311", "long tons,984.207", "kilograms,1000000", "bushels,36743.71"})
    void tonnesInAnotherUnitThanThePoundsBesideThemSay(String unit, String cell) throws IOException {
      assertThat(problems(file(HEADER, "20260108,20260102,SOYBEANS,2204623,CHINA," + cell))).singleElement()
          .satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(2);
            assertThat(problem.reason()).startsWith("Metric Ton and Pounds are unlike: " + cell + " tonnes are not 2204623")
                .endsWith("look whether one of the two is in another unit");
          });
    }

    @Test
    void aHeaderWithoutAColumnThatIsNeeded() throws IOException {
      assertThat(problems(file(HEADER.replace("Metric Ton", "Short Ton"), "20260108,20260102,SOYBEANS,1,CHINA,1")))
          .containsExactly(new Problem(1, "the column Metric Ton is missing in the header row: hand in the file as "
              + "published, or give the column its published name if only that changed and it still means the same"));
    }

    @Test
    void aColumnThatStandsTwice() throws IOException {
      assertThat(problems(file(HEADER + ",Grain", "20260108,20260102,SOYBEANS,1,CHINA,1,CORN"))).containsExactly(
          new Problem(1, "the column Grain stands twice in the header row: keep the one that counts"));
    }

    @Test
    void anotherFileAndAPage() throws IOException {
      assertThat(problems(file("week,tonnes", "1,2"))).singleElement().satisfies(problem -> assertThat(problem.reason())
          .startsWith("is not a header row of inspection certificates").endsWith("but began with 'week,tonnes'"));
      assertThat(problems(file("<!DOCTYPE html><title>Sign in, please</title>"))).singleElement()
          .satisfies(problem -> assertThat(problem.reason()).startsWith("is a page (HTML or XML)"));
    }

    @Test
    void aFileWithoutCertificates() throws IOException {
      assertThat(problems(new byte[0])).singleElement().satisfies(problem -> assertThat(problem.reason())
          .startsWith("is empty"));
      assertThat(problems(file(HEADER))).singleElement().satisfies(problem -> assertThat(problem.reason())
          .startsWith("holds no certificate"));
    }

    @Test
    void aRowThatWasCutOff() throws IOException {
      assertThat(problems(file(HEADER, "20260108,20260102,SOYBEANS,2204623,CHINA,1000", "20260108,2026")))
          .singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(3);
            assertThat(problem.reason()).startsWith("holds 2 cells, but the header row holds 6");
          });
    }

    @Test
    void aQuoteThatIsNotClosedAndTextAfterOneThatIs() throws IOException {
      assertThat(problems(file(HEADER, "20260108,20260102,SOYBEANS,2204623,\"CHINA,1000"))).singleElement()
          .satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(2);
            assertThat(problem.reason()).contains("look for a quote that is not closed");
          });
      assertThat(problems(file(HEADER, "20260108,20260102,SOYBEANS,2204623,\"CHINA\"X,1000"))).singleElement()
          .satisfies(problem -> assertThat(problem.line()).isEqualTo(2));
    }

    @Test
    void aByteThatIsNotUtf8() throws IOException {
      var latin = String.join("\n", HEADER, "20260108,20260102,SOYBEANS,2204623,CHINA,1000",
          "20260108,20260102,SOYBEANS,2204623,CÔTE D'IVOIRE,1000").getBytes(ISO_8859_1);

      assertThat(problems(latin)).singleElement().satisfies(problem -> {
        assertThat(problem.line()).isEqualTo(3);
        assertThat(problem.reason()).startsWith("holds a byte that is not UTF-8");
      });
    }

    @Test
    void aLetterThatTheFilesEndCutsInTwo() throws IOException {
      var cut = file(HEADER, "20260108,20260102,SOYBEANS,2204623,CHINA,1000Ô");

      assertThat(problems(Arrays.copyOf(cut, cut.length - 1))).singleElement()
          .satisfies(problem -> assertThat(problem.reason()).startsWith("holds a byte that is not UTF-8"));
    }

    @Test
    void linesWithoutEnd() throws IOException {
      for (String endless : List.of("x", "x,", ",", "\"", "\"x", "\"\n", "\"\",")) {
        var afterHeader = new Repeated((HEADER + "\n\"").getBytes(UTF_8), endless.getBytes(UTF_8), Integer.MAX_VALUE);
        var fromTheStart = new Repeated(new byte[0], endless.getBytes(UTF_8), Integer.MAX_VALUE);

        assertThat(CertificateFile.addUp(afterHeader)).as(endless).isInstanceOf(Unreadable.class);
        assertThat(CertificateFile.addUp(fromTheStart)).as(endless).isInstanceOf(Unreadable.class);
      }
    }

    @Test
    void moreSumsThanAYearCanHave() throws IOException {
      var rows = new ArrayList<>(List.of(HEADER));
      for (int i = 0; i <= CertificateRows.MOST_SUMS; i++) {
        rows.add("20260108,20260102,SOYBEANS,2204623,PLACE " + i + ",1000");
      }

      assertThat(problems(file(rows.toArray(String[]::new)))).singleElement().satisfies(problem -> {
        assertThat(problem.line()).isEqualTo(CertificateRows.MOST_SUMS + 2);
        assertThat(problem.reason()).startsWith("names more than 100000 combinations of week, grain and destination");
      });
    }

    @Test
    void withAllProblemsUpToAPoint() throws IOException {
      var rows = new ArrayList<>(List.of(HEADER));
      rows.addAll(Collections.nCopies(3, "20260108,20260102,,2204623,CHINA,n/a"));
      assertThat(problems(file(rows.toArray(String[]::new)))).extracting(Problem::line)
          .containsExactly(2, 2, 3, 3, 4, 4);

      rows.addAll(Collections.nCopies(1_000, "20260108,20260102,,2204623,CHINA,n/a"));
      assertThat(problems(file(rows.toArray(String[]::new)))).hasSize(CertificateRows.MOST_PROBLEMS + 1)
          .last().isEqualTo(new Problem(11, "the reading ended here, for there are many problems"));
    }
  }

  @Test
  void aStreamThatFailsIsNoFaultOfTheFile() {
    var broken = new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("the connection was reset");
      }
    };

    assertThatExceptionOfType(IOException.class).isThrownBy(() -> CertificateFile.addUp(broken))
        .withMessageContaining("the connection was reset");
  }

  @Test
  void everyMutatedFileIsReadOrRefused() throws IOException {
    var random = new SplittableRandom(4);
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      var mutated = mutated(made(), random);
      switch (CertificateFile.addUp(new ByteArrayInputStream(mutated))) {
        case Read read -> assertThat(read.sums()).as("case %d", i).isNotEmpty();
        case Unreadable(var problems) -> {
          refused++;
          assertThat(problems).as("case %d", i).isNotEmpty()
              .allSatisfy(problem -> assertThat(problem.reason()).doesNotContainPattern("\\p{Cntrl}"));
        }
      }
    }
    assertThat(refused).isBetween(200, 1_999);
  }

  @Nested
  class TheCommand {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void printsSumsAndTellsDoubts(@TempDir Path directory) throws IOException {
      var file = Files.write(directory.resolve("CY2026.csv"), file(HEADER,
          "20260108,20260102,SOYBEANS,2204623,\"VIRGIN ISLANDS, U.S.\",1000.250",
          "20260108,20260102,SOYBEANS,2204623,CHINA,"));

      assertThat(run(file.toString(), new byte[0])).isZero();
      assertThat(out.toString(UTF_8)).isEqualTo("""
          week,grain,destination,tonnes
          2026-01-08,SOYBEANS,"VIRGIN ISLANDS, U.S.",1000.25
          """);
      assertThat(err.toString(UTF_8)).contains("certificates: 1, doubtful rows: 1", "CY2026.csv:3: Metric Ton is empty");
    }

    @Test
    void readsTheStandardInput() throws IOException {
      assertThat(run("-", file(HEADER, "20260108,20260102,SOYBEANS,2204623,CHINA,1000"))).isZero();
      assertThat(out.toString(UTF_8)).endsWith("2026-01-08,SOYBEANS,CHINA,1000\n");
    }

    @Test
    void saysWhatItCannotRead() throws IOException {
      assertThat(run("-", file(HEADER, "20260108,20260102,SOYBEANS,2204623,CHINA,n/a"))).isEqualTo(1);
      assertThat(out.size()).isZero();
      assertThat(err.toString(UTF_8)).startsWith("-:2: Metric Ton must be a plain decimal number");
    }

    @Test
    void saysWhichFileIsNotThere() throws IOException {
      assertThat(run("absent.csv", new byte[0])).isEqualTo(2);
      assertThat(err.toString(UTF_8)).startsWith("there is no file absent.csv");
    }

    private int run(String argument, byte[] input) throws IOException {
      return AggregateCertificatesMain.run(List.of(argument), new ByteArrayInputStream(input),
          new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }
  }

  /// A beginning, and then the same bytes again and again.
  private static final class Repeated extends InputStream {

    private final byte[] start;
    private final byte[] part;
    private final long end;
    private long position;

    Repeated(byte[] start, byte[] part, int times) {
      this.start = start;
      this.part = part;
      end = start.length + (long) part.length * times;
    }

    @Override
    public int read() {
      if (position == end) {
        return -1;
      }
      long place = position++;
      return (place < start.length ? start[(int) place] : part[(int) ((place - start.length) % part.length)]) & 0xFF;
    }
  }

  /// One to three times: bytes changed, removed or put in, a piece said twice, or the rest cut off.
  private static byte[] mutated(byte[] file, SplittableRandom random) {
    var bytes = file;
    for (int times = random.nextInt(1, 4); times > 0 && bytes.length > 0; times--) {
      int from = random.nextInt(bytes.length);
      int to = Math.min(bytes.length, from + random.nextInt(1, 200));
      var before = Arrays.copyOf(bytes, from);
      var piece = Arrays.copyOfRange(bytes, from, to);
      var after = Arrays.copyOfRange(bytes, to, bytes.length);
      var strange = "\",\r\n\0-.9\u00e9<;\t".getBytes(random.nextBoolean() ? UTF_8 : ISO_8859_1);
      bytes = switch (random.nextInt(6)) {
        case 0 -> before;
        case 1 -> joined(before, after);
        case 2 -> joined(before, piece, piece, after);
        case 3 -> joined(before, new byte[] {strange[random.nextInt(strange.length)]}, piece, after);
        case 4 -> {
          piece[0] = (byte) random.nextInt(256);
          yield joined(before, piece, after);
        }
        default -> {
          piece[0] = strange[random.nextInt(strange.length)];
          yield joined(before, piece, after);
        }
      };
    }
    return bytes;
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] made() throws IOException {
    try (InputStream made = CertificateFileTest.class.getResourceAsStream("made-certificates.csv")) {
      return made.readAllBytes();
    }
  }

  private static byte[] file(String... lines) {
    return String.join("\n", lines).getBytes(UTF_8);
  }

  private static Read read(byte[] file) throws IOException {
    var totals = CertificateFile.addUp(new ByteArrayInputStream(file));
    assertThat(totals).isInstanceOf(Read.class);
    return (Read) totals;
  }

  private static List<Problem> problems(byte[] file) throws IOException {
    var totals = CertificateFile.addUp(new ByteArrayInputStream(file));
    assertThat(totals).isInstanceOf(Unreadable.class);
    return ((Unreadable) totals).problems();
  }

  private static Quantity tonnesOf(Read read, String grain) {
    return read.sums().stream().filter(sum -> sum.grain().equals(grain)).map(Sum::inspected)
        .reduce(Quantity.zero(Unit.TONNE), Quantity::plus);
  }

  private static Quantity tonnes(String value) {
    return Quantity.of(new BigDecimal(value), Unit.TONNE);
  }
}
