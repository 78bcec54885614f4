package io.offtake.pairing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.offtake.calendar.DateWindow;
import io.offtake.evidence.Observation;
import io.offtake.evidence.Release;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.quantity.Quantity;

/// One period of a reading's window.
///
/// @param state  whether a report spoke for it
/// @param observed  what the period brought by its own figures; absent unless observed
/// @param counted  what it adds to the fulfilled total: the sum of its parts; zero while nothing is known
/// @param cumulative  fulfilled up to its end, unknown destinations treated as the reading says; absent unless observed
/// @param straddling  it begins before the window does
/// @param firstOfMarketingYear  it holds a marketing year's first row
/// @param carryOver  sales went on from one marketing year into the next in it
/// @param unprinted  what corrections say of a period that was never printed
/// @param due  when its release is due by the ordinary calendar, if the source has one
/// @param parts  what counts of it, by name; stocks of unknown destinations belong to no period
/// @param partly  something that would count with it is not held, so that `counted` is the least that it can be
public record CountedPeriod(
    DateWindow period,
    State state,
    Optional<Quantity> observed,
    Quantity counted,
    Optional<Quantity> cumulative,
    boolean straddling,
    boolean firstOfMarketingYear,
    boolean carryOver,
    Optional<Quantity> unprinted,
    List<Observation> observations,
    Optional<Release> release,
    Optional<Instant> due,
    List<Part> parts,
    boolean partly) {

  public enum State {
    /// A report spoke for it.
    OBSERVED,
    /// Later periods are known and this one is not.
    MISSING,
    /// Its release was due and has not come.
    OVERDUE,
    /// Its release is not due yet.
    AHEAD
  }

  public CountedPeriod {
    observations = List.copyOf(observations);
    parts = List.copyOf(parts);
  }

  public boolean isObserved() {
    return state == State.OBSERVED;
  }

  /// Cancellations outweighed new business. Not an error.
  public boolean isNetCancellation() {
    return observed.filter(Quantity::isNegative).isPresent();
  }

  /// Whether a figure of it, or that there is none, is the word of a release.
  public boolean restsOn(Release of) {
    return release.filter(of::equals).isPresent()
        || observations.stream().anyMatch(observation -> observation.release().equals(of))
        || parts.stream().flatMap(part -> part.figure().stream()).anyMatch(figure -> figure.release().equals(of));
  }

  /// Whether a figure is one of the parts that count, by itself.
  public boolean countsByItself(Observation observation) {
    return parts.stream().anyMatch(part -> part.as() == Part.As.FIGURE && part.figure().filter(observation::equals).isPresent());
  }

  public boolean isCorrected() {
    return observations.stream().anyMatch(Observation::correction);
  }

  public boolean isReleaseEstimated() {
    return release.filter(known -> known.basis() == ReleaseBasis.ESTIMATED).isPresent();
  }
}
