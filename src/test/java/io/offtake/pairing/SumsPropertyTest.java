package io.offtake.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.offtake.calendar.MarketingYear;
import io.offtake.commitment.UnknownDestinations;
import io.offtake.evidence.Held;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Release;
import io.offtake.evidence.SourceId;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A trade that is made up sale by sale, printed as USDA prints it: what is counted must be what was sold, and every
/// total the sum of its parts. Over the turns of 2022, 2023 (a year that ends on a Thursday) and 2024; in both dialects of
/// a first row; with and without the fields of the next year; with weeks missing, rows withdrawn and buyers not named.
class SumsPropertyTest {

  private static final LocalDate FIRST = LocalDate.of(2022, 3, 3);
  private static final LocalDate LAST = LocalDate.of(2024, 12, 26);
  private static final String ALL_KNOWN = "2026-11-24T00:00:00Z";
  private static final List<UnknownDestinations> TREATMENTS = List.of(
      new UnknownDestinations.None(), new UnknownDestinations.All(),
      new UnknownDestinations.Share(new BigDecimal("0.3"), BigDecimal.ONE));

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyTotalIsTheSumOfItsParts(long seed) {
    var random = new SplittableRandom(seed);
    var trade = new MadeUp(random, random.nextBoolean(), random.nextBoolean());
    Set<LocalDate> missing = missing(random);
    Held held = trade.printed(missing);
    if (random.nextBoolean()) {
      List<Release> releases = held.panel().releases(SourceId.FAS_EXPORT_SALES);
      held.retract(releases.get(random.nextInt(releases.size())), Instant.parse("2026-01-01T00:00:00Z"));
    }
    for (String asOf : List.of("2022-09-15T00:00:00Z", "2023-09-07T12:29:59Z", "2024-09-12T13:00:00Z", ALL_KNOWN)) {
      for (Measure measure : List.of(Measure.SOLD, Measure.EXPORTED)) {
        Paired paired = paired(held, asOf, measure);
        for (UnknownDestinations unknown : measure == Measure.SOLD ? TREATMENTS : TREATMENTS.subList(0, 1)) {
          for (int year = 2022; year <= 2025; year++) {
            MarketingYearTest.assertSums(paired.year(year, unknown));
          }
          for (int i = 0; i < 6; i++) {
            LocalDate first = FIRST.minusWeeks(4).plusDays(random.nextInt(900));
            MarketingYearTest.assertSums(paired.days(
                first.toString(), first.plusDays(1 + random.nextInt(500)).toString(), unknown));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsCountedIsWhatWasSold(long seed) {
    var random = new SplittableRandom(1_000 + seed);
    boolean nextYearHeld = random.nextBoolean();
    var trade = new MadeUp(random, random.nextBoolean(), nextYearHeld);
    Paired paired = paired(trade.printed(Set.of()), ALL_KNOWN, Measure.SOLD);

    for (int year = 2023; year <= 2025; year++) {
      Pairing pairing = paired.year(year);
      assertThat(pairing.fulfilled().middle()).as("marketing year %d", year).isEqualTo(Quantity.tonnes(trade.soldFor(year)));
      assertThat(pairing.isPartlyHeld()).isFalse();
      assertThat(pairing.carriedIn()).contains(Quantity.tonnes(trade.carried.get(year)));
      assertThat(pairing.asPublished()).contains(pairing.fulfilled().middle().plus(pairing.carriedIn().orElseThrow()));
      int past = year - 1;
      pairing.season(1).ifPresent(season -> season.total().ifPresent(total ->
          assertThat(total).as("the season before %d", past + 1).isEqualTo(paired.year(past).fulfilled().middle())));
    }
    if (nextYearHeld) {
      for (int i = 0; i < 20; i++) {
        LocalDate first = FIRST.plusDays(1 + random.nextInt(700));
        LocalDate last = first.plusDays(7 + random.nextInt(300));
        assertThat(paired.days(first.toString(), last.toString()).fulfilled().middle()).as("%s to %s", first, last)
            .isEqualTo(Quantity.tonnes(trade.soldBetween(first, last)));
      }
    } else {
      // Each tonne once: all years together are all days together, but for what is not yet known of the year to come.
      assertThat(paired.days(FIRST.plusDays(1).toString(), "2024-12-31").fulfilled().middle()).isEqualTo(Quantity.tonnes(
          trade.soldFor(2023) + trade.soldFor(2024) + trade.soldFor(2025) + trade.soldIn(2022, FIRST.plusDays(1))));
    }
  }

  private static Paired paired(Held held, String asOf, Measure measure) {
    return Paired.of(held.panel(), asOf, SourceId.FAS_EXPORT_SALES, "soybeans", measure, Unit.TONNE, Month.SEPTEMBER);
  }

  private static Set<LocalDate> missing(SplittableRandom random) {
    var missing = new HashSet<LocalDate>();
    int holes = random.nextInt(4);
    for (int hole = 0; hole < holes; hole++) {
      LocalDate end = FIRST.plusWeeks(random.nextInt(140));
      for (int week = random.nextInt(3); week >= 0; week--) {
        missing.add(end.plusWeeks(week));
      }
    }
    return missing;
  }

  /// Sales and shipments week by week, and the rows that the report would print of them.
  private static final class MadeUp {

    private static final long START = 50_000;
    /// Of a year outstanding: what is carried over stays within what the record lets believe.
    private static final long MOST = 60_000;

    private final boolean carryOverIncluded;
    private final boolean nextYearHeld;
    private final List<String> rows = new ArrayList<>();
    private final List<LocalDate> ends = new ArrayList<>();
    /// By marketing year and the end of the week in which it was sold.
    private final Map<Integer, TreeMap<LocalDate, Long>> sold = new HashMap<>();
    private final Map<Integer, Long> carried = new HashMap<>();

    MadeUp(SplittableRandom random, boolean carryOverIncluded, boolean nextYearHeld) {
      this.carryOverIncluded = carryOverIncluded;
      this.nextYearHeld = nextYearHeld;
      draw(random, "CN", true);
      draw(random, "unknown", false);
    }

    long soldFor(int year) {
      return sold.getOrDefault(year, new TreeMap<>()).values().stream().mapToLong(Long::longValue).sum();
    }

    long soldIn(int year, LocalDate from) {
      return sold.get(year).tailMap(from).values().stream().mapToLong(Long::longValue).sum();
    }

    long soldBetween(LocalDate first, LocalDate last) {
      return sold.values().stream()
          .flatMap(weeks -> weeks.subMap(first, true, last, true).values().stream()).mapToLong(Long::longValue).sum();
    }

    Held printed(Set<LocalDate> missing) {
      var held = new Held();
      var printed = new ArrayList<String>();
      IntStream.range(0, rows.size()).boxed()
          .sorted(Comparator.comparing(ends::get))
          .filter(i -> !missing.contains(ends.get(i)))
          .forEach(i -> printed.add(rows.get(i)));
      held.sales("periodStart,periodEnd,commodity,marketYear,destination,netSales,exported,accumulatedExports,"
          + "outstandingSales," + (nextYearHeld ? "nextYearNetSales,nextYearOutstandingSales," : "") + "flags",
          printed.toArray(String[]::new));
      assertThat(held.panel().heldBack()).isEmpty();
      return held;
    }

    private void draw(SplittableRandom random, String destination, boolean byName) {
      long accumulated = 0;
      long outstanding = START;
      long next = 0;
      int year = MarketingYear.of(FIRST, Month.SEPTEMBER).endingYear();
      if (byName) {
        add(year, FIRST, outstanding);
      }
      for (LocalDate end = FIRST; !end.isAfter(LAST); end = end.plusWeeks(1)) {
        LocalDate lastDay = new MarketingYear(year, Month.SEPTEMBER).last();
        boolean boundary = end.isAfter(lastDay);
        boolean turnsWithTheWeek = end.equals(lastDay);
        long net = end.equals(FIRST) ? START
            : Math.clamp(random.nextLong(-30_000, 90_000), -outstanding, Math.max(0, MOST - outstanding));
        outstanding += end.equals(FIRST) ? 0 : net;
        long shipped = Math.min(outstanding, random.nextLong(0, 60_000));
        outstanding -= shipped;
        accumulated += shipped;
        long nextNet = random.nextLong(-Math.min(next, 20_000), 50_000);
        next += nextNet;
        if (byName) {
          add(year, end, end.equals(FIRST) ? 0 : net);
          add(year + 1, end, nextNet);
        }
        if (!boundary) {
          // On a year's very last day what it leaves outstanding stands in the next year's field as well.
          long nextField = next + (turnsWithTheWeek ? outstanding : 0);
          print(end, year, destination, net, shipped, accumulated, outstanding, nextNet, nextField, "");
        } else {
          // The week's new sales for the new year stand in both rows.
          print(end, year, destination, net, shipped, accumulated, outstanding, nextNet, next + outstanding, "");
          long carry = outstanding;
          year++;
          accumulated = 0;
          outstanding = next + carry;
          print(end, year, destination, carryOverIncluded ? nextNet + carry : nextNet, 0, 0, outstanding, 0, 0,
              carryOverIncluded ? "carryOverIncluded" : "");
          next = 0;
          if (byName) {
            carried.put(year, carry);
          }
        }
        if (turnsWithTheWeek) {
          if (byName) {
            carried.put(year + 1, outstanding);
          }
          year++;
          outstanding += next;
          accumulated = 0;
          next = 0;
        }
      }
    }

    private void add(int year, LocalDate end, long net) {
      sold.computeIfAbsent(year, _ -> new TreeMap<>()).merge(end, net, Long::sum);
    }

    private void print(LocalDate end, int year, String destination, long net, long shipped, long accumulated,
        long outstanding, long nextNet, long next, String flags) {
      ends.add(end);
      rows.add("%s,%s,soybeans,%d,%s,%d,%d,%d,%d,%s%s".formatted(end.minusDays(6), end, year, destination, net, shipped,
          accumulated, outstanding, nextYearHeld ? nextNet + "," + next + "," : "", flags));
    }
  }
}
