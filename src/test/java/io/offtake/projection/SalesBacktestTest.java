package io.offtake.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.StarterTables;
import io.offtake.evidence.Trade;
import io.offtake.pace.Seasons;
import io.offtake.pairing.Track;
import io.offtake.projection.Projection.Estimated;
import io.offtake.projection.ProjectionModel.Known;
import io.offtake.projection.ProjectionModel.Question;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.junit.jupiter.api.Test;

/// Replays the net sales of soybeans to China and to the world, origin by origin, with nothing known after the origin.
///
/// The constants were chosen on these windows, which all close before September 2025: the scores are those of a fit, on
/// three seasons, and the peers' are not. Nothing was chosen on the later windows of the table.
class SalesBacktestTest {

  private static final int[] WINDOWS = {4, 8, 13, 26};
  private static final double[] TARGETS = {0.6, 0.8, 1.0, 1.2, 1.5};
  private static final LocalDate FIRST_ORIGIN = LocalDate.of(2022, 9, 8);
  private static final LocalDate CHOSEN_BEFORE = LocalDate.of(2025, 9, 1);
  private static final String CHOSEN = "closing before September 2025";
  private static final String LATER = "beginning after August 2025";
  private static final List<String> BUYERS = List.of("CN", "world");

  /// Scores of one method over one set of windows.
  private record Score(double crps, double in50, double in80, double in90, double brier, int windows) {

    String line() {
      return String.format(Locale.ROOT, "%d,%.3f,%.2f,%.2f,%.2f,%.3f", windows, crps, in50, in80, in90, brier);
    }
  }

  private record Case(double crps, double size, boolean in50, boolean in80, boolean in90, double brier) {}

  private static final Map<String, Function<Question, Distribution>> METHODS = new LinkedHashMap<>();

  static {
    METHODS.put("sales seasons", question -> estimated(new SalesModel(), question));
    METHODS.put("season resampling", question -> estimated(new SeasonResampling(), question));
    METHODS.put("12 weeks drawn", SalesBacktestTest::drawnFromTwelve);
    METHODS.put("straight line", question -> Distribution.certain(
        Arrays.stream(question.recent()).skip(8).average().orElseThrow() * question.endsLeft().size()));
  }

  private static final Map<String, Map<String, Score>> TABLE = Map.of(
      CHOSEN, scores(CHOSEN), LATER, scores(LATER));

  @Test
  void onTheSeasonsItWasChosenOnItIsSharperThanItsPeersAndCoversWhatItSays() {
    Map<String, Score> scores = means(CHOSEN);

    Score own = scores.get("sales seasons");
    Score before = scores.get("season resampling");
    assertThat(own.crps()).isLessThan(0.95 * before.crps());
    assertThat(own.brier()).isLessThan(0.95 * before.brier());
    assertThat(own.in50()).isBetween(0.45, 0.60);
    assertThat(own.in80()).isBetween(0.75, 0.88);
    assertThat(own.in90()).isBetween(0.86, 0.96);
    assertThat(scores.get("12 weeks drawn").crps()).isGreaterThan(2 * own.crps());
    assertThat(scores.get("straight line").crps()).isGreaterThan(2 * own.crps());
  }

  @Test
  void theScoresAreThoseOfTheTableThatIsPublished() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# span,series,weeks,method,windows,crps,in50,in80,in90,brier; crps over the mean absolute outcome");
    Stream.of(CHOSEN, LATER).forEach(span -> TABLE.get(span).forEach((group, score) -> lines.add(
        span + "," + group + score.line())));

    try (var stream = SalesBacktestTest.class.getResourceAsStream("sales-backtest.csv")) {
      assertThat(lines).containsExactlyElementsOf(
          new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }

  private static Map<String, Score> means(String span) {
    return METHODS.keySet().stream().collect(Collectors.toMap(Function.identity(), method -> average(
        TABLE.get(span).entrySet().stream().filter(entry -> entry.getKey().endsWith("," + method + ","))
            .map(Map.Entry::getValue).toList())));
  }

  private static Map<String, Score> scores(String span) {
    var scores = new LinkedHashMap<String, Score>();
    for (String buyer : BUYERS) {
      WeeklySeries flows = flows(buyer);
      for (int window : WINDOWS) {
        METHODS.forEach((name, method) -> scores.put("%s,%d,%s,".formatted(buyer, window, name), mean(
            IntStream.range(0, flows.size() - window)
                .filter(origin -> origin % 2 == 0 && isOf(span, flows.endOf(origin), flows.endOf(origin + window)))
                .mapToObj(origin -> score(flows, origin, window, method))
                .toList())));
      }
    }
    return scores;
  }

  private static boolean isOf(String span, LocalDate origin, LocalDate closes) {
    return span.equals(CHOSEN)
        ? !origin.isBefore(FIRST_ORIGIN) && closes.isBefore(CHOSEN_BEFORE)
        : !origin.isBefore(CHOSEN_BEFORE);
  }

  /// What the same weeks brought a year before, which the targets are shares of. Of the week to 18 August 2022, which is
  /// held back, the level says what the weeks around it brought together: all of it is in the row of the week after.
  private static double yearBefore(WeeklySeries flows, int origin, int window) {
    return IntStream.rangeClosed(1, window).mapToObj(week -> flows.endOf(origin + week))
        .mapToDouble(end -> flows.at(end.minusYears(1)))
        .filter(flow -> !Double.isNaN(flow))
        .sum();
  }

  private static Case score(WeeklySeries flows, int origin, int window, Function<Question, Distribution> method) {
    Question question = question(flows, origin, window);
    Distribution total = method.apply(question);
    double outcome = sum(flows, origin + 1, window);
    double yearBefore = yearBefore(flows, origin, window);
    double brier = Arrays.stream(TARGETS)
        .map(share -> Math.pow(total.probabilityBelow(share * yearBefore) - (outcome < share * yearBefore ? 1 : 0), 2))
        .average().orElseThrow();
    double[] levels = IntStream.range(0, 400).mapToDouble(each -> (each + 0.5) / 400).toArray();
    double crps = 2 * Arrays.stream(levels).map(level -> {
      double quantile = total.quantile(level);
      return (outcome < quantile ? 1 - level : -level) * (quantile - outcome);
    }).average().orElseThrow();
    return new Case(crps, Math.abs(outcome), inside(total, outcome, 0.25), inside(total, outcome, 0.1),
        inside(total, outcome, 0.05), brier);
  }

  private static boolean inside(Distribution total, double outcome, double tail) {
    return total.quantile(tail) <= outcome && outcome <= total.quantile(1 - tail);
  }

  private static Question question(WeeklySeries all, int origin, int window) {
    var flows = new WeeklySeries(all.firstEnd(), Arrays.copyOf(all.values(), origin + 1));
    int[] known = IntStream.rangeClosed(0, origin).filter(week -> !Double.isNaN(flows.value(week))).toArray();
    var seasons = Seasons.of(Arrays.stream(known).mapToObj(all::endOf).toList(),
        Arrays.stream(known).mapToObj(flows::value).toList());
    List<LocalDate> ends = IntStream.rangeClosed(1, window).mapToObj(week -> all.endOf(origin + week)).toList();
    double[] recent = Arrays.stream(known).skip(known.length - 12L).mapToDouble(flows::value).toArray();
    return new Question(0, 1, ends, seasons, recent, Known.of(Measure.SOLD, flows), origin, false);
  }

  private static Distribution drawnFromTwelve(Question question) {
    var random = new Random(question.seed());
    return new Distribution(Stream.generate(() -> IntStream.range(0, question.endsLeft().size())
            .mapToDouble(_ -> question.recent()[random.nextInt(question.recent().length)]).sum())
        .limit(2000).mapToDouble(Double::doubleValue).toArray());
  }

  private static Distribution estimated(ProjectionModel model, Question question) {
    return ((Estimated) model.project(question)).total();
  }

  private static double sum(WeeklySeries flows, int from, int weeks) {
    return IntStream.range(from, from + weeks).mapToDouble(flows::value).sum();
  }

  private static Score mean(List<Case> cases) {
    double size = cases.stream().mapToDouble(Case::size).average().orElseThrow();
    return new Score(
        cases.stream().mapToDouble(Case::crps).average().orElseThrow() / size,
        cases.stream().mapToDouble(each -> each.in50() ? 1 : 0).average().orElseThrow(),
        cases.stream().mapToDouble(each -> each.in80() ? 1 : 0).average().orElseThrow(),
        cases.stream().mapToDouble(each -> each.in90() ? 1 : 0).average().orElseThrow(),
        cases.stream().mapToDouble(Case::brier).average().orElseThrow(),
        cases.size());
  }

  private static Score average(List<Score> scores) {
    return new Score(
        scores.stream().mapToDouble(Score::crps).average().orElseThrow(),
        scores.stream().mapToDouble(Score::in50).average().orElseThrow(),
        scores.stream().mapToDouble(Score::in80).average().orElseThrow(),
        scores.stream().mapToDouble(Score::in90).average().orElseThrow(),
        scores.stream().mapToDouble(Score::brier).average().orElseThrow(),
        scores.stream().mapToInt(Score::windows).sum());
  }

  private static WeeklySeries flows(String buyer) {
    var trade = new Trade(SourceId.FAS_EXPORT_SALES, new CommodityId("soybeans"), new PartyId("US"),
        buyer.equals("world") ? PartyId.WORLD : new PartyId(buyer));
    var view = StarterTables.exportSales().at(Instant.parse("2026-11-24T00:00:00Z"));
    return WeeklySeries.of(Track.ofSales(view, trade, Unit.TONNE, Month.SEPTEMBER)).orElseThrow();
  }
}
