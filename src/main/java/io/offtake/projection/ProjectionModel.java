package io.offtake.projection;

import java.time.LocalDate;
import java.time.Month;
import java.util.List;
import java.util.Optional;

import io.offtake.evidence.Measure;
import io.offtake.pace.Seasons;
import io.offtake.projection.orders.OrderBook;

/// Projects a total to its deadline. Values in, values out: the same question gives the same answer for ever.
public interface ProjectionModel {

  Projection project(Question question);

  /// @param fulfilled  so far, in the target's unit
  /// @param target  in the same unit
  /// @param endsLeft  the ends of the window's periods that are still to come, in order
  /// @param seasons  the flows of the same measure in the past
  /// @param recent  the newest weekly flows, oldest first
  /// @param known  the weekly figures that were known
  /// @param seed  of the generator
  /// @param fan  whether the path by period is wanted besides the final total
  @SuppressWarnings("ArrayRecordComponent") // asked once, never compared
  record Question(
      double fulfilled,
      double target,
      List<LocalDate> endsLeft,
      Seasons seasons,
      double[] recent,
      Known known,
      long seed,
      boolean fan) {

    /// What the periods after the next one bring by themselves.
    public Question afterNextReport() {
      return new Question(0, target, endsLeft.subList(1, endsLeft.size()), seasons, recent, known, seed, false);
    }
  }

  /// The weekly figures that a question may be answered from, all in the target's unit, nothing of them later than
  /// the instant of the question.
  ///
  /// @param measure  what the flows count
  /// @param flows  of the measure by name, along all time that is held; absent when no week is
  /// @param outstanding  sold and not yet shipped at the end of each week, of the same trade, all marketing years
  ///     together; absent when no export sales of it are held
  /// @param netSales  net sales of each week, of the same trade, next marketing year included; absent likewise
  /// @param openings  what comes to light where a marketing year opens
  /// @param marketingYearStart  the month that opens the commodity's marketing year, if it has one
  /// @param book  for shipments: the trade's order book; absent when its export sales are not held
  /// @param expectedCorrection  what later reports are expected to add to the newest period, where it counts
  /// @param panel  trades of the same source and measure, the question's own among them; may be empty
  record Known(
      Measure measure,
      Optional<WeeklySeries> flows,
      Optional<WeeklySeries> outstanding,
      Optional<WeeklySeries> netSales,
      Openings openings,
      Optional<Month> marketingYearStart,
      Optional<OrderBook> book,
      double expectedCorrection,
      List<Named> panel) {

    public Known {
      panel = List.copyOf(panel);
    }

    /// The flows alone.
    public static Known of(Measure measure, WeeklySeries flows) {
      return new Known(measure, Optional.of(flows), Optional.empty(), Optional.empty(), Openings.NONE, Optional.empty(),
          Optional.empty(), 0, List.of());
    }
  }

  /// Sales for the next marketing year come to light in its first row where their weekly figures are not held; a total
  /// of what is sold then jumps by more than the week's net sales.
  ///
  /// @param ahead  the ends of the periods left in which such a first row comes and counts
  /// @param past  what came to light beyond the weekly figures in the first rows that are held, oldest first
  @SuppressWarnings("ArrayRecordComponent") // asked once, never compared
  record Openings(List<LocalDate> ahead, double[] past) {

    public static final Openings NONE = new Openings(List.of(), new double[0]);

    public Openings {
      ahead = List.copyOf(ahead);
    }
  }

  /// A series of the panel.
  ///
  /// @param name  what it is called where a driver names it
  /// @param book  its order book over the same weeks, from the first of the flows on; absent where no export sales of it
  ///     are held
  record Named(String name, WeeklySeries flows, Optional<OrderBook> book) {

    /// One whose orders are not known.
    public Named(String name, WeeklySeries flows) {
      this(name, flows, Optional.empty());
    }
  }
}
