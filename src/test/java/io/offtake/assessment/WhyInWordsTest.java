package io.offtake.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.offtake.commitment.Commitment;
import io.offtake.commitment.store.StarterCatalogue;
import io.offtake.evidence.Panel;
import io.offtake.evidence.StarterTables;
import io.offtake.pairing.Pairing;
import io.offtake.projection.Projection.Estimated;
import io.offtake.quantity.Quantity;
import io.offtake.verdict.Verdict;
import io.offtake.verdict.Why;
import io.offtake.verdict.Why.Reason;
import org.junit.jupiter.api.Test;

/// The why of every reading that ships with Offtake, at thirty instants: short sentences, numbers with units, the same
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
      "2025-08-05T12:00:00Z", "2025-09-05T12:00:00Z", "2025-09-25T13:00:00Z", "2025-10-15T12:00:00Z",
      "2025-11-05T12:00:00Z", "2025-11-13T14:00:00Z", "2025-11-24T12:00:00Z", "2025-12-04T00:00:00Z",
      "2025-12-18T14:00:00Z", "2026-01-02T12:00:00Z", "2026-01-08T13:30:00Z", "2026-01-15T13:30:00Z",
      "2026-01-29T14:00:00Z", "2026-02-03T17:00:00Z", "2026-02-10T12:00:00Z", "2026-02-26T14:00:00Z",
      "2026-03-05T14:00:00Z", "2026-03-26T13:00:00Z", "2026-04-16T13:00:00Z", "2026-05-07T13:00:00Z",
      "2026-05-28T12:00:00Z", "2026-06-04T12:30:00Z", "2026-06-11T12:30:00Z", "2026-07-02T13:00:00Z",
      "2026-07-23T13:00:00Z", "2026-08-20T13:00:00Z", "2026-09-03T12:30:00Z", "2026-09-10T13:00:00Z",
      "2026-09-24T13:00:00Z", "2026-10-08T13:00:00Z");

  private static final Map<String, List<Assessment>> BY_INSTANT = assessed();

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
      assertThat(text).as(name).doesNotContainPattern("probability (?:of a shortfall )?(?:is )?0\\.");
    }));
  }

  @Test
  void numbersAreThoseOfTheJson() {
    all((name, of) -> {
      Set<String> amounts = amounts(of);
      Set<String> shares = shares(of);
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
        double largest = of.pairing().orElseThrow().track().periods().stream()
            .filter(point -> point.printed() && !point.firstOfMarketingYear())
            .mapToDouble(point -> point.flow().toDouble())
            .max().orElseThrow();
        assertThat(needed).as("%s: %s", name, clears).isLessThanOrEqualTo(largest);
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
                .contains(say(of.pace().orElseThrow().requiredPerWeek().orElseThrow()) + " t a week are required");
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

  private interface Check {
    void of(String name, Assessment assessment);
  }

  private static void all(Check check) {
    BY_INSTANT.forEach((instant, assessments) -> assessments.forEach(each ->
        check.of("%s/%s at %s".formatted(each.commitment().id(), each.reading().id(), instant), each)));
  }

  private static Map<String, List<Assessment>> assessed() {
    Panel panel = StarterTables.all();
    Assessor assessor = Made.assessor();
    var byInstant = new HashMap<String, List<Assessment>>();
    for (String instant : INSTANTS) {
      Panel.View view = panel.at(Instant.parse(instant));
      byInstant.put(instant, StarterCatalogue.commitments().stream()
          .flatMap((Commitment commitment) -> assessor.assess(commitment, view).stream()).toList());
    }
    return byInstant;
  }

  private static Stream<String> texts(Assessment of) {
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
      Pairing.Fulfilled fulfilled = pairing.fulfilled();
      Stream.of(fulfilled.low(), fulfilled.middle(), fulfilled.high()).forEach(each -> amounts.add(say(each)));
      pairing.unknown().ifPresent(stock -> {
        amounts.add(say(stock.value()));
        stock.beforeWindow().ifPresent(before -> amounts.add(say(before)));
      });
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
