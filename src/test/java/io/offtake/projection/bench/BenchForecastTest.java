package io.offtake.projection.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchForecastTest {

  private static final LocalDate FIRST = LocalDate.of(2018, 12, 20);

  @Test
  void eachCaseIsAnsweredInItsOrderWithTheColumnsOfTheScorer() throws Exception {
    var out = new StringWriter();

    BenchForecast.Result result = new BenchForecast(matrix(120), """
        idx,series,origin,horizon
        0,B,2020-06-04,13
        1,A,2020-06-04,4
        """).write(out);

    assertThat(result.forecast()).isEqualTo(2);
    assertThat(out.toString().lines().toList()).hasSize(3)
        .satisfies(lines -> {
          assertThat(lines.get(0))
              .isEqualTo("series,origin,horizon,q0.01,q0.05,q0.1,q0.25,q0.5,q0.75,q0.9,q0.95,q0.99");
          assertThat(lines.get(1)).startsWith("B,2020-06-04,13,");
          assertThat(lines.get(2)).startsWith("A,2020-06-04,4,");
        });
  }

  @Test
  void theSameFilesGiveTheSameBytes() throws Exception {
    var first = new StringWriter();
    var second = new StringWriter();
    String cases = "series,origin,horizon\nA,2020-12-03,8\nB,2020-12-03,26\n";

    new BenchForecast(matrix(120), cases).write(first);
    new BenchForecast(matrix(120), cases).write(second);

    assertThat(second.toString()).isEqualTo(first.toString());
  }

  @Test
  void aCaseBeforeAYearOfRecordIsDeclinedWithItsReason() throws Exception {
    BenchForecast.Result result =
        new BenchForecast(matrix(120), "series,origin,horizon\nA,2019-01-03,4\n").write(new StringWriter());

    assertThat(result.forecast()).isZero();
    assertThat(result.declined())
        .containsExactly("line 2: A has fewer than 41 known weeks up to 2019-01-03, or none for that week");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      series,origin,horizon;C,2020-06-04,4   | cases, line 2: the matrix has no column C
      series,origin,horizon;A,4 June,4       | cases, line 2: 4 June is not a day
      series,origin,horizon;A,2020-06-04,0   | cases, line 2: horizon 0 is not a whole number of weeks from 1 to 104
      series,origin,horizon;A,2020-06-04,4.5 | cases, line 2: horizon 4.5 is not a whole number
      series,horizon;A,4                     | cases: the column origin is missing
      series,origin,horizon;A,2020-06-04     | cases:
      series,origin,horizon                  | cases: a header and at least one row were expected
      """)
  void aCaseThatCannotBeReadIsNamedWithItsLine(String cases, String message) {
    assertThatThrownBy(() -> new BenchForecast(matrix(120), cases.replace(';', '\n')))
        .isInstanceOf(BenchFile.Unreadable.class).hasMessageStartingWith(message);
  }

  @Test
  void ordersThatShipmentsFollowedAreHeardAndLaterRowsAreNot() throws Exception {
    String cases = "series,origin,horizon\nCORN-0,2020-10-29,4\nCORN-1,2020-10-29,4\n";
    // The week to 29 October 2020 is the 98th; its row comes a week later.
    String known = orders(97);

    assertThat(forecast(known, cases)).isNotEqualTo(forecast(null, cases));
    assertThat(forecast(orders(120), cases)).isEqualTo(forecast(known, cases));
    assertThat(forecast(orders(96), cases)).isNotEqualTo(forecast(known, cases));
  }

  private static String forecast(@Nullable String orders, String cases) throws Exception {
    var out = new StringWriter();
    var bench = orders == null
        ? new BenchForecast(ordered(), cases)
        : new BenchForecast(ordered(), orders, cases);
    bench.write(out);
    return out.toString();
  }

  private static double placed(int series, int week) {
    return 1e5 * new SplittableRandom(1000 * series + week / 6).nextDouble();
  }

  private static String ordered() {
    var text = new StringBuilder("week_ending");
    for (int series = 0; series < 10; series++) {
      text.append(",CORN-").append(series);
    }
    for (int week = 0; week < 120; week++) {
      text.append('\n').append(FIRST.plusWeeks(week));
      for (int series = 0; series < 10; series++) {
        text.append(',').append(placed(series, week) / 6);
      }
    }
    return text.append('\n').toString();
  }

  /// What is sold ships evenly over six weeks; what ships in the six after them is sold already.
  private static String orders(int weeks) {
    var text = new StringBuilder("series,week_ending,outstanding,next_outstanding,net_sales,next_net_sales\n");
    for (int series = 0; series < 10; series++) {
      for (int week = 0; week < weeks; week++) {
        double left = placed(series, week) * (5 - week % 6) / 6 + placed(series, week + 6);
        text.append("CORN-%d,%s,%s,0,%s,0\n".formatted(series, FIRST.plusWeeks(week), left,
            week % 6 == 0 ? placed(series, week + 6) : 0));
      }
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      series,week_ending;A,2020-01-02        | orders: the header must be series,week_ending,outstanding
      HEAD;A,2020-01-02,1,1,1,1              | orders, line 2: A does not begin with a commodity
      HEAD;MEAL-A,2020-01-02,much,1,1,1      | orders, line 2: much of outstanding is not a number
      HEAD;MEAL-A,yesterday,1,1,1,1          | orders, line 2: yesterday is not a day
      """)
  void ordersThatCannotBeReadAreNamedWithTheirLine(String orders, String message) {
    String text = orders.replace("HEAD", "series,week_ending,outstanding,next_outstanding,net_sales,next_net_sales");
    assertThatThrownBy(() ->
        new BenchForecast(matrix(120), text.replace(';', '\n'), "series,origin,horizon\nA,2020-01-02,4\n"))
        .isInstanceOf(BenchFile.Unreadable.class).hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      week,A;2020-01-02,1                         | matrix: the header must be week_ending
      week_ending,A;2020-01-02,1;2020-01-16,1     | matrix, line 3: 2020-01-16 does not follow 2020-01-02 by a week
      week_ending,A;2020-01-02,many               | matrix, line 2: many of A is not a number
      """)
  void aMatrixThatCannotBeReadIsNamedWithItsLine(String matrix, String message) {
    assertThatThrownBy(() -> new BenchForecast(matrix.replace(';', '\n'), "series,origin,horizon\nA,2020-01-02,4\n"))
        .isInstanceOf(BenchFile.Unreadable.class).hasMessageStartingWith(message);
  }

  @Test
  void aFailureLeavesTheFormerFileAlone(@TempDir Path directory) throws IOException {
    Path matrix = Files.writeString(directory.resolve("matrix.csv"), matrix(120));
    Path cases = Files.writeString(directory.resolve("cases.csv"), "series,origin,horizon\nZ,2020-06-04,4\n");
    Path out = Files.writeString(directory.resolve("out.csv"), "former");
    var told = new ByteArrayOutputStream();

    int status = BenchForecastMain.run(
        new String[] {matrix.toString(), cases.toString(), out.toString()}, System.out, new PrintStream(told, true, UTF_8));

    assertThat(status).isEqualTo(1);
    assertThat(told.toString(UTF_8)).contains("the matrix has no column Z");
    assertThat(out).hasContent("former");
  }

  @Test
  void calledWronglyItTellsHow() {
    var told = new ByteArrayOutputStream();

    assertThat(BenchForecastMain.run(new String[] {"one"}, System.out, new PrintStream(told, true, UTF_8))).isEqualTo(2);
    assertThat(told.toString(UTF_8)).contains("usage: offtake bench-forecast [--orders ORDERS.csv] MATRIX.csv CASES.csv OUT.csv");
  }

  private static String matrix(int weeks) {
    var text = new StringBuilder("week_ending,A,B\n");
    for (int i = 0; i < weeks; i++) {
      text.append(FIRST.plusWeeks(i)).append(',').append(1000 + 37 * i % 400).append(',')
          .append(i % 5 == 0 ? 30000 : 0).append('\n');
    }
    return text.toString();
  }
}
