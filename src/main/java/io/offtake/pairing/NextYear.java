package io.offtake.pairing;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Set;

import io.offtake.evidence.Ledger.Row;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Stated;

/// What is known, at a week's end, of the sales for the next marketing year.
public sealed interface NextYear {

  /// The measures that tell of it.
  Set<Measure> MEASURES = Set.of(Measure.NEXT_YEAR_NET_SALES, Measure.NEXT_YEAR_OUTSTANDING_SALES);

  /// The figure is held, be it zero.
  record Held() implements NextYear {}

  /// There is no figure.
  record Absent() implements NextYear {}

  /// The figure is zero, and so is every other that is held of the commodity, to whatever destination: it may be
  /// true or fill an empty field, and does not count as held.
  ///
  /// @param since  the end of the first week of them, two years back at most
  /// @param last  the end of the week that is spoken of
  record OnlyZeros(LocalDate since, LocalDate last) implements NextYear {

    /// Sales for the next year open some time in every marketing year.
    private static final long TELLING_WEEKS = 52;

    public long weeks() {
      return ChronoUnit.WEEKS.between(since, last) + 1;
    }

    /// Whether the zeros have lasted so long that they are hardly true.
    public boolean isTelling() {
      return weeks() >= TELLING_WEEKS;
    }
  }

  default boolean isHeld() {
    return this instanceof Held;
  }

  /// Says it in words.
  default String text() {
    return switch (this) {
      case Held _ -> "next-year sales are held";
      case Absent _ -> "next-year sales are not held";
      case OnlyZeros zeros -> "next-year sales are zero in every row held, to every destination, since the week to %s "
          .formatted(zeros.since())
          + (zeros.isTelling()
              ? "(%d weeks): taken as not held".formatted(zeros.weeks())
              : "(%d week%s): too short a time to tell them from an empty field, so taken as not held".formatted(
                  zeros.weeks(), zeros.weeks() == 1 ? "" : "s"));
    };
  }

  /// What the newest row of a week tells.
  ///
  /// @param stated  how [#MEASURES] were stated of the row's commodity
  /// @param emptied  whether the row's zero fills a field that held a figure before
  static NextYear of(Row row, Stated stated, boolean emptied) {
    LocalDate end = row.period().last();
    if (emptied) {
      return new OnlyZeros(stated.zerosSince(end), end);
    }
    // A full report that does not list the destination says zero, if it has the field at all.
    boolean tells = row.value(Measure.NEXT_YEAR_OUTSTANDING_SALES).isPresent()
        || (row.isUnlisted() && stated.isAnythingStated(end));
    return tells
        ? stated.onlyZerosSince(end).<NextYear>map(since -> new OnlyZeros(since, end)).orElseGet(Held::new)
        : new Absent();
  }
}
