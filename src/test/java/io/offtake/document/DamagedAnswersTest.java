package io.offtake.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.ParseOutcome.Unreadable;
import io.offtake.evidence.SourceId;
import io.offtake.publisher.Publishers;
import io.offtake.publisher.StandardReaders;
import io.offtake.reference.Commodities;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever happens to a document on its way, its reader answers: with figures, or with why there are none.
class DamagedAnswersTest {

  private static final int MUTANTS = Integer.getInteger("offtake-test.damaged", 2_000);

  private static final StandardReaders READERS = new StandardReaders(Publishers.all(), Commodities.standard());

  static Stream<Arguments> documents() {
    return Stream.of(
        Arguments.of("census-exports", """
            [["CTY_CODE","CTY_NAME","QTY_1_MO","UNIT_QY1","E_COMMODITY","E_COMMODITY","time"],
            ["5700","CHINA","7500000","T","1005902030","1005902030","2020-11"],
            ["2010","MEXICO","3314243","T","1005902030","1005902030","2020-10"],
            ["-","TOTAL","12000","KG","1007900000","1007900000","2020-10"],
            ["5600","INDONESIA","12000","KG","1007900000","1007900000","2020-10"]]
            """),
        Arguments.of("eia-lng", """
            {"response":{"total":"2","dateFormat":"YYYY-MM","data":[
            {"period":"2026-07","duoarea":"NUS-NCH","series":"S","value":"4555","units":"MMCF"},
            {"period":"2026-06","duoarea":"NUS-NCH","series":"S","value":4576.5,"units":"MMCF"}]}}
            """),
        Arguments.of("un-comtrade", """
            {"elapsedTime":"0.1 secs","count":2,"data":[
            {"period":"202510","reporterCode":156,"flowCode":"M","partnerCode":0,"partner2Code":0,"cmdCode":"1201",
            "customsCode":"C00","motCode":0,"qty":5,"netWgt":9000500.5,"isAggregate":true},
            {"period":"202510","reporterCode":156,"flowCode":"M","partnerCode":76,"partner2Code":0,"cmdCode":"1201",
            "customsCode":"C00","motCode":0,"qty":5,"netWgt":9000500.5,"isAggregate":false}],"error":""}
            """),
        Arguments.of("fas-daily-sales", """
            announce_date,kind,tonnes,commodity,destination,marketing_year
            2023-02-06,sale,111800,corn,Japan,2022/2023
            2023-04-24,cancel,327000,corn,China,2022/2023
            2023-08-25,restated,120000,soybeans,unknown destinations,2023/2024
            """),
        Arguments.of("fgis-certificates", """
            Thursday,Cert Date,Grain,Pounds,Destination,Metric Ton
            20260108,20260102,SOYBEANS,2204623,CHINA,1000
            20260115,20260115,CORN,1102311,"JAPAN",500
            """));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void aDamagedDocumentIsReadOrRefusedAndNothingEscapes(String source, String document) {
    assertThat(read(source, document.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Read.class);
    var random = new SplittableRandom(42);
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = Mutation.of(document.getBytes(StandardCharsets.UTF_8), random);
      switch (read(source, mutant)) {
        case Read read -> assertThat(read.releases()).allMatch(release -> !release.figures().isEmpty());
        case Unreadable unreadable -> assertThat(unreadable.problems()).isNotEmpty()
            .allMatch(problem -> !problem.reason().isBlank());
      }
    }
  }

  private static ParseOutcome read(String source, byte[] content) {
    var submission = new Submission(
        new SourceId(source), content, "text/plain", null, null, null, null, null, null);
    return READERS.read(submission, READERS.formOf(submission).orElseThrow());
  }
}
