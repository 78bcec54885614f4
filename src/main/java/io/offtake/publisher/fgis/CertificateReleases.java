package io.offtake.publisher.fgis;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.offtake.calendar.DateWindow;
import io.offtake.document.Coverage;
import io.offtake.document.CsvText;
import io.offtake.document.Encodings;
import io.offtake.document.Figure;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.ParseOutcome.Unreadable;
import io.offtake.document.ParseOutcome;
import io.offtake.document.PublishedRelease;
import io.offtake.document.Refusal;
import io.offtake.evidence.Cadence;
import io.offtake.evidence.Measure;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.reference.CommodityId;
import io.offtake.reference.DestinationNames;
import io.offtake.reference.PartyId;

/// Makes weekly releases of the sums of a yearly file of certificates.
///
/// The file is rewritten every week with its past rows, so a sum that differs is a revision since the file came. It is the
/// same grain as in the weekly report, counted once more: never add the two. Two kinds of weeks are left out and told:
/// one that lies in two years, of which this file may hold a part, and one that had not ended when the file was written.
public final class CertificateReleases {

  private static final PartyId UNITED_STATES = new PartyId("US");

  private record Destined(CommodityId grain, PartyId destination) {}

  private final DestinationNames names;
  private final List<DoubtfulRow> doubtful = new ArrayList<>();
  private final Set<String> told = new HashSet<>();

  private CertificateReleases(DestinationNames names) {
    this.names = names;
  }

  /// @param names  of destinations, as the weekly report prints them
  public static ParseOutcome parse(byte[] csv, DestinationNames names) {
    try {
      Encodings.refuseWide(csv, "a file of certificates");
      return switch (CertificateFile.addUp(new ByteArrayInputStream(csv))) {
        case CertificateTotals.Unreadable(var problems) -> new Unreadable(problems);
        case CertificateTotals.Read read -> new CertificateReleases(names).releases(read);
      };
    } catch (Refusal refusal) {
      return refusal.toOutcome();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot fail", e);
    }
  }

  private ParseOutcome releases(CertificateTotals.Read read) {
    doubtful.addAll(read.doubtful());
    if (!read.numbered()) {
      tell(1, CertificateColumns.NOT_NUMBERED, true);
    }
    Map<LocalDate, List<CertificateTotals.Sum>> weeks = read.sums().stream()
        .collect(groupingBy(CertificateTotals.Sum::weekEnd, TreeMap::new, toList()));
    List<PublishedRelease> releases = new ArrayList<>();
    weeks.forEach((end, sums) -> {
      DateWindow week = DateWindow.weekEnding(end);
      int line = sums.getFirst().firstLine();
      if (week.first().getYear() != end.getYear()) {
        tell(line, "the week to %s lies in two years, and the file of one may hold a part of it".formatted(end), false);
      } else if (read.newestCertified().filter(newest -> !newest.isBefore(end)).isEmpty()) {
        tell(line, "the week to %s had not ended when the file was written: its newest certificate is of %s"
            .formatted(end, read.newestCertified().map(LocalDate::toString).orElse("no day")), false);
      } else {
        release(week, sums).ifPresent(releases::add);
      }
    });
    return releases.isEmpty()
        ? Unreadable.because("holds no whole week: hand in the file of a whole year, or of its weeks up to now")
        : new Read(releases, doubtful);
  }

  private Optional<PublishedRelease> release(DateWindow week, List<CertificateTotals.Sum> sums) {
    Map<Destined, CertificateTotals.Sum> known = new LinkedHashMap<>();
    Set<CommodityId> withUnknown = new HashSet<>();
    Set<CommodityId> grains = new LinkedHashSet<>(Grains.TABLED);
    for (CertificateTotals.Sum sum : sums) {
      Optional<CommodityId> grain = Grains.ofWord(sum.grain().toUpperCase(Locale.ROOT));
      Optional<PartyId> destination = names.find(sum.destination(), week.last());
      if (grain.isEmpty()) {
        tell(sum.firstLine(), "no grain is known by the name '%s'".formatted(CsvText.shortened(sum.grain())), false);
      } else if (destination.isEmpty()) {
        withUnknown.add(grain.get());
        tell(sum.firstLine(), "no destination is known by the name '%s': add it to reference/fgis-destinations.csv"
            .formatted(CsvText.shortened(sum.destination())), false);
      } else {
        grains.add(grain.get());
        known.merge(new Destined(grain.get(), destination.get()), sum, CertificateReleases::together);
      }
    }
    List<Figure> figures = known.entrySet().stream()
        .map(each -> new Figure(Measure.INSPECTED, each.getKey().grain(), UNITED_STATES, each.getKey().destination(),
            Cadence.WEEKLY, week, null, Figure.Kind.PRINT, each.getValue().inspected(), each.getValue().firstLine(), false))
        .toList();
    List<Coverage> coverage = new ArrayList<>();
    for (CommodityId grain : grains) {
      Set<PartyId> listed = new HashSet<>();
      figures.stream().filter(figure -> figure.commodity().equals(grain)).map(Figure::destination).forEach(listed::add);
      if (!withUnknown.contains(grain)) {
        coverage.add(Coverage.full(grain, null));
      } else if (!listed.isEmpty()) {
        coverage.add(new Coverage(grain, null, listed));
      }
    }
    return figures.isEmpty()
        ? Optional.empty()
        : Optional.of(new PublishedRelease(week, null, ReleaseBasis.ESTIMATED, false, null, figures, coverage));
  }

  /// Two names of one grain or destination.
  private static CertificateTotals.Sum together(CertificateTotals.Sum one, CertificateTotals.Sum other) {
    return new CertificateTotals.Sum(one.weekEnd(), one.grain(), one.destination(),
        one.inspected().plus(other.inspected()), one.certificates() + other.certificates(), one.firstLine());
  }

  /// Each reason once, with the line where it was first met.
  private void tell(int line, String reason, boolean used) {
    if (told.add(reason)) {
      doubtful.add(new DoubtfulRow(line, reason, used));
    }
  }
}
