package io.offtake.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import io.offtake.calendar.DateWindow;
import io.offtake.calendar.ReleaseCalendar;
import io.offtake.claim.form.CatalogueFile;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.Citation;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.CommitmentId;
import io.offtake.commitment.Minimum;
import io.offtake.commitment.Reading;
import io.offtake.commitment.ReadingWindow;
import io.offtake.commitment.Statement;
import io.offtake.commitment.Strength;
import io.offtake.commitment.Target;
import io.offtake.commitment.Terms;
import io.offtake.commitment.Tranche;
import io.offtake.commitment.UnknownDestinations;
import io.offtake.commitment.form.CommitmentJson;
import io.offtake.commitment.form.LocatedTree;
import io.offtake.commitment.store.StarterCatalogue;
import io.offtake.document.ParseOutcome;
import io.offtake.document.table.EvidenceTable;
import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.pairing.CountedPeriod;
import io.offtake.pairing.Pairing;
import io.offtake.pairing.Tracks;
import io.offtake.projection.Projection;
import io.offtake.publisher.ReleaseExceptions;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.verdict.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What holds of every commitment, over terms and evidence that are drawn by seeds: 40 made-up records of trade by months,
/// with holes and late releases, and 7 commitments on each for each of eight properties; `-Dtest.cases=50` draws 2,000 for
/// each. Sums of weeks have a test of their own.
class AssessmentPropertiesTest {

  private static final int WORLDS = 40;
  private static final int CASES = Integer.getInteger("test.cases", 7);
  private static final List<String> GOODS = List.of("soybeans", "corn", "wheat");
  private static final Assessor ASSESSOR = Made.assessor();
  private static final Commodities COMMODITIES = Commodities.standard();
  private static final List<World> DRAWN =
      LongStream.range(0, WORLDS).mapToObj(seed -> World.drawn(new SplittableRandom(seed))).toList();
  /// From the best on; what is not seen stands nowhere among them.
  private static final List<Verdict> BEST_FIRST =
      List.of(Verdict.MET, Verdict.ON_TRACK, Verdict.AT_RISK, Verdict.SHORTFALL_LIKELY, Verdict.MISSED);

  @Test
  void splittingAWindowNeverChangesTheSum() {
    each(1, (world, random) -> {
      DateWindow window = world.window(random);
      List<CommodityId> goods = some(random);
      LocalDate middle = window.first().plusDays(random.nextLong(window.days() - 1));
      Optional<Quantity> whole = counted(world, goods, window);
      Optional<Quantity> before = counted(world, goods, new DateWindow(window.first(), middle));
      Optional<Quantity> after = counted(world, goods, new DateWindow(middle.plusDays(1), window.last()));
      assertThat(before.orElse(zero()).plus(after.orElse(zero()))).isEqualTo(whole.orElse(zero()));
    });
  }

  @Test
  void aHigherTargetNeverGivesABetterVerdictNorALowerProbability() {
    var compared = new AtomicInteger();
    each(2, (world, random) -> {
      DateWindow window = world.window(random);
      List<CommodityId> goods = some(random);
      long low = amount(random);
      long high = low + random.nextLong(1, 2_000_000);
      Assessment less = world.assess(commitment(goods, window, atLeast(low)), world.asOf(random, window));
      Assessment more = world.assess(commitment(goods, window, atLeast(high)), less.asOf());
      assertThat(isBetter(more.judgement().verdict(), less.judgement().verdict()))
          .as("%d: %s, %d: %s", low, less.judgement(), high, more.judgement()).isFalse();
      if (less.projection().orElse(null) instanceof Projection.Estimated one
          && more.projection().orElse(null) instanceof Projection.Estimated other) {
        assertThat(other.shortfallProbability()).isGreaterThanOrEqualTo(one.shortfallProbability());
        assertThat(other.expectedShortfall()).isGreaterThanOrEqualTo(one.expectedShortfall());
        compared.incrementAndGet();
      }
    });
    assertThat(compared.get()).as("not all of them decline").isGreaterThan(WORLDS * CASES / 5);
  }

  @Test
  void laterEvidenceNeverChangesWhatWasKnown() {
    for (long seed = 0; seed < WORLDS; seed++) {
      var random = new SplittableRandom(3_000 + seed);
      World world = DRAWN.get((int) seed);
      Instant cut = world.days.last().minusDays(random.nextLong(30, 400)).atStartOfDay(ZoneOffset.UTC).toInstant();
      World earlier = world.upTo(cut);
      for (int i = 0; i < CASES; i++) {
        DateWindow window = world.window(random);
        Commitment commitment = commitment(some(random), window, drawn(random));
        Instant asOf = cut.minusSeconds(random.nextLong(1, 86_400L * 300));
        assertThat(said(world.assess(commitment, asOf))).isEqualTo(said(earlier.assess(commitment, asOf)));
      }
    }
  }

  @Test
  void aParentHasAtMostWhatItsChildrenHaveAndItsOwn() {
    each(4, (world, random) -> {
      DateWindow window = world.window(random);
      Quantity parent = counted(world, GOODS.stream().map(CommodityId::new).toList(), window).orElse(zero());
      Quantity children = counted(world, List.of(new CommodityId("soybeans")), window).orElse(zero())
          .plus(counted(world, List.of(new CommodityId("corn")), window).orElse(zero()));
      Quantity own = counted(world, List.of(new CommodityId("wheat")), window).orElse(zero());
      assertThat(parent).isLessThanOrEqualTo(children.plus(own));
    });
  }

  @Test
  void aBasketIsTheSumOfItsPartsInEveryPeriodThatAllOfThemAreToldOf() {
    each(5, (world, random) -> {
      DateWindow window = world.window(random);
      Optional<Pairing> basket = pairing(world, GOODS.stream().map(CommodityId::new).toList(), window);
      List<Map<LocalDate, Quantity>> parts = GOODS.stream()
          .map(each -> pairing(world, List.of(new CommodityId(each)), window).map(AssessmentPropertiesTest::byEnd)
              .orElse(Map.of())).toList();
      Map<LocalDate, Quantity> together = basket.map(AssessmentPropertiesTest::byEnd).orElse(Map.of());
      for (LocalDate end : parts.getFirst().keySet()) {
        if (parts.stream().allMatch(part -> part.containsKey(end))) {
          assertThat(together.get(end)).as("%s", end).isEqualTo(
              parts.stream().map(part -> part.get(end)).reduce(zero(), Quantity::plus));
        } else {
          assertThat(together).as("%s is not told of all", end).doesNotContainKey(end);
        }
      }
    });
  }

  /// The lower of several is met by whoever meets one of them (T21): where all are seen, the best of them decides.
  @Test
  void theLowerOfSeveralStandsAsTheBestOfThemAlone() {
    var compared = new AtomicInteger();
    each(6, (world, random) -> {
      DateWindow window = world.window(random);
      List<CommodityId> goods = some(random);
      long one = amount(random);
      long other = amount(random);
      Instant asOf = world.asOf(random, window);
      Verdict first = world.assess(commitment(goods, window, atLeast(one)), asOf).judgement().verdict();
      Verdict second = world.assess(commitment(goods, window, atLeast(other)), asOf).judgement().verdict();
      Verdict lower = world.assess(
          commitment(goods, window, new Target.LowerOf(List.of(atLeast(one), atLeast(other)))), asOf).judgement().verdict();
      if (BEST_FIRST.contains(first) && BEST_FIRST.contains(second)) {
        assertThat(lower).isEqualTo(isBetter(second, first) ? second : first);
        compared.addAndGet(first == second ? 0 : 1);
      }
    });
    assertThat(compared.get()).as("legs that stand differently").isGreaterThan(WORLDS * CASES / 20);
  }

  @Test
  void aWholeWithMinimumsStandsNoBetterThanAnyOfThemAlone() {
    each(7, (world, random) -> {
      DateWindow window = world.window(random);
      List<CommodityId> goods = GOODS.stream().map(CommodityId::new).toList();
      long part = amount(random) / 3;
      Instant asOf = world.asOf(random, window);
      Assessment whole = world.assess(withMinimum(commitment(goods, window, atLeast(amount(random))), part), asOf);
      Verdict alone = world.assess(commitment(List.of(goods.getFirst()), window, atLeast(part)), asOf).judgement().verdict();
      assertThat(isBetter(whole.judgement().verdict(), alone)).isFalse();
    });
  }

  @Test
  void whatIsExportedAndImportedIsTheSame() throws LocatedTree.Unreadable {
    var entries = new ArrayList<Catalogue.Entry>();
    var random = new SplittableRandom(8_000);
    for (int i = 0; i < WORLDS * CASES; i++) {
      LocalDate first = LocalDate.of(2015, 1, 1).plusDays(random.nextLong(4_000));
      Commitment drawn = commitment(some(random), new DateWindow(first, first.plusDays(random.nextLong(1, 3_000))), drawn(random));
      Commitment made = named(random.nextBoolean() && drawn.commodities().size() > 1 ? withMinimum(drawn, 5) : drawn, "made-" + i);
      String document = StarterCatalogue.JSON.write(made);
      assertThat(StarterCatalogue.JSON.read(document)).isInstanceOfSatisfying(CommitmentJson.Outcome.Valid.class, valid -> {
        assertThat(valid.commitment()).isEqualTo(made);
        entries.add(new Catalogue.Entry(valid.commitment(), valid.document(), 1, Catalogue.Change.CREATED, Instant.EPOCH, 1));
      });
    }
    CatalogueFile.Read read = CatalogueFile.read(CatalogueFile.yaml(CatalogueFile.parts(entries, List.of())), StarterCatalogue.JSON);
    assertThat(read.problems()).isEmpty();
    assertThat(read.commitments().stream().map(each -> ((CommitmentJson.Outcome.Valid) each.outcome()).document())
        .collect(Collectors.toSet())).isEqualTo(entries.stream().map(Catalogue.Entry::document).collect(Collectors.toSet()));
  }

  private static void each(int property, BiConsumer<World, SplittableRandom> holds) {
    for (long seed = 0; seed < WORLDS; seed++) {
      var random = new SplittableRandom(property * 1_000L + seed);
      World world = DRAWN.get((int) seed);
      for (int i = 0; i < CASES; i++) {
        holds.accept(world, random);
      }
    }
  }

  private static boolean isBetter(Verdict one, Verdict other) {
    int place = BEST_FIRST.indexOf(one);
    int others = BEST_FIRST.indexOf(other);
    return place >= 0 && others >= 0 && place < others;
  }

  private static String said(Assessment of) {
    return of.judgement() + " " + of.fulfilledShare() + " " + of.pace() + " "
        + of.projection().map(each -> each instanceof Projection.Estimated estimated
            ? estimated.shortfallProbability() + " " + estimated.total().quantile(0.5) : each.toString());
  }

  private static Map<LocalDate, Quantity> byEnd(Pairing pairing) {
    return pairing.periods().stream().filter(CountedPeriod::isObserved)
        .collect(Collectors.toMap(each -> each.period().last(), CountedPeriod::counted));
  }

  private static Optional<Pairing> pairing(World world, List<CommodityId> goods, DateWindow window) {
    return world.assess(commitment(goods, window, atLeast(1_000)), Instant.parse("2026-06-01T00:00:00Z")).pairing();
  }

  private static Optional<Quantity> counted(World world, List<CommodityId> goods, DateWindow window) {
    return pairing(world, goods, window).map(each -> each.fulfilled().middle());
  }

  private static Quantity zero() {
    return Quantity.zero(Unit.TONNE);
  }

  private static List<CommodityId> some(SplittableRandom random) {
    int from = random.nextInt(GOODS.size());
    return GOODS.subList(from, random.nextInt(from + 1, GOODS.size() + 1)).stream().map(CommodityId::new).toList();
  }

  private static long amount(SplittableRandom random) {
    return random.nextLong(1_000, random.nextBoolean() ? 500_000 : 6_000_000);
  }

  private static Target.AtLeast atLeast(long tonnes) {
    return new Target.AtLeast(Quantity.tonnes(tonnes), false, false);
  }

  private static Target drawn(SplittableRandom random) {
    return switch (random.nextInt(5)) {
      case 0 -> new Target.Between(Quantity.tonnes(amount(random)), Quantity.tonnes(9_000_000), false);
      case 1 -> new Target.UpTo(Quantity.tonnes(amount(random)), false);
      case 2 -> new Target.LowerOf(List.of(atLeast(amount(random)), atLeast(amount(random))));
      case 3 -> new Target.Undeclared();
      default -> atLeast(amount(random));
    };
  }

  private static Commitment commitment(List<CommodityId> goods, DateWindow window, Target target) {
    var opened = new Statement(LocalDate.of(2010, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant(), false);
    var reading = new Reading("counted", "made for a test", "all", Measure.EXPORTED, new UnknownDestinations.None(),
        new ReadingWindow.Days(window), List.of(World.MONTHLY), List.of(), opened, "a test", null, false);
    var terms = new Terms(1, opened, "a test", "made for a test", new Citation(null, "a test", null, null), "counted", null,
        List.of(new Tranche("all", window.first(), window.last(), target, false, null, false)));
    return new Commitment(new CommitmentId("made"), "made for a test", "CN", "US", goods, Strength.AGREEMENT, List.of(terms),
        List.of(reading), null, null, null);
  }

  private static Commitment withMinimum(Commitment of, long tonnes) {
    Terms terms = of.terms().getFirst();
    Tranche all = terms.tranches().getFirst();
    var tranche = new Tranche(all.id(), all.windowStart(), all.deadline(), all.target(), false, null, false,
        List.of(new Minimum(of.commodities().getFirst(), atLeast(tonnes))), List.of(), List.of(), List.of());
    return new Commitment(of.id(), of.title(), of.buyer(), of.seller(), of.commodities(), of.strength(),
        List.of(new Terms(1, terms.announced(), terms.announcedBy(), terms.summary(), terms.source(), terms.headline(), null,
            List.of(tranche))), of.readings(), null, null, null);
  }

  private static Commitment named(Commitment of, String id) {
    return new Commitment(new CommitmentId(id), of.title(), of.buyer(), of.seller(), of.commodities(), of.strength(), of.terms(),
        of.readings(), null, null, null);
  }

  /// A made-up record of one source: some years of it, with holes, each figure released when it was due or some days later.
  private static final class World {

    private static final SourceId MONTHLY = new SourceId("census-exports");

    private record Row(Instant releasedAt, String text) {}

    private final DateWindow days;
    private final List<Row> rows;
    private final Held held = new Held();
    private @Nullable Tracks newest;

    private World(DateWindow days, List<Row> rows) {
      this.days = days;
      this.rows = rows;
      String table = """
          # offtake evidence table 1
          # source: %s
          # publisher: a test
          # address: https://example.org/
          # read: 2026-11-24
          # terms: made for a test
          # report: -
          # complete: no
          # coverage: listed
          # origin: US
          # cadence: monthly
          # unit: t
          # kind: print
          # basis: reported
          releasedAt,periodStart,periodEnd,commodity,destination,exported
          """.formatted(MONTHLY)
          + rows.stream().map(Row::text).collect(Collectors.joining("\n")) + "\n";
      if (EvidenceTable.read(table.getBytes(StandardCharsets.UTF_8), COMMODITIES).outcome() instanceof ParseOutcome.Read read) {
        held.take(MONTHLY, read, null, Instant.parse("2026-11-24T00:00:00Z"));
      } else {
        throw new IllegalStateException(
            EvidenceTable.read(table.getBytes(StandardCharsets.UTF_8), COMMODITIES).outcome().toString());
      }
    }

    static World drawn(SplittableRandom random) {
      ReleaseCalendar calendar = ReleaseExceptions.standardCalendars().of(MONTHLY).orElseThrow();
      var rows = new ArrayList<Row>();
      YearMonth first = YearMonth.of(2020, 1);
      YearMonth last = YearMonth.of(2025, 6);
      double hole = random.nextInt(3) == 0 ? 0.03 : 0;
      for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
        Instant due = calendar.due(month.atEndOfMonth());
        Instant out = random.nextInt(8) == 0 ? due.plusSeconds(86_400L * random.nextInt(1, 9)) : due;
        for (String goods : GOODS) {
          if (random.nextDouble() >= hole) {
            long flow = 40_000 + 3_000L * month.getMonthValue() + random.nextLong(30_000);
            rows.add(new Row(out, "%s,%s,%s,%s,CN,%d".formatted(out, month.atDay(1), month.atEndOfMonth(), goods, flow)));
          }
        }
      }
      return new World(new DateWindow(first.atDay(1), last.atEndOfMonth()), rows);
    }

    /// The same as it was held at an instant.
    World upTo(Instant instant) {
      return new World(days, rows.stream().filter(row -> !row.releasedAt().isAfter(instant)).toList());
    }

    DateWindow window(SplittableRandom random) {
      LocalDate first = days.first().plusDays(random.nextLong(days.days() - 90));
      return new DateWindow(first, first.plusDays(random.nextLong(32, 700)));
    }

    Instant asOf(SplittableRandom random, DateWindow window) {
      return window.first().plusDays(random.nextLong(window.days() + 120)).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    Assessment assess(Commitment commitment, Instant asOf) {
      return ASSESSOR.assess(commitment, commitment.readings().getFirst(), tracks(asOf), false).orElseThrow();
    }

    /// Those of the instant that was asked for last: several commitments are held against one view.
    private Tracks tracks(Instant asOf) {
      Tracks known = newest;
      if (known == null || !known.view().asOf().equals(asOf)) {
        known = new Tracks(held.panel().at(asOf));
        newest = known;
      }
      return known;
    }
  }
}
