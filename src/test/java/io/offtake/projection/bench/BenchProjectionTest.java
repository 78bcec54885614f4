package io.offtake.projection.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.offtake.projection.bench.SettingsTried.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchProjectionTest {

  private static final LocalDate FIRST = LocalDate.of(2020, 1, 2);
  private static final String QUANTILES = "q0.01,q0.05,q0.1,q0.25,q0.5,q0.75,q0.9,q0.95,q0.99";

  @TempDir
  private Path directory;

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  @BeforeEach
  void write() throws IOException {
    var random = new SplittableRandom(1);
    var matrix = new StringBuilder("week_ending,CORN-A,CORN-B,CORN-C\n");
    double[][] flows = new double[120][3];
    for (int week = 0; week < 120; week++) {
      matrix.append(FIRST.plusWeeks(week));
      for (int series = 0; series < 3; series++) {
        flows[week][series] = 1000 * (series + 1) + 100 * random.nextDouble();
        matrix.append(',').append(flows[week][series]);
      }
      matrix.append('\n');
    }
    var cases = new StringBuilder(
        "series,origin,horizon,actual,scale,target_0.6,target_0.8,target_1.0,target_1.2,target_1.5\n");
    var peers = new StringBuilder("method,series,origin,horizon," + QUANTILES + "\n");
    for (int origin = 60; origin < 110; origin += 5) {
      for (int series = 0; series < 3; series++) {
        double sum = 0;
        for (int week = origin + 1; week <= origin + 4; week++) {
          sum += flows[week][series];
        }
        String key = "CORN-%c,%s,4".formatted('A' + series, FIRST.plusWeeks(origin));
        cases.append("%s,%s,4000,0,3000,4100,5000,6000\n".formatted(key, sum));
        peers.append("climatology,%s,0,1000,2000,3000,4000,9000,20000,25000,30000\n".formatted(key));
        peers.append("pace8,%s,1,2,3,4,5,6,7,8,9\n".formatted(key));
      }
    }
    Files.writeString(directory.resolve("weekly_first_reported.csv"), matrix);
    Files.writeString(directory.resolve("cases_small.csv"), cases);
    Files.writeString(directory.resolve("peers_small.csv"), peers);
  }

  @Test
  void aBlockIsScoredBesideTheOtherMethodsAndTheFirstSettingIsKept() throws IOException {
    Path log = directory.resolve("log.csv");

    assertThat(run(directory.toString(), "as it is", log.toString())).isZero();

    assertThat(told.toString(UTF_8)).contains("small: 30 cases", "  offtake  ", "settings tried so far, this one included: 1",
        "among 3 methods: 1.000", "the first one: kept");
    SettingsTried tried = SettingsTried.read(log);
    assertThat(tried.rows()).hasSize(1);
    assertThat(tried.kept().orElseThrow().setting()).isEqualTo("as it is");
    assertThat(tried.kept().orElseThrow().relative().get("small")).isBetween(0.0, 0.5);
  }

  @Test
  void aSettingThatIsNoBetterIsCountedAndNotKept() throws IOException {
    Path log = directory.resolve("log.csv");
    run(directory.toString(), "as it is", log.toString());

    run(directory.toString(), "once more", log.toString());

    assertThat(told.toString(UTF_8)).contains("this one included: 2", "against \"as it is\"", "worse by more than 1 %: none: not kept");
    assertThat(SettingsTried.read(log).kept().orElseThrow().setting()).isEqualTo("as it is");
  }

  @Test
  void aSettingThatIsBetterOnTheWholeButMuchWorseOnOneBlockIsNotKept() throws IOException {
    Path log = directory.resolve("log.csv");
    new SettingsTried(List.of(new Row("before", 2.5, .1, Map.of("small", .01), true))).write(log);

    run(directory.toString(), "now", log.toString());

    assertThat(told.toString(UTF_8)).contains("better by 1.500; worse by more than 1 %: small 0.010 to", "not kept");
  }

  @Test
  void aSettingThatIsBetterOnTheWholeAndNowhereWorseIsKept() throws IOException {
    Path log = directory.resolve("log.csv");
    new SettingsTried(List.of(new Row("before", 2.5, .1, Map.of("small", .9), true))).write(log);

    run(directory.toString(), "now", log.toString());

    assertThat(SettingsTried.read(log).kept().orElseThrow().setting()).isEqualTo("now");
  }

  @Test
  void aDirectoryOfValidationIsABlockOnceWithoutItsOrdersAndOnceWith() throws IOException {
    Path set = Files.createDirectories(directory.resolve("validation").resolve("set"));
    for (String[] file : new String[][] {{"weekly_first_reported.csv", "matrix.csv"}, {"cases_small.csv", "cases.csv"},
        {"peers_small.csv", "peers.csv"}}) {
      Files.copy(directory.resolve(file[0]), set.resolve(file[1]));
    }
    Files.writeString(set.resolve("orders.csv"), """
        series,week_ending,outstanding,next_outstanding,net_sales,next_net_sales
        CORN-A,2021-01-07,5000,0,100,0
        """);

    assertThat(run(directory.toString())).isZero();

    assertThat(told.toString(UTF_8)).contains("set: 30 cases", "set with orders: 30 cases");
  }

  @Test
  void aDirectoryWithoutABlockIsRefusedAndSoIsAWrongCall(@TempDir Path empty) {
    assertThat(run(empty.toString())).isEqualTo(1);
    assertThat(run("one", "two")).isEqualTo(2);
    assertThat(told.toString(UTF_8)).contains("holds no block", "usage: offtake bench-projection DIR [SETTING LOG.csv]");
  }

  private int run(String... arguments) {
    var stream = new PrintStream(told, true, UTF_8);
    return BenchProjectionMain.run(arguments, stream, stream);
  }
}
