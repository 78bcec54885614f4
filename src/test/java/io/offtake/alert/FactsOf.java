package io.offtake.alert;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import io.offtake.alert.Facts.PeriodFlow;
import io.offtake.alert.Facts.Retraction;
import io.offtake.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/// Facts of one reading in the winter of the twelve million tonnes, release by release, for tests of the rules.
final class FactsOf {

  private static final Instant FIRST_RELEASE = Instant.parse("2026-01-08T13:30:00Z");

  private final int week;
  private Verdict verdict = Verdict.ON_TRACK;
  private @Nullable Verdict lastVerdict = Verdict.ON_TRACK;
  private @Nullable Double probability = 0.2;
  private @Nullable Instant overdueSince;
  private Instant asOf;
  private boolean open = true;
  private boolean headline = true;
  private double flow = 400_000;
  private int terms = 4;
  private double required = 500_000;
  private double rate = 600_000;
  private @Nullable BigDecimal fulfilled = new BigDecimal("9886612");
  private LocalDate lastSafeDate = LocalDate.of(2026, 2, 20);
  private List<Retraction> retractions = List.of();
  private String source = "fas-export-sales";
  private int releases = 100;

  private FactsOf(int week) {
    this.week = week;
    this.asOf = release(week);
  }

  /// At the release of the n-th week.
  static FactsOf week(int week) {
    return new FactsOf(week);
  }

  static Instant release(int week) {
    return FIRST_RELEASE.plusSeconds(week * 7L * 86_400);
  }

  FactsOf probability(@Nullable Double value) {
    probability = value;
    return this;
  }

  FactsOf verdict(Verdict value) {
    verdict = value;
    lastVerdict = value == Verdict.UNOBSERVED ? lastVerdict : value;
    return this;
  }

  /// So many hours after the next release was due, which has not come.
  FactsOf late(long hours) {
    overdueSince = release(week + 1);
    asOf = overdueSince.plusSeconds(hours * 3600);
    return verdict(Verdict.UNOBSERVED);
  }

  FactsOf at(String instant) {
    asOf = Instant.parse(instant);
    return this;
  }

  FactsOf closed() {
    open = false;
    return this;
  }

  FactsOf beside() {
    headline = false;
    return this;
  }

  FactsOf flow(double value) {
    flow = value;
    return this;
  }

  FactsOf terms(int version) {
    terms = version;
    return this;
  }

  FactsOf rate(double actual) {
    rate = actual;
    return this;
  }

  FactsOf lastSafeDate(String day) {
    lastSafeDate = LocalDate.parse(day);
    return this;
  }

  /// Counted from another source, of which so many releases are known before the first week.
  FactsOf source(String id, int known) {
    source = id;
    releases = known;
    return this;
  }

  FactsOf fulfilled(@Nullable String amount) {
    fulfilled = amount == null ? null : new BigDecimal(amount);
    return this;
  }

  /// The release of a week was withdrawn.
  FactsOf withdrawn(int ofWeek) {
    retractions = List.of(new Retraction("fas-export-sales", end(ofWeek), release(ofWeek), asOf, "wrong column", true));
    return this;
  }

  Facts facts() {
    return new Facts(
        new Facts.Subject("us-cn-soybeans-2025", "Twelve million tonnes of soybeans", "sold-by-2026-02-28",
            "Sold by name, by 28 February 2026", headline, true, open),
        asOf, 40 + week,
        new Facts.Judged(verdict, lastVerdict,
            verdict == Verdict.UNOBSERVED ? "No judgement: 1 release is due and not out." : "As it stands.",
            "Clears if the next report shows 640,000 t or more."),
        new Facts.Balance(
            LocalDate.of(2026, 2, 28), new BigDecimal("12000000"), fulfilled, false, "t"),
        new Facts.Rates(4, required, rate, rate, lastSafeDate),
        new Facts.Odds(probability, 10.4e6, 11.2e6, 12.3e6, probability == null ? "too little history" : null),
        new Facts.Seen(source, end(week), release(week), releases + week,
            List.of(new PeriodFlow(end(week), BigDecimal.valueOf(flow))),
            overdueSince == null ? List.of() : List.of(end(week + 1)), overdueSince),
        terms, "Somebody: other words", retractions);
  }

  private static LocalDate end(int week) {
    return LocalDate.of(2026, 1, 1).plusWeeks(week);
  }
}
