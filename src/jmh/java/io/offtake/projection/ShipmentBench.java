package io.offtake.projection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import io.offtake.projection.ProjectionModel.Named;
import io.offtake.projection.shipment.ShipmentPanel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The time of one forecast of five horizons for one series at one origin, with all that the panel has to learn for it.
///
/// 40 series of 371 weeks, all of them forecast at each of 26 origins, four weeks apart. Without a matrix the series are
/// made (seeded).
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = {"-Xmx256m", "-XX:+UseSerialGC", "-Djava.util.concurrent.ForkJoinPool.common.parallelism=1"})
@Warmup(iterations = 2)
@Measurement(iterations = 3)
public class ShipmentBench {

  private static final int[] HORIZONS = {4, 8, 13, 26, 39};
  private static final int SERIES = 40;
  private static final int WEEKS = 371;
  private static final int ORIGINS = 26;
  private static final LocalDate FIRST = LocalDate.of(2018, 12, 20);

  /// CSV as `./offtake bench-forecast` reads it; empty for made series.
  @Param("")
  public String matrix = "";

  private final List<Named> trades = new ArrayList<>();

  @Setup
  public void read() throws IOException {
    if (matrix.isEmpty()) {
      var random = new SplittableRandom(1);
      for (int s = 0; s < SERIES; s++) {
        double[] flows = new double[WEEKS];
        for (int i = 0; i < WEEKS; i++) {
          flows[i] = random.nextInt(1 + s % 5) > 0 ? 0
              : 1e5 * random.nextDouble() * (1.2 + Math.sin(2 * Math.PI * i / 52.1775 + s));
        }
        trades.add(new Named("made " + s, new WeeklySeries(FIRST, flows)));
      }
      return;
    }
    List<String[]> rows = Files.readAllLines(Path.of(matrix)).stream().map(line -> line.split(",")).toList();
    for (int s = 1; s < rows.getFirst().length; s++) {
      double[] flows = new double[rows.size() - 1];
      for (int i = 0; i < flows.length; i++) {
        flows[i] = Double.parseDouble(rows.get(i + 1)[s]);
      }
      trades.add(new Named(rows.getFirst()[s], new WeeklySeries(LocalDate.parse(rows.get(1)[0]), flows)));
    }
  }

  @Benchmark
  @OperationsPerInvocation(SERIES * ORIGINS)
  public double oneSeriesAtOneOriginForFiveHorizons() {
    var panel = new ShipmentPanel(trades, HORIZONS);
    double sum = 0;
    for (int back = 0; back < ORIGINS; back++) {
      int origin = panel.lastWeek(0) - 4 * back;
      for (int h : HORIZONS) {
        ShipmentPanel.Forecasts forecasts = panel.at(origin, h);
        for (int trade = 0; trade < trades.size(); trade++) {
          sum += forecasts.quantiles(trade)[49];
        }
      }
    }
    return sum;
  }
}
