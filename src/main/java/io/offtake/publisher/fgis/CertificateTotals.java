package io.offtake.publisher.fgis;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.document.ParseOutcome.Problem;
import io.offtake.quantity.Quantity;

/// What came of adding up a yearly file of inspection certificates: its sums, or why none of it may be used.
public sealed interface CertificateTotals {

  /// @param certificates  how many rows count in the sums
  /// @param sums  by week, then grain, then destination
  /// @param doubtfulRows  how many rows were left out, or taken with a doubt
  /// @param doubtful  the first of them, in the file's order
  /// @param newestCertified  the newest day that a certificate is dated on; absent when none has a day
  /// @param numbered  whether its certificates have serial numbers, so that one that stands twice counts once
  /// @param notes  how the file's columns differ from those that were known, and that it could be read all the same
  record Read(
      long certificates,
      List<Sum> sums,
      long doubtfulRows,
      List<DoubtfulRow> doubtful,
      Optional<LocalDate> newestCertified,
      List<String> notes,
      boolean numbered)
      implements CertificateTotals {

    public Read {
      sums = List.copyOf(sums);
      doubtful = List.copyOf(doubtful);
      notes = List.copyOf(notes);
    }
  }

  /// @param problems  at least one; the reading ends when there are many
  record Unreadable(List<Problem> problems) implements CertificateTotals {
    public Unreadable {
      problems = List.copyOf(problems);
    }
  }

  /// @param weekEnd  a Thursday: the last day of the week that the publisher counts the certificates in
  /// @param grain  as the file prints it
  /// @param destination  as the file prints it
  /// @param inspected  in tonnes
  /// @param firstLine  the line of the first certificate in the sum, counted from 1
  record Sum(
      LocalDate weekEnd, String grain, String destination, Quantity inspected, long certificates, int firstLine) {}
}
