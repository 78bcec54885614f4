package io.offtake.pairing;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import io.offtake.evidence.Observation;
import io.offtake.quantity.Quantity;
import org.jspecify.annotations.Nullable;

/// The stock of sales not yet shipped at each period's end.
public record OutstandingLevels(NavigableMap<LocalDate, At> byEnd) {

  public static final OutstandingLevels NONE = new OutstandingLevels(Collections.emptyNavigableMap());

  /// A level, and the figures that add up to it.
  public record Level(Quantity value, List<Observation> figures) {
    public Level {
      figures = List.copyOf(figures);
    }
  }

  /// @param all  every marketing year together, each tonne once
  /// @param years  of each marketing year that has a row, by its ending year, without sales for the year after
  public record At(Level all, SortedMap<Integer, Level> years) {}

  /// The level at the end of a period.
  ///
  /// @param marketingYear  its own sales alone; of all years when null
  public Optional<Level> at(LocalDate end, @Nullable Integer marketingYear) {
    return Optional.ofNullable(byEnd.get(end)).flatMap(at -> level(at, marketingYear));
  }

  /// The newest level whose period ends from `first` to `last`.
  public Optional<Map.Entry<LocalDate, Level>> newest(
      LocalDate first, LocalDate last, @Nullable Integer marketingYear) {
    return first.isAfter(last)
        ? Optional.empty()
        : byEnd.subMap(first, true, last, true).descendingMap().entrySet().stream()
            .flatMap(entry -> level(entry.getValue(), marketingYear)
                .map(level -> Map.entry(entry.getKey(), level)).stream())
            .findFirst();
  }

  /// The level of all years at the newest period that ends before `day`.
  public Optional<Quantity> before(LocalDate day) {
    return Optional.ofNullable(byEnd.lowerEntry(day)).map(entry -> entry.getValue().all().value());
  }

  /// The levels of all years.
  public NavigableMap<LocalDate, Quantity> ofAllYears() {
    var levels = new TreeMap<LocalDate, Quantity>();
    byEnd.forEach((end, at) -> levels.put(end, at.all().value()));
    return levels;
  }

  private static Optional<Level> level(At at, @Nullable Integer marketingYear) {
    return marketingYear == null ? Optional.of(at.all()) : Optional.ofNullable(at.years().get(marketingYear));
  }
}
