package io.offtake.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;

import io.offtake.document.ParseOutcome.Problem;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.ParseOutcome.Unreadable;
import io.offtake.evidence.Panel;
import io.offtake.evidence.SourceId;
import io.offtake.publisher.ReleaseExceptions;
import io.offtake.publisher.Publishers;
import io.offtake.publisher.StandardReaders;
import io.offtake.publisher.fas.DestinationTable;
import io.offtake.publisher.fas.Dialect;
import io.offtake.publisher.fas.MarketingYearTable;
import io.offtake.publisher.fgis.CertificateFile;
import io.offtake.publisher.fgis.CertificateTotals;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.NameTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Whatever a document has become on its way, its reader reads it or says why not.
///
/// Each case has a seed of its own, which a failure names. How many there are is set by `offtake-test.damaged`; real
/// documents are added from the directory `offtake-test.real`, if there is one.
class DamagedDocumentsTest {

  private static final int CASES = Integer.getInteger("offtake-test.damaged", 2_000);
  private static final long SEED = 20_260_312;

  private static final Commodities COMMODITIES = Commodities.standard();
  private static final NameTable SALES_NAMES = NameTable.load("reference/fas-destinations.csv");
  private static final Readers READERS = new StandardReaders(Publishers.all(), COMMODITIES);

  /// A document and what reads it; the reader checks of what it reads what can be checked without knowing it.
  private record Specimen(String name, byte[] original, Function<byte[], Verdict> reader) {}

  private enum Verdict { READ, REFUSED }

  @Test
  void isReadOrRefusedWithAReason() {
    List<Specimen> specimens = new ArrayList<>(own());
    specimens.addAll(real());
    int read = 0;
    for (int i = 0; i < CASES; i++) {
      Specimen specimen = specimens.get(i % specimens.size());
      byte[] damaged = Mutation.ofAnyKind(specimen.original(), new SplittableRandom(SEED + i));
      try {
        read += specimen.reader().apply(damaged) == Verdict.READ ? 1 : 0;
      } catch (RuntimeException | Error e) {
        fail("case %d (%s) of %d bytes, beginning %s".formatted(i, specimen.name(), damaged.length,
            HexFormat.of().formatHex(damaged, 0, Math.min(40, damaged.length))), e);
      }
    }
    // Neither is the damage so great that nothing is ever read, nor so small that all is.
    assertThat(read).isBetween(CASES / 20, CASES * 19 / 20);
  }

  @Test
  void theDocumentsThemselvesAreRead() {
    assertThat(Stream.concat(own().stream(), real().stream()))
        .allSatisfy(specimen ->
            assertThat(specimen.reader().apply(specimen.original())).as(specimen.name()).isEqualTo(Verdict.READ));
  }

  @Test
  void aQuoteThatIsNotClosedIsNoCellThatReachesToTheEnd() {
    assertThatExceptionOfType(Refusal.class).isThrownBy(() -> CsvText.rows("a,b\n1,2\n3,\"4\n5,6\n", 0))
        .withMessageContaining("quote that is not closed");
  }

  private static List<Specimen> own() {
    List<Specimen> specimens = new ArrayList<>();
    for (String week : List.of("2019-04-25", "2020-08-27", "2025-12-18")) {
      specimens.add(inspections(week, resource("/io/offtake/publisher/fgis/inspections-" + week + ".txt")));
    }
    for (String type : List.of("fas-esr-api", "fas-esr-query")) {
      specimens.add(sales(type, DamagedDocuments.SALES.getBytes(UTF_8), type, 2021));
    }
    for (String table : List.of("fgis-weekly", "fas-export-sales_soybeans-and-wheat_by-destination",
        "fas-export-sales_soybeans_world-and-china")) {
      specimens.add(table(table, DamagedDocuments.beginning(resource("/starter/" + table + ".csv"), 70)));
    }
    specimens.add(new Specimen("destinations", DamagedDocuments.DESTINATIONS.getBytes(UTF_8), bytes -> judged(bytes,
        DestinationTable.parse(bytes, Dialect.API, SALES_NAMES, COMMODITIES), SourceId.FAS_EXPORT_SALES)));
    specimens.add(marketingYears("marketing years", DamagedDocuments.MARKETING_YEARS.getBytes(UTF_8)));
    specimens.add(new Specimen("certificates", resource("/io/offtake/publisher/fgis/made-certificates.csv"),
        DamagedDocumentsTest::certificates));
    return specimens;
  }

  private static List<Specimen> real() {
    String directory = System.getProperty("offtake-test.real", "");
    if (directory.isBlank() || !Files.isDirectory(Path.of(directory))) {
      return List.of();
    }
    List<Specimen> specimens = new ArrayList<>();
    for (Path file : filesUnder(Path.of(directory))) {
      String name = file.getFileName().toString();
      String place = file.getParent().getFileName().toString();
      if (place.equals("wa_gr101") && name.endsWith(".txt")) {
        specimens.add(inspections(name, bytes(file)));
      } else if (place.equals("api-form") && name.endsWith(".json")) {
        int year = Integer.parseInt(name.replaceAll(".*marketYear([0-9]{4})\\.json", "$1"));
        specimens.add(sales(name, bytes(file), "fas-esr-api", year));
        specimens.add(sales(name, bytes(file), "fas-esr-query", year));
      } else if (name.startsWith("soybeans_us-total-and-china")) {
        specimens.add(marketingYears(name, bytes(file)));
      }
    }
    return specimens;
  }

  private static Specimen inspections(String name, byte[] report) {
    return submitted(name, report, SourceId.FGIS_WEEKLY, "fgis-wa-gr101", null);
  }

  private static Specimen sales(String name, byte[] answer, String type, int marketingYear) {
    return submitted(name, answer, SourceId.FAS_EXPORT_SALES, type, marketingYear);
  }

  private static Specimen table(String name, byte[] table) {
    return submitted(name, table, name.startsWith("fgis") ? SourceId.FGIS_WEEKLY : SourceId.FAS_EXPORT_SALES,
        "offtake-evidence-table", null);
  }

  private static Specimen marketingYears(String name, byte[] table) {
    return new Specimen(name, table, bytes -> judged(bytes,
        MarketingYearTable.parse(bytes, COMMODITIES.find(new CommodityId("soybeans")).orElseThrow()),
        SourceId.FAS_EXPORT_SALES));
  }

  private static Specimen submitted(
      String name, byte[] original, SourceId source, String type, @Nullable Integer marketingYear) {
    return new Specimen(name, original, bytes -> {
      var submission = new Submission(source, bytes, "text/plain", null, type, marketingYear, null, null, null);
      return judged(bytes, READERS.read(submission, READERS.formOf(submission).orElseThrow()), source);
    });
  }

  private static Verdict judged(byte[] bytes, ParseOutcome outcome, SourceId source) {
    return switch (outcome) {
      case Unreadable(var problems) -> refused(problems);
      case Read read -> {
        var decision = new Vintages(
            source, ReleaseExceptions.standardCalendars(), Panel.empty(), null, Instant.parse("2026-11-24T00:00:00Z"))
            .decide(read.releases());
        assertThat(decision.figures()).isGreaterThanOrEqualTo(decision.added());
        assertThat(read.releases()).flatExtracting(PublishedRelease::figures)
            .allSatisfy(figure -> assertThat(figure.line()).isPositive());
        yield Verdict.READ;
      }
    };
  }

  private static Verdict certificates(byte[] bytes) {
    try {
      return switch (CertificateFile.addUp(new ByteArrayInputStream(bytes))) {
        case CertificateTotals.Read _ -> Verdict.READ;
        case CertificateTotals.Unreadable(var problems) -> refused(problems);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Verdict refused(List<Problem> problems) {
    assertThat(problems).isNotEmpty().allSatisfy(problem -> assertThat(problem.reason())
        .isNotBlank().hasSizeLessThan(2_000).doesNotContainPattern("\\p{Cntrl}").doesNotContain("Exception"));
    return Verdict.REFUSED;
  }

  private static byte[] resource(String name) {
    return DamagedDocuments.resource(name);
  }

  private static List<Path> filesUnder(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
