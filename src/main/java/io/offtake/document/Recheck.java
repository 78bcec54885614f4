package io.offtake.document;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.offtake.calendar.DateWindow;
import io.offtake.document.Difference.Kind;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.ParseOutcome.Unreadable;
import io.offtake.evidence.EvidenceLog.Entry;
import io.offtake.evidence.EvidenceLog.Line;
import io.offtake.evidence.Observation;
import io.offtake.evidence.Panel;
import io.offtake.evidence.Release;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.ReleaseScope;
import io.offtake.evidence.SeriesId;
import io.offtake.quantity.Quantity;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// Reads a document again, with the readers of today, and holds what it would have brought to what was held before it
/// against what is stored of it. A figure that was held already is known, and nothing is expected to be stored for it.
///
/// The calendars of today count too: an exception that was announced later can show as another instant of release.
public final class Recheck {

  private final Readers readers;
  private final ReleaseCalendars calendars;
  private final Function<String, Optional<byte[]>> contents;

  /// @param contents  the bytes of documents that are held, by their ids
  public Recheck(Readers readers, ReleaseCalendars calendars, Function<String, Optional<byte[]>> contents) {
    this.contents = contents;
    this.readers = readers;
    this.calendars = calendars;
  }

  /// @param figures  that the document states
  /// @param differences  none are expected
  public record Finding(String document, int figures, List<Difference> differences) {
    public Finding {
      differences = List.copyOf(differences);
    }
  }

  /// @param content  what is stored of its bytes
  /// @param hash  of `content`: SHA-256, hexadecimal
  /// @param before  what was held before it came
  /// @param after  what was held with it
  public Finding of(Document document, byte[] content, String hash, Panel before, Panel after) {
    if (!hash.equals(document.id())) {
      return amiss(document, Kind.BYTES, hash, document.id());
    }
    var submission = new Submission(document.source(), content, document.mediaType(), document.told().name(),
        document.documentType(), document.told().marketingYear(), null, document.told().releasedAt(), document.told().sourceUrl());
    Optional<Readers.Form> form = readers.formOf(submission);
    if (form.isEmpty()) {
      return amiss(document, Kind.UNREADABLE, document.documentType(), null);
    }
    return switch (readers.read(submission, form.get())) {
      case Unreadable(var problems) -> new Finding(document.id(), 0, problems.stream()
          .map(problem -> new Difference(
              Kind.UNREADABLE, document.id(), problem.line(), null, null, null, problem.reason()))
          .toList());
      case Read read when read.releases().isEmpty() -> amiss(document, Kind.UNREADABLE, null, "it holds no release");
      case Read read -> compared(document, read, before, after);
    };
  }

  private static Finding amiss(Document document, Kind kind, @Nullable String stored, @Nullable String recomputed) {
    return new Finding(document.id(), 0,
        List.of(new Difference(kind, document.id(), null, null, null, stored, recomputed)));
  }

  private Finding compared(Document document, Read read, Panel before, Panel after) {
    var reception = Reception.of(document.source(), calendars, before, document.id(), document.told().releasedAt(),
        document.receivedAt(), document.fetched(), read, readers, contents);
    // What was held back when the document came, and is stated by it once more, is released by it and not kept twice.
    List<Entry> entries = reception.judged().entries();
    List<Difference> differences = new ArrayList<>();
    differences.addAll(figures(document, entries, after));
    differences.addAll(scopes(document, entries, after));
    differences.addAll(doubts(document, reception.doubtful()));
    String stored = "%s to %s".formatted(document.firstPeriod(), document.lastPeriod());
    String recomputed = "%s to %s".formatted(
        read.releases().getFirst().period().last(), read.releases().getLast().period().last());
    if (!stored.equals(recomputed)) {
      differences.add(new Difference(Kind.PERIODS, document.id(), null, null, null, stored, recomputed));
    }
    return new Finding(document.id(), reception.decision().figures(), differences);
  }

  /// Which figure, in which release.
  private record Place(
      SeriesId series,
      DateWindow period,
      @Nullable Integer marketYear,
      boolean correction,
      DateWindow releasePeriod,
      Instant releasedAt,
      int sequence) {}

  private record Stated(Place place, Quantity value, int line, @Nullable String report, boolean carryOverIncluded) {

    static Stated of(Entry entry, Line line) {
      return new Stated(new Place(line.series(), line.period(), line.marketYear(), line.correction(), entry.period(),
          entry.releasedAt(), entry.sequence()), line.value(), line.line(), entry.report(), line.carryOverIncluded());
    }

    static Stated of(Observation observation) {
      Release release = observation.release();
      return new Stated(new Place(observation.series(), observation.period(), observation.marketYear(),
          observation.correction(), release.period(), release.releasedAt(), release.sequence()), observation.value(),
          observation.provenance().line(), observation.provenance().report(), observation.carryOverIncluded());
    }

    String text() {
      return "%s, released %s".formatted(value, place.releasedAt());
    }

    String mark() {
      return "line %d%s%s".formatted(line, report == null ? "" : ", report " + report,
          carryOverIncluded ? ", with the carry-over" : "");
    }
  }

  private static List<Difference> figures(Document document, List<Entry> entries, Panel after) {
    Map<Place, List<Stated>> recomputed = byPlace(
        entries.stream().flatMap(entry -> entry.lines().stream().map(line -> Stated.of(entry, line))));
    Map<Place, List<Stated>> stored = byPlace(after.observationsOf(document.id()).stream().map(Stated::of));
    Set<Place> places = new LinkedHashSet<>(recomputed.keySet());
    places.addAll(stored.keySet());
    List<Difference> differences = new ArrayList<>();
    for (Place place : places) {
      List<Stated> says = recomputed.getOrDefault(place, List.of());
      List<Stated> holds = stored.getOrDefault(place, List.of());
      for (int i = 0; i < Math.max(says.size(), holds.size()); i++) {
        difference(document, i < holds.size() ? holds.get(i) : null, i < says.size() ? says.get(i) : null)
            .ifPresent(differences::add);
      }
    }
    return differences;
  }

  /// Two corrections of one figure may stand in one report; their lines tell them apart.
  private static Map<Place, List<Stated>> byPlace(Stream<Stated> stated) {
    return stated.sorted(Comparator.comparingInt(Stated::line))
        .collect(groupingBy(Stated::place, LinkedHashMap::new, Collectors.toList()));
  }

  private static Optional<Difference> difference(
      Document document, @Nullable Stated stored, @Nullable Stated recomputed) {
    if (stored == null) {
      return recomputed == null
          ? Optional.empty()
          : Optional.of(difference(document, Kind.MISSING, recomputed, null, recomputed.text()));
    }
    if (recomputed == null) {
      return Optional.of(difference(document, Kind.SURPLUS, stored, stored.text(), null));
    }
    if (stored.equals(recomputed)) {
      return Optional.empty();
    }
    return stored.value().equals(recomputed.value())
        ? Optional.of(difference(document, Kind.PLACE, recomputed, stored.mark(), recomputed.mark()))
        : Optional.of(difference(
            document, Kind.VALUE, recomputed, stored.value().toString(), recomputed.value().toString()));
  }

  private static Difference difference(
      Document document, Kind kind, Stated of, @Nullable String stored, @Nullable String recomputed) {
    return new Difference(
        kind, document.id(), of.line(), of.place().series(), of.place().period(), stored, recomputed);
  }

  private record Spoken(
      DateWindow period,
      Instant releasedAt,
      int sequence,
      CommodityId commodity,
      @Nullable Integer marketYear,
      Set<PartyId> destinations) {

    String text() {
      return "%s%s, %s, released %s".formatted(commodity, marketYear == null ? "" : " of " + marketYear,
          destinations.isEmpty() ? "every destination" : destinations.stream().map(PartyId::value).sorted().toList(),
          releasedAt);
    }
  }

  private static List<Difference> scopes(Document document, List<Entry> entries, Panel after) {
    Set<Spoken> recomputed = entries.stream()
        .flatMap(entry -> entry.scopes().stream().map(scope -> new Spoken(entry.period(), entry.releasedAt(),
            entry.sequence(), scope.commodity(), scope.marketYear(), scope.destinations())))
        .collect(toCollection(LinkedHashSet::new));
    Set<Spoken> stored = after.scopesOfVersion(document.dataVersion()).map(Recheck::spoken)
        .collect(toCollection(LinkedHashSet::new));
    return Stream.concat(
        without(stored, recomputed).map(each -> new Difference(
            Kind.SCOPE, document.id(), null, null, each.period(), each.text(), null)),
        without(recomputed, stored).map(each -> new Difference(
            Kind.SCOPE, document.id(), null, null, each.period(), null, each.text()))).toList();
  }

  private static Spoken spoken(ReleaseScope scope) {
    Release release = scope.release();
    return new Spoken(release.period(), release.releasedAt(), release.sequence(), scope.commodity(),
        scope.marketYear(), scope.destinations());
  }

  private static List<Difference> doubts(Document document, List<DoubtfulRow> recomputed) {
    List<DoubtfulRow> stored = document.doubtful();
    return Stream.concat(
        without(stored, recomputed).map(row -> new Difference(
            Kind.DOUBT, document.id(), row.line(), null, null, row.reason(), null)),
        without(recomputed, stored).map(row -> new Difference(
            Kind.DOUBT, document.id(), row.line(), null, null, null, row.reason()))).toList();
  }

  private static <T> Stream<T> without(Collection<T> these, Collection<T> those) {
    return these.stream().filter(each -> !those.contains(each));
  }
}
