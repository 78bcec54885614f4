package io.offtake.projection.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.offtake.projection.score.BlockScore;
import io.offtake.projection.score.BlockScore.CaseOutcome;
import io.offtake.projection.score.ClusteredMean;
import io.offtake.projection.score.QuantileForecast;
import org.jspecify.annotations.Nullable;

/// Runs the engine on all blocks of a directory, scores it beside the other methods, and tells whether a change is kept.
///
/// The rule: the mean rank over blocks improves by more than its standard error by series, and no block's CRPS worsens by
/// more than 1 %. One block alone never decides.
final class BenchProjection {

  private static final String OWN = "offtake";
  private static final String REFERENCE = "climatology";
  private static final List<String> RANKED_WITH =
      List.of("arima_fourier_sqrt", REFERENCE, "ets", "pace8", "peer_ens3", "share5y", "stlf", "stlf_sqrt");
  private static final List<String> TARGETS =
      List.of("target_0.6", "target_0.8", "target_1.0", "target_1.2", "target_1.5");
  private static final double MAY_WORSEN = 1.01;
  private static final double LOWEST_BELOW = .4;
  private static final double HIGHEST_BELOW = .6;

  private final PrintStream out;

  BenchProjection(PrintStream out) {
    this.out = out;
  }

  /// @param setting  what was tried, in words
  /// @return the row of the log for it
  SettingsTried.Row run(Path directory, String setting, SettingsTried tried)
      throws IOException, BenchFile.Unreadable {
    List<Block> blocks = Block.of(directory);
    if (blocks.isEmpty()) {
      throw new BenchFile.Unreadable("%s holds no block: cases_NAME.csv beside weekly_first_reported.csv, or validation/NAME"
          .formatted(directory));
    }
    Map<String, Double> relative = new TreeMap<>();
    double ranks = 0;
    double variance = 0;
    for (Block block : blocks) {
      Scored scored = score(block);
      print(block, scored);
      relative.put(block.name(), scored.own().relativeTo(scored.reference()));
      List<BlockScore> others = scored.others().entrySet().stream()
          .filter(each -> RANKED_WITH.contains(each.getKey())).map(Map.Entry::getValue).toList();
      ClusteredMean rank = scored.own().rankAmong(others);
      say("  mean rank by series among %d methods: %.3f, standard error %.3f%n",
          1 + others.size(), rank.value(), rank.standardError().orElse(0));
      ranks += rank.value() / blocks.size();
      variance += Math.pow(rank.standardError().orElse(0) / blocks.size(), 2);
    }
    return verdict(new SettingsTried.Row(setting, ranks, Math.sqrt(variance), relative, false), tried);
  }

  private SettingsTried.Row verdict(SettingsTried.Row now, SettingsTried tried) {
    say("%nmean rank over blocks %.3f, standard error by series %.3f%n", now.rank(), now.standardError());
    say("settings tried so far, this one included: %d%n", tried.rows().size() + 1);
    Optional<SettingsTried.Row> before = tried.kept();
    if (before.isEmpty()) {
      say("the first one: kept%n");
      return now.with(true);
    }
    List<String> worse = new ArrayList<>();
    now.relative().forEach((block, rel) -> {
      double was = before.get().relative().getOrDefault(block, Double.POSITIVE_INFINITY);
      if (rel > MAY_WORSEN * was) {
        worse.add(String.format(Locale.ROOT, "%s %.3f to %.3f", block, was, rel));
      }
    });
    double gain = before.get().rank() - now.rank();
    boolean kept = gain > now.standardError() && worse.isEmpty();
    say("against \"%s\" (mean rank %.3f): better by %.3f; worse by more than 1 %%: %s: %s%n", before.get().setting(),
        before.get().rank(), gain, worse.isEmpty() ? "none" : String.join(", ", worse), kept ? "kept" : "not kept");
    return now.with(kept);
  }

  /// The scores on a block.
  ///
  /// @param reference  what all are held against
  /// @param others  all but its own, by method
  private record Scored(BlockScore own, BlockScore reference, Map<String, BlockScore> others) {}

  private void print(Block block, Scored scored) {
    BlockScore reference = scored.reference();
    BlockScore own = scored.own();
    Map<String, BlockScore> scores = new TreeMap<>(scored.others());
    scores.put(OWN, own);
    say("%n%s: %d cases%n", block.name(), own.cases().size());
    say("  %-20s %6s %6s %6s %6s  %s%n", "method", "rel", "CRPS", "Brier", "log", "50/80/90 % held");
    scores.entrySet().stream()
        .sorted((one, other) -> Double.compare(
            one.getValue().relativeTo(reference), other.getValue().relativeTo(reference)))
        .forEach(each -> say("  %-20s %6.3f %6.3f %6.4f %6.4f  %.0f/%.0f/%.0f%n", each.getKey(),
            each.getValue().relativeTo(reference), each.getValue().crps().value(), each.getValue().brier().value(),
            each.getValue().log().value(), 100 * each.getValue().held(0, _ -> true),
            100 * each.getValue().held(1, _ -> true), 100 * each.getValue().held(2, _ -> true)));
    scored.others().entrySet().stream()
        .filter(each -> !each.getKey().equals("reference"))
        .min((one, other) -> Double.compare(
            one.getValue().relativeTo(reference), other.getValue().relativeTo(reference)))
        .ifPresent(best -> {
          ClusteredMean lead = own.brierLead(best.getValue());
          say("  ahead of %s: Brier lower by %.4f, standard error by series %.4f%n", best.getKey(), lead.value(),
              lead.standardError().orElse(0));
        });
    own.cases().stream().map(CaseOutcome::horizon).distinct().sorted().forEach(h ->
        say("  %2d weeks: 80/90 %% held %.0f/%.0f%n", h, 100 * own.held(1, each -> each.horizon() == h),
            100 * own.held(2, each -> each.horizon() == h)));
    Map<Integer, Double> below = own.belowByYear();
    long inside = below.values().stream().filter(share -> share >= LOWEST_BELOW && share <= HIGHEST_BELOW).count();
    say("  at or below the median by year of origin:%s; within .40 to .60 in %d of %d years%n",
        below.entrySet().stream().map(each -> String.format(Locale.ROOT, " %d %.2f", each.getKey(), each.getValue()))
            .reduce("", String::concat),
        inside, below.size());
  }

  private void say(String format, Object... figures) {
    out.printf(Locale.ROOT, format, figures);
  }

  private Scored score(Block block) throws IOException, BenchFile.Unreadable {
    String matrix = Block.text(block.matrix());
    String casesText = Block.text(block.cases());
    var bench = block.orders().isPresent()
        ? new BenchForecast(matrix, Block.text(block.orders().get()), casesText)
        : new BenchForecast(matrix, casesText);
    var forecasts = new StringWriter();
    bench.write(forecasts);
    Map<String, Outcome> outcomes = outcomes(casesText);
    Map<String, List<CaseOutcome>> byMethod = new TreeMap<>();
    take(forecasts.toString(), OWN, outcomes, byMethod);
    take(Block.text(block.peers()), null, outcomes, byMethod);
    Map<String, BlockScore> scores = new TreeMap<>();
    byMethod.forEach((method, cases) -> scores.put(method, new BlockScore(cases)));
    BlockScore own = scores.remove(OWN);
    BlockScore reference = scores.get(REFERENCE);
    if (own == null || reference == null) {
      throw new BenchFile.Unreadable(
          "%s: forecasts of its own and of %s are needed".formatted(block.name(), REFERENCE));
    }
    return new Scored(own, reference, scores);
  }

  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  private record Outcome(double actual, double scale, double[] targets) {}

  private static Map<String, Outcome> outcomes(String text) throws BenchFile.Unreadable {
    Map<String, Outcome> outcomes = new HashMap<>();
    for (NamedCsvRecord row : rows("cases", text)) {
      double[] targets = new double[TARGETS.size()];
      for (int i = 0; i < targets.length; i++) {
        targets[i] = number(row, TARGETS.get(i));
      }
      outcomes.put(key(row), new Outcome(number(row, "actual"), number(row, "scale"), targets));
    }
    return outcomes;
  }

  private static void take(
      String text, @Nullable String method, Map<String, Outcome> outcomes, Map<String, List<CaseOutcome>> byMethod)
      throws BenchFile.Unreadable {
    for (NamedCsvRecord row : rows("forecasts", text)) {
      Outcome outcome = outcomes.get(key(row));
      if (outcome == null) {
        continue;
      }
      double[] quantiles = new double[QuantileForecast.levels().length];
      for (int i = 0; i < quantiles.length; i++) {
        quantiles[i] = Math.max(0, number(row, "q" + trimmed(QuantileForecast.levels()[i])));
      }
      if (Arrays.stream(quantiles).anyMatch(Double::isNaN)) {
        continue;
      }
      String of = method == null ? row.getField("method") : method;
      byMethod.computeIfAbsent(of, _ -> new ArrayList<>()).add(CaseOutcome.of(
          row.getField("series"), LocalDate.parse(row.getField("origin")).getYear(),
          Integer.parseInt(row.getField("horizon")), new QuantileForecast(quantiles), outcome.actual(), outcome.scale(),
          outcome.targets()));
    }
  }

  private static String trimmed(double level) {
    return Double.toString(level);
  }

  private static String key(NamedCsvRecord row) {
    return row.getField("series") + "/" + row.getField("origin") + "/" + row.getField("horizon");
  }

  private static double number(NamedCsvRecord row, String column) throws BenchFile.Unreadable {
    String cell = row.getField(column);
    try {
      return cell.isBlank() ? Double.NaN : Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw new BenchFile.Unreadable(
          "line %d: %s of %s is not a number".formatted(row.getStartingLineNumber(), cell, column));
    }
  }

  private static List<NamedCsvRecord> rows(String file, String text) throws BenchFile.Unreadable {
    try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(text)) {
      return reader.stream().toList();
    } catch (RuntimeException | IOException e) {
      throw new BenchFile.Unreadable("%s: %s".formatted(file, e.getMessage()));
    }
  }
}
