package io.offtake.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.offtake.commitment.Commitment;
import io.offtake.commitment.Owed;
import io.offtake.commitment.store.StarterCatalogue;
import io.offtake.evidence.Panel;
import io.offtake.evidence.StarterTables;
import io.offtake.pairing.Progress;
import io.offtake.projection.Projection.Estimated;
import io.offtake.quantity.Quantity;
import io.offtake.verdict.Judgement;
import io.offtake.verdict.Verdict;
import io.offtake.verdict.Why;
import io.offtake.verdict.Why.Reason;
import org.junit.jupiter.api.Test;

/// The why of every reading that ships with Offtake, at fifteen instants: short sentences, numbers with units, the same
/// numbers as in the JSON, the true cause first.
class WhyInWordsTest {

  private static final int LONGEST_SENTENCE = 30;
  private static final Pattern AMOUNT = Pattern.compile("(-?[0-9][0-9,]*(?:\\.[0-9]+)?) (t|bale|kg|lb|USD)\\b");
  private static final Pattern PERCENT = Pattern.compile("(-?[0-9][0-9,]*(?:\\.[0-9]+)?) %");
  private static final Pattern LARGE = Pattern.compile(
      "(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3})++(?:\\.[0-9]+)?+(?! (?:(?:t|bale|kg|lb|USD)\\b|%))");
  private static final Pattern ONE_AS_MANY = Pattern.compile("\\b1 (?:weeks|months|periods|reports|releases|days|seasons|years)\\b");
  private static final Pattern MANY_AS_ONE = Pattern.compile(
      "(?<![-.,0-9])(?!1 )[0-9]+ (?:week|month|period|report|release|day|season|year)\\b");
  private static final Pattern CLEARS = Pattern.compile("Clears if the next report shows (.+) t or more\\.");

  private static final List<String> INSTANTS = List.of(
      "2025-09-05T12:00:00Z", "2025-10-15T12:00:00Z", "2025-11-13T14:00:00Z", "2025-12-04T00:00:00Z",
      "2026-01-02T12:00:00Z", "2026-01-15T13:30:00Z", "2026-02-03T17:00:00Z", "2026-02-26T14:00:00Z",
      "2026-03-26T13:00:00Z", "2026-05-07T13:00:00Z", "2026-06-04T12:30:00Z", "2026-07-02T13:00:00Z",
      "2026-08-20T13:00:00Z", "2026-09-10T13:00:00Z", "2026-10-08T13:00:00Z");

  private static final List<Told> TOLD = assessed();

  @Test
  void noSentenceIsLongerThanThirtyWords() {
    all((name, of) -> texts(of).forEach(text -> {
      for (String sentence : text.split("(?<=[.!?])\\s+")) {
        assertThat(sentence.strip().split("\\s+")).as("%s: %s", name, sentence).hasSizeLessThanOrEqualTo(LONGEST_SENTENCE);
      }
    }));
  }

  @Test
  void everyLargeNumberHasItsUnitAndEveryShareIsAPercentage() {
    all((name, of) -> texts(of).forEach(text -> {
      assertThat(LARGE.matcher(text).find()).as("%s: %s", name, text).isFalse();
      assertThat(text).as(name).doesNotContainPattern("probability (?:of a shortfall )?(?:is )?0\\.[0-9]++(?! %)");
    }));
  }

  @Test
  void numbersAreThoseOfTheJson() {
    all((name, of) -> {
      Set<String> amounts = of.amounts();
      Set<String> shares = of.shares();
      texts(of).filter(text -> !CLEARS.matcher(text).matches()).forEach(text -> {
        found(AMOUNT, text).forEach(number -> assertThat(amounts).as("%s: %s", name, text).contains(number));
        found(PERCENT, text).forEach(number -> assertThat(shares).as("%s: %s", name, text).contains(number));
      });
    });
  }

  @Test
  void oneIsOneAndManyAreMany() {
    all((name, of) -> texts(of).forEach(text -> {
      assertThat(ONE_AS_MANY.matcher(text).find()).as("%s: %s", name, text).isFalse();
      assertThat(MANY_AS_ONE.matcher(text).find()).as("%s: %s", name, text).isFalse();
      assertThat(text).as(name).doesNotContain("is of the window").doesNotContain("are of the window");
    }));
  }

  @Test
  void noPartIsLargerThanItsWhole() {
    all((name, of) -> texts(of).forEach(text -> assertThat(text).as(name).doesNotContain("of which")));
  }

  @Test
  void aSingleReportClearsNothingThatNoReportEverBrought() {
    var said = new ArrayList<String>();
    all((name, of) -> {
      String clears = of.judgement().why().whatWouldChangeIt();
      Matcher matcher = CLEARS.matcher(clears);
      if (matcher.matches()) {
        said.add(name);
        double needed = Double.parseDouble(matcher.group(1).replace(",", ""));
        assertThat(needed).as("%s: %s", name, clears).isLessThanOrEqualTo(of.largest());
      }
    });
    assertThat(said).as("some readings can be cleared by one report").isNotEmpty();
  }

  @Test
  void theCauseComesFirst() {
    all((name, of) -> {
      List<Reason> reasons = of.judgement().why().reasons().stream()
          .filter(reason -> !reason.code().equals("sourceChanged")).toList();
      String first = reasons.isEmpty() ? "" : reasons.getFirst().code();
      switch (of.judgement().verdict()) {
        case SHORTFALL_LIKELY -> assertThat(first).as(name).isIn("notFeasible", "projection");
        case AT_RISK -> {
          assertThat(first).as(name).isIn("behindRequiredRate", "projection");
          if (first.equals("behindRequiredRate")) {
            assertThat(of.judgement().why().summary()).as(name).contains("the pace is too slow")
                .contains(" a week are required");
          }
        }
        case UNOBSERVED -> assertThat(of.judgement().why().summary()).as(name).contains(reasons.getFirst().text());
        default -> { }
      }
    });
  }

  @Test
  void somethingIsSaidOfEveryVerdict() {
    Set<Verdict> seen = new HashSet<>();
    all((_, of) -> seen.add(of.judgement().verdict()));

    assertThat(seen).contains(Verdict.values());
  }

  /// What these tests hold against each other: whole assessments of so many instants do not fit into the memory of a test.
  ///
  /// @param amounts  of the answer, as it tells them
  /// @param largest  that a report brought; NaN when none did
  private record Told(
      String name, Judgement judgement, Set<String> amounts, Set<String> shares, String required, double largest) {

    static Told of(String name, Assessment assessment) {
      return new Told(name, assessment.judgement(), WhyInWordsTest.amounts(assessment), WhyInWordsTest.shares(assessment),
          assessment.pace().map(pace -> pace.requiredPerWeek().stream().mapToObj(WhyInWordsTest::say).findFirst().orElse(""))
              .orElse(""),
          assessment.pairing().stream().flatMap(pairing -> pairing.track().periods().stream())
              .filter(point -> point.printed() && !point.firstOfMarketingYear())
              .mapToDouble(point -> point.flow().toDouble())
              .max().orElse(Double.NaN));
    }
  }

  private interface Check {
    void of(String name, Told told);
  }

  private static void all(Check check) {
    TOLD.forEach(each -> check.of(each.name(), each));
  }

  private static List<Told> assessed() {
    Panel panel = StarterTables.all();
    Assessor assessor = Made.assessor();
    var all = new ArrayList<Told>();
    for (String instant : INSTANTS) {
      Panel.View view = panel.at(Instant.parse(instant));
      for (Commitment commitment : StarterCatalogue.commitments()) {
        for (Assessment each : assessor.assess(commitment, view)) {
          all.add(Told.of("%s/%s at %s".formatted(each.commitment().id(), each.reading().id(), instant), each));
        }
      }
    }
    return all;
  }

  private static Stream<String> texts(Told of) {
    Why why = of.judgement().why();
    return Stream.of(Stream.of(why.summary(), why.whatWouldChangeIt()), why.reasons().stream().map(Reason::text))
        .flatMap(each -> each);
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(result -> result.group(1)).toList();
  }

  /// What the answer tells as quantities and estimates, rounded as it tells them.
  private static Set<String> amounts(Assessment of) {
    Set<String> amounts = new HashSet<>();
    of.target().ifPresent(target -> amounts.add(say(target)));
    of.pairing().ifPresent(pairing -> {
      Progress.Fulfilled fulfilled = pairing.fulfilled();
      Stream.of(fulfilled.low(), fulfilled.middle(), fulfilled.high()).forEach(each -> amounts.add(say(each)));
      pairing.unknown().ifPresent(stock -> {
        amounts.add(say(stock.value()));
        stock.beforeWindow().ifPresent(before -> amounts.add(say(before)));
      });
    });
    of.owed().ifPresent(owed -> {
      owed.most().ifPresent(most -> amounts.add(say(most)));
      owed.how().ifPresent(how -> amounts.addAll(found(AMOUNT, how)));
    });
    of.legs().forEach(leg -> {
      amounts.add(say(leg.owed().target()));
      leg.fulfilled().ifPresent(fulfilled -> amounts.add(say(fulfilled)));
      leg.owed().how().ifPresent(how -> amounts.addAll(found(AMOUNT, how)));
      if (leg.binds()) {
        amounts.addAll(found(AMOUNT, leg.judgement().why().summary()));
        leg.judgement().why().reasons().forEach(reason -> amounts.addAll(found(AMOUNT, reason.text())));
      }
    });
    of.pace().ifPresent(pace -> {
      amounts.add(say(pace.remaining()));
      amounts.add(say(pace.feasibility().leastShortfall()));
      Stream.of(pace.requiredPerWeek(), pace.actual().w4(), pace.actual().w12(), pace.actual().record(),
          pace.actual().largest()).filter(OptionalDouble::isPresent).forEach(each -> amounts.add(say(each.getAsDouble())));
    });
    if (of.projection().orElse(null) instanceof Estimated estimated) {
      Stream.of(.1, .5, .9).forEach(p -> amounts.add(say(estimated.total().quantile(p))));
    }
    return amounts;
  }

  private static Set<String> shares(Assessment of) {
    Set<String> shares = new HashSet<>(List.of("35", "65"));
    if (of.fulfilledShare().isPresent()) {
      shares.add(percent(of.fulfilledShare().getAsDouble()));
    }
    of.owed().flatMap(Owed.Leg::how).ifPresent(how -> shares.addAll(found(PERCENT, how)));
    of.legs().forEach(leg -> {
      if (leg.fulfilledShare().isPresent()) {
        shares.add(percent(leg.fulfilledShare().getAsDouble()));
      }
      if (leg.projection().orElse(null) instanceof Estimated estimated) {
        shares.add(percent(estimated.shortfallProbability()));
      }
    });
    if (of.projection().orElse(null) instanceof Estimated estimated) {
      shares.add(percent(estimated.shortfallProbability()));
    }
    return shares;
  }

  private static String say(Quantity quantity) {
    return String.format(Locale.ROOT, "%,d", quantity.value().toBigIntegerExact());
  }

  private static String say(double estimate) {
    return String.format(Locale.ROOT, "%,d", BigDecimal.valueOf(estimate).setScale(0, RoundingMode.HALF_EVEN).toBigInteger());
  }

  /// From the four digits of the JSON.
  private static String percent(double share) {
    return String.format(Locale.ROOT, "%,.1f", BigDecimal.valueOf(share).setScale(4, RoundingMode.HALF_EVEN).movePointRight(2)
        .setScale(1, RoundingMode.HALF_EVEN)).replaceAll("\\.0$", "");
  }
}
