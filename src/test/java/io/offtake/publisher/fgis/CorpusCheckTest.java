package io.offtake.publisher.fgis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeMap;

import io.offtake.publisher.fgis.CorpusCheck.Key;
import io.offtake.publisher.fgis.CorpusCheck.Line;
import io.offtake.publisher.fgis.CorpusCheck.Result;
import io.offtake.publisher.fgis.CorpusCheck.WithoutPrint;
import io.offtake.quantity.Quantity;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.NameTable;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusCheckTest {

  private static final Key SOYBEANS_TO_CHINA = key("soybeans", "CN", 2020);

  private final TreeMap<String, byte[]> documents = new TreeMap<>();

  @Test
  void keepsFirstPrintAndCorrectionsApart() {
    put("a.txt", Reports.of("2020-08-27"));
    assertThat(check().lines()).contains(
        new Line(SOYBEANS_TO_CHINA, Quantity.tonnes(469_702), Quantity.tonnes(930 + 3183)));
  }

  @Test
  void countsTheCorrectionsOfAllDestinationsAsThoseOfTheWorld() {
    put("a.txt", Reports.of("2020-08-27"));
    assertThat(check().lines()).contains(
        new Line(key("soybeans", "world", 2020), Quantity.tonnes(515_517), Quantity.tonnes(930 + 490 + 3183)));
  }

  @Test
  void countsByTheCommoditysOwnMarketingYear() {
    put("a.txt", Reports.of("2020-08-27"));
    assertThat(check().lines()).extracting(Line::key).contains(key("wheat", "TW", 2021), key("corn", "TW", 2020));
  }

  @Test
  void replacesAReportThatWasSentAgainWithItsCorrections() {
    var again = Reports.of("2020-08-27").replace("ADD  3183", "ADD  1000").replace("ADD   930", "ADD     0");
    put("week-to-2020-08-27.txt", Reports.of("2020-08-27"));
    put("week-to-2020-08-27_resent.txt", again);
    assertThat(check().lines()).contains(
        new Line(SOYBEANS_TO_CHINA, Quantity.tonnes(469_702), Quantity.tonnes(1000)));
  }

  @Test
  void correctsAWeekThatIsPrintedAnewByTheDifference() {
    put("a.txt", Reports.of("2025-12-18").replace("DEC 18, 2025", "DEC 11, 2025").replace("Dec 22, 2025", "Dec 15, 2025"));
    put("b.txt", Reports.listingTheWeekBeforeAgain());
    assertThat(check().lines()).contains(
        new Line(key("soybeans", "CN", 2026), Quantity.tonnes(386_010 + 386_010), Quantity.tonnes(99_000 - 386_010)));
  }

  @Test
  void listsCorrectionsOfWeeksWithoutAReportApart() {
    put("a.txt", Reports.of("2020-08-27"));
    assertThat(check().withoutPrint()).contains(
        new WithoutPrint(LocalDate.of(2020, 8, 13), SOYBEANS_TO_CHINA, Quantity.tonnes(930 + 3183)));
  }

  @Test
  void namesWhatWasRefusedAndWhichTotalFails() {
    put("a.txt", Reports.of("2020-08-27").replace("515,517", "515,518"));
    put("b.txt", "<html>");
    put("c.txt", Reports.of("2025-12-18"));
    var result = check();
    assertThat(result.isGood()).isFalse();
    assertThat(result.read()).isEqualTo(1);
    assertThat(result.refused()).extracting(CorpusCheck.Finding::document).containsExactly("a.txt", "b.txt");
    assertThat(result.failingTotals()).extracting(CorpusCheck.Finding::document).containsExactly("a.txt");
  }

  @Test
  void printsTheSumsThatWereAskedFor(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("a.txt"), Reports.of("2020-08-27"));
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status = CorpusCheckMain.run(List.of(directory.toString(), "--commodity", "soybeans", "--destination", "CN",
        "--csv"), new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(status).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).lines()).containsExactly(
        "commodity,destination,year,firstPrint,corrections,sum,correctionsOfWeeksWithoutPrint",
        "soybeans,CN,2020,469702,4113,473815,4113");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("files read: 1, refused: 0");
  }

  @Test
  void endsWithOneIfAFileIsRefused(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("a.txt"), "nothing of the kind");
    var out = new ByteArrayOutputStream();
    int status = CorpusCheckMain.run(List.of(directory.toString()),
        new PrintStream(out, true, StandardCharsets.UTF_8), System.err);
    assertThat(status).isOne();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("refused: 1", "a.txt: has no table");
  }

  private void put(String name, String report) {
    documents.put(name, Reports.bytes(report));
  }

  private Result check() {
    return CorpusCheck.check(
        documents, NameTable.load("reference/fgis-destinations.csv"), Commodities.standard());
  }

  private static Key key(String commodity, String destination, int year) {
    return new Key(new CommodityId(commodity), new PartyId(destination), year);
  }
}
