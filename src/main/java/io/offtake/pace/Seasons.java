package io.offtake.pace;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

import io.offtake.pairing.Track;
import io.offtake.pairing.Track.Point;

/// The same weeks of past years. The week that answers to one ending on a day is the one whose end is nearest to
/// that day so many years before.
public final class Seasons {

  private static final int NEAREST_DAYS = 3;
  private static final int DAYS_A_WEEK = 7;

  private final NavigableMap<LocalDate, Double> flows = new TreeMap<>();

  private Seasons() {}

  /// The seasons of weekly flows; `ends` and `flows` answer to each other.
  public static Seasons of(List<LocalDate> ends, List<Double> flows) {
    var seasons = new Seasons();
    for (int i = 0; i < ends.size(); i++) {
      seasons.flows.put(ends.get(i), flows.get(i));
    }
    return seasons;
  }

  /// The seasons that a track holds, by the flows of its weeks. A period longer than a week is spread evenly.
  public Seasons(Track track) {
    for (Point point : track.periods()) {
      if (!point.printed()) {
        continue;
      }
      int weeks = Math.max(1, Math.toIntExact(point.period().days() / DAYS_A_WEEK));
      for (int back = 0; back < weeks; back++) {
        flows.put(point.end().minusWeeks(back), point.flow().toDouble() / weeks);
      }
    }
  }

  /// The end of the week that answered to the one ending on `end`, `years` before.
  public Optional<LocalDate> endOf(LocalDate end, int years) {
    LocalDate wanted = end.minusYears(years);
    var before = flows.floorEntry(wanted);
    var after = flows.ceilingEntry(wanted);
    LocalDate nearest = before == null
        ? after == null ? null : after.getKey()
        : after == null || distance(before.getKey(), wanted) <= distance(after.getKey(), wanted)
            ? before.getKey() : after.getKey();
    return Optional.ofNullable(nearest).filter(found -> distance(found, wanted) <= NEAREST_DAYS);
  }

  /// The flow of the week that answered to the one ending on `end`, `years` before and `shiftWeeks` later.
  public OptionalDouble flow(LocalDate end, int years, int shiftWeeks) {
    return endOf(end, years)
        .map(found -> flows.get(found.plusWeeks(shiftWeeks)))
        .map(OptionalDouble::of)
        .orElseGet(OptionalDouble::empty);
  }

  /// What the weeks that answered to `ends` brought together, `years` before; empty when there are none or any of them
  /// is not held.
  public Optional<Double> sum(List<LocalDate> ends, int years) {
    return ends.isEmpty() ? Optional.empty() : flows(ends, years, 0).map(found -> Arrays.stream(found).sum());
  }

  /// The flows of the weeks that answered to `ends`, `years` before; empty when any of them is not held.
  public Optional<double[]> flows(List<LocalDate> ends, int years, int shiftWeeks) {
    double[] found = new double[ends.size()];
    for (int i = 0; i < found.length; i++) {
      OptionalDouble flow = flow(ends.get(i), years, shiftWeeks);
      if (flow.isEmpty()) {
        return Optional.empty();
      }
      found[i] = flow.getAsDouble();
    }
    return Optional.of(found);
  }

  /// How many years back the weeks answering to `ends` are held, counted without a gap from the last year on.
  public List<Integer> completeYears(List<LocalDate> ends, int atMost) {
    var years = new ArrayList<Integer>();
    for (int back = 1; back <= atMost; back++) {
      if (flows(ends, back, 0).isPresent()) {
        years.add(back);
      }
    }
    return years;
  }

  private static long distance(LocalDate one, LocalDate other) {
    return Math.abs(ChronoUnit.DAYS.between(one, other));
  }
}
