package io.offtake.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.offtake.platform.Packaged.Service;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of the packaged service when its memory runs out. Runs in `mvn verify`.
class OutOfMemoryIT {

  private static final int ENDED_BY_THE_MACHINE = 3;
  private static final LocalDate FIRST_WEEK = LocalDate.of(2015, 1, 1);
  private static final int FEW = 20;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path temporary;

  private Packaged packaged;

  @BeforeEach
  void open() {
    packaged = new Packaged(temporary);
  }

  @AfterEach
  void endAll() throws InterruptedException {
    packaged.close();
  }

  @Test
  void endsAtOnceWithItsReasonAndStartsAgainWhole() throws Exception {
    var environment = Map.of("OFFTAKE_DATA_DIR", temporary.resolve("data").toString(), "OFFTAKE_STARTER", "off");
    Service small = packaged.serve("-Xmx72m", environment, "small.log");
    assertThat(hand(small, table(FEW)).statusCode()).isEqualTo(201);
    long version = version(small);

    assertThatThrownBy(() -> hand(small, table(150_000))).isInstanceOf(IOException.class);

    assertThat(small.process().waitFor(Packaged.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("it ends by itself").isTrue();
    assertThat(small.process().exitValue()).isEqualTo(ENDED_BY_THE_MACHINE);
    // Whoever sees it first: the machine, or HeapWatch when hardly anything but collections goes on.
    assertThat(packaged.log("small.log")).containsAnyOf("java.lang.OutOfMemoryError", "The heap is full");

    Service again = packaged.serve("-Xmx256m", environment, "again.log");
    assertThat(version(again)).as("the hand-in is kept whole or not at all").isEqualTo(version);
    assertThat(packaged.get(again, "/v1/series").getList("series.periods", Integer.class)).containsExactly(FEW);
    assertThat(hand(again, table(FEW + 1)).statusCode()).isEqualTo(201);
    assertThat(packaged.log("again.log")).doesNotContain("ERROR");
  }

  private HttpResponse<String> hand(Service service, String table) throws Exception {
    return packaged.post(service, "/v1/sources/fas-export-sales/documents", "text/csv",
        table.getBytes(StandardCharsets.UTF_8));
  }

  private long version(Service service) throws Exception {
    return packaged.get(service, "/v1/status").getLong("dataVersion");
  }

  /// One destination's shipments, week by week; and the same weeks to made-up destinations when there are more.
  private static String table(int rows) {
    var table = new StringBuilder("""
        # offtake evidence table 1
        # source: fas-export-sales
        # publisher: made for a test
        # address: https://example.org/
        # read: 2026-01-01
        # terms: made for a test
        # report: -
        # complete: no
        # coverage: listed
        # commodity: corn
        # origin: US
        # cadence: weekly
        # unit: t
        # kind: print
        releasedAt,basis,periodStart,periodEnd,marketYear,destination,exported
        """);
    int weeks = 500;
    for (int week = 0; week < Math.min(weeks, rows); week++) {
      LocalDate end = FIRST_WEEK.plusWeeks(week);
      int year = end.getMonthValue() >= 9 ? end.getYear() + 1 : end.getYear();
      for (int to = 0; to * weeks + week < rows; to++) {
        table.append("-,-,%s,%s,%d,%s,%d%n".formatted(
            end.minusDays(6), end, year, to == 0 ? "JP" : "x-buyer-" + to, 1000 + week));
      }
    }
    return table.toString();
  }
}
