package io.offtake.alert;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.offtake.alert.Transition.Kind;
import io.offtake.commitment.store.StarterCatalogue;
import io.offtake.evidence.Measure;
import io.offtake.evidence.StarterTables;
import io.offtake.projection.ByMeasure;
import io.offtake.projection.SalesModel;
import io.offtake.projection.SeasonResampling;
import io.offtake.projection.ShipmentModel;
import io.offtake.publisher.ReleaseExceptions;
import org.junit.jupiter.api.Test;

/// The winter of the twelve million tonnes, lived through release by release: which alerts would have come, and when.
/// No rule and no level was chosen on it.
class SoybeanAlertsTest {

  private static final Instant FROM = Instant.parse("2025-10-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-03-05T23:59:59Z");
  private static final Instant REPORTS_CURRENT_AGAIN = Instant.parse("2026-01-08T13:30:00Z");
  private static final String BY_28_FEBRUARY = "sold-by-2026-02-28";
  private static final String WITH_UNKNOWN = "sold-with-unknown-by-2026-02-28";

  private static final List<Transition> TRANSITIONS = replay();

  @Test
  void theWinterGivesTheseAlertsAndNoOthers() throws IOException {
    List<String> lines = Stream.concat(
        Stream.of("# at,reading,rule,transition,severity,state,shortfall probability,newest week,cause"),
        TRANSITIONS.stream().map(SoybeanAlertsTest::line)).toList();
    Files.write(Path.of("target", "alerts-us-cn-soybeans-2025.csv"), lines);

    try (var stream = SoybeanAlertsTest.class.getResourceAsStream("us-cn-soybeans-2025.csv")) {
      assertThat(lines).containsExactlyElementsOf(
          new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }

  @Test
  void soldBy28FebruaryFiresLongBeforeTheDeadline() {
    Transition fired = of(BY_28_FEBRUARY, "shortfall-likely").filter(each -> each.kind() == Kind.FIRING)
        .findFirst().orElseThrow();

    assertThat(fired.occurredAt()).isEqualTo("2026-01-15T13:30:00Z");
    assertThat(Duration.between(fired.occurredAt(), Instant.parse("2026-03-01T00:00:00Z")).toDays()).isEqualTo(44);
    assertThat(fired.facts().odds().shortfallProbability()).isGreaterThan(0.65);
    assertThat(of(BY_28_FEBRUARY, "shortfall-likely").filter(each -> each.kind() == Kind.FIRING)).hasSize(1);
  }

  @Test
  void withAllUnknownDestinationsNothingFires() {
    assertThat(of(WITH_UNKNOWN, "shortfall-likely").map(Transition::kind)).doesNotContain(Kind.FIRING);
  }

  @Test
  void aReleaseMovesAnAlertAtMostOnce() {
    Map<String, Long> byOccasion = TRANSITIONS.stream()
        .collect(groupingBy(each -> each.fingerprint() + each.occurredAt(), counting()));
    Map<String, Long> byRelease = TRANSITIONS.stream()
        .filter(each -> each.kind() != Kind.FROZEN && !(each.rule().kind() instanceof RuleKind.SourceLate))
        .collect(groupingBy(each -> each.fingerprint() + each.facts().seen().newestRelease(), counting()));

    assertThat(byOccasion.values()).containsOnly(1L);
    assertThat(byRelease.values()).containsOnly(1L);
  }

  @Test
  void theBlackoutFreezesAndSaysSo() {
    List<Transition> outlook = of(BY_28_FEBRUARY, "shortfall-likely").toList();

    assertThat(outlook.getFirst().kind()).isEqualTo(Kind.FROZEN);
    assertThat(outlook.getFirst().cause()).contains("evidence is missing").contains("due and not out");
    assertThat(outlook.get(1).occurredAt()).isEqualTo(REPORTS_CURRENT_AGAIN);
    assertThat(outlook.get(1).cause()).startsWith("the evidence is back");
    assertThat(TRANSITIONS)
        .filteredOn(each -> each.rule().kind().needsWholeEvidence() && each.occurredAt().isBefore(REPORTS_CURRENT_AGAIN)
            && "fas-export-sales".equals(each.facts().seen().source()))
        .extracting(Transition::kind)
        .as("nothing is judged in the dark; what the terms or the outcome settle is over")
        .containsOnly(Kind.FROZEN, Kind.RESOLVED);
  }

  private static Stream<Transition> of(String reading, String rule) {
    return TRANSITIONS.stream()
        .filter(each -> each.facts().subject().reading().equals(reading) && each.rule().id().equals(rule));
  }

  private static List<Transition> replay() {
    // One for both measures, as in the service: they share what it learns.
    var shipments = new ShipmentModel();
    var model = new ByMeasure(Map.of(
        Measure.SOLD, new SalesModel(),
        Measure.EXPORTED, shipments,
        Measure.INSPECTED, shipments),
        new SeasonResampling());
    return new Replay(model, ReleaseExceptions.standardCalendars(), StarterTables.all())
        .of(StarterCatalogue.commitment("us-cn-soybeans-2025"), FROM, TO);
  }

  private static String line(Transition of) {
    Facts facts = of.facts();
    return String.join(",",
        of.occurredAt().toString(), facts.subject().reading(), of.rule().id(), of.kind().id(), of.rule().severity().id(),
        of.to().id(),
        Optional.ofNullable(facts.odds().shortfallProbability())
            .map(chance -> String.format(Locale.ROOT, "%.2f", chance)).orElse(""),
        Optional.ofNullable(facts.seen().newestPeriodEnd()).map(Object::toString).orElse(""),
        '"' + of.cause().replace("\"", "\"\"") + '"');
  }
}
