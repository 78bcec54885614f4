package io.offtake.source;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.offtake.calendar.DateWindow;
import io.offtake.evidence.EvidenceLog.Entry;
import io.offtake.evidence.EvidenceLog.Line;
import io.offtake.evidence.EvidenceLog.Scope;
import io.offtake.evidence.Observation;
import io.offtake.evidence.Panel;
import io.offtake.evidence.Release;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.Retraction;
import io.offtake.evidence.SeriesId;
import io.offtake.evidence.SourceId;
import io.offtake.evidence.Trade;
import io.offtake.quantity.Quantity;
import io.offtake.reference.CommodityId;
import org.jspecify.annotations.Nullable;

/// Decides what a document adds to what is held: new figures, revisions of known ones, or nothing.
///
/// A figure that is new becomes known when its release came out: as the document says, else as the release calendar
/// has it. A figure that differs from the one held is a revision, known since the document itself was published; what
/// was known before stays known for earlier instants. Reading a document twice adds nothing.
///
/// What a retracted release said is not held: a document that states it again brings it back, in a later release. What
/// is held back is not held either, see [Plausibility].
public final class Vintages {

  private final SourceId source;
  private final ReleaseCalendars calendars;
  private final Panel held;
  private final @Nullable Instant documentReleasedAt;
  private final Instant receivedAt;

  private final List<Entry> entries = new ArrayList<>();
  private final List<PublishedRelease> stated = new ArrayList<>();
  private int figures;
  private int added;
  private int revised;

  /// @param documentReleasedAt  when the public had the document, if that was told
  public Vintages(
      SourceId source,
      ReleaseCalendars calendars,
      Panel held,
      @Nullable Instant documentReleasedAt,
      Instant receivedAt) {
    this.source = source;
    this.calendars = calendars;
    this.held = held;
    this.documentReleasedAt = documentReleasedAt;
    this.receivedAt = receivedAt;
  }

  /// @param entries  to be kept, in order
  /// @param stated  the releases that the entries were made of, one each
  /// @param figures  that the document states
  /// @param added  of them that were not held
  /// @param revised  of those that differ from what was held
  public record Decision(
      List<Entry> entries, List<PublishedRelease> stated, int figures, int added, int revised) {
    public Decision {
      entries = List.copyOf(entries);
      stated = List.copyOf(stated);
    }

    /// Figures that were held already, with the same value.
    public int known() {
      return figures - added;
    }
  }

  private record Known(Instant at, ReleaseBasis basis) {}

  private record Cell(SeriesId series, DateWindow period, int marketYear) {}

  private record Content(Cell cell, boolean correction, Quantity value) {}

  public Decision decide(List<PublishedRelease> releases) {
    for (int i = 0; i < releases.size(); i++) {
      PublishedRelease release = releases.get(i);
      figures += release.figures().size();
      Known known = afterRetractions(release, knownSince(release, i == releases.size() - 1));
      if (release.complete()) {
        addWhole(release, known);
      } else {
        addNews(release, known);
      }
    }
    return new Decision(entries, stated, figures, added, revised);
  }

  private Known knownSince(PublishedRelease release, boolean newest) {
    if (release.releasedAt() != null) {
      return new Known(release.releasedAt(), release.basis());
    }
    if (documentReleasedAt != null && newest) {
      return new Known(documentReleasedAt, ReleaseBasis.REPORTED);
    }
    Instant latest = documentReleasedAt == null ? receivedAt : documentReleasedAt;
    return calendars.knownSince(source, release.period().last())
        .map(since -> since.releasedAt().isAfter(latest)
            ? new Known(latest, ReleaseBasis.ESTIMATED)
            : new Known(since.releasedAt(), since.basis()))
        .orElseGet(() -> new Known(latest, ReleaseBasis.ESTIMATED));
  }

  /// What was withdrawn and is stated again came out again after it was withdrawn: when the document did that states it,
  /// if that is known to be later, else when it came here.
  private Known afterRetractions(PublishedRelease release, Known stated) {
    Set<CommodityId> commodities = release.coverage().stream().map(Coverage::commodity).collect(Collectors.toSet());
    Optional<Instant> withdrawn = held.retractions(source).stream()
        .filter(retraction -> retraction.release().period().equals(release.period())
            && held.commoditiesOf(retraction.release()).stream().anyMatch(commodities::contains)
            && !isOlder(stated, retraction.release()))
        .map(Retraction::retractedAt)
        .max(Comparator.naturalOrder());
    if (withdrawn.filter(at -> !stated.at().isAfter(at)).isEmpty()) {
      return stated;
    }
    return documentReleasedAt != null && documentReleasedAt.isAfter(withdrawn.get())
        ? new Known(documentReleasedAt, ReleaseBasis.REPORTED)
        : new Known(receivedAt, ReleaseBasis.ESTIMATED);
  }

  /// Whether what is stated is a vintage from before `release`, which its retraction does not touch.
  private static boolean isOlder(Known stated, Release release) {
    return stated.basis() == ReleaseBasis.REPORTED && stated.at().isBefore(release.releasedAt());
  }

  /// A release that states its period anew: the same one again adds nothing, another one replaces it.
  private void addWhole(PublishedRelease release, Known known) {
    List<Release> before = held.releases(source).stream()
        .filter(each -> each.complete() && each.period().equals(release.period()))
        .toList();
    Map<Content, Long> content = release.figures().stream()
        .map(figure -> new Content(cell(figure), isCorrection(figure), figure.value()))
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    if (before.stream().anyMatch(each -> contentOf(each).equals(content))) {
      return;
    }
    added += release.figures().size();
    revised += before.isEmpty() ? 0 : release.figures().size();
    // The same document may hold a report and its second sending.
    IntStream sent = entries.stream().filter(each -> each.period().equals(release.period())).mapToInt(Entry::sequence);
    IntStream ever = held.everyRelease(source)
        .filter(each -> each.period().equals(release.period()))
        .mapToInt(Release::sequence);
    int sequence = IntStream.concat(ever, sent).max().orElse(0) + 1;
    add(release, known, sequence, release.figures().stream().map(this::line).toList());
  }

  private Map<Content, Long> contentOf(Release release) {
    return held.observationsOf(release)
        .map(observation -> new Content(cell(observation), observation.correction(), observation.value()))
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  /// A release of which only what is not held is kept.
  private void addNews(PublishedRelease release, Known known) {
    Map<Instant, List<Line>> news = new TreeMap<>();
    Map<Trade, Map<Cell, List<Observation>>> heldByTrade = new HashMap<>();
    for (Figure figure : release.figures()) {
      List<Observation> vintages = heldByTrade
          .computeIfAbsent(Trade.of(series(figure)), this::heldCells)
          .getOrDefault(cell(figure), List.of());
      whenNew(figure, vintages, release, known).ifPresent(at -> {
        added++;
        news.computeIfAbsent(at, _ -> new ArrayList<>()).add(line(figure));
      });
    }
    boolean scopesHeld = release.coverage().stream().allMatch(scope -> held.holdsScope(
        source, release.period(), scope.commodity(), scope.marketYear(), scope.destinations()));
    if (news.isEmpty() && scopesHeld) {
      return;
    }
    news.putIfAbsent(known.at(), new ArrayList<>());
    news.forEach((at, lines) -> add(
        release,
        new Known(at, at.equals(known.at()) ? known.basis() : ReleaseBasis.REPORTED),
        sequenceFor(release, at, lines),
        lines));
  }

  private Optional<Instant> whenNew(
      Figure figure, List<Observation> vintages, PublishedRelease release, Known known) {
    List<Observation> alike = vintages.stream()
        .filter(observation -> observation.correction() == isCorrection(figure))
        .sorted(Comparator.comparing(Observation::release, Release.BY_KNOWLEDGE))
        .toList();
    if (isCorrection(figure)) {
      boolean isHeld = alike.stream().anyMatch(observation -> observation.value().equals(figure.value())
          && observation.release().releasedAt().equals(known.at()));
      return isHeld ? Optional.empty() : Optional.of(known.at());
    }
    if (alike.isEmpty()) {
      return Optional.of(known.at());
    }
    Observation newest = alike.getLast();
    if (newest.value().equals(figure.value())) {
      // The same figure, shown to have been known earlier than we thought, is news about the past.
      boolean earlier = release.releasedAt() != null && known.at().isBefore(alike.getFirst().release().releasedAt());
      return earlier ? Optional.of(known.at()) : Optional.empty();
    }
    if (alike.stream().anyMatch(observation -> observation.value().equals(figure.value())
        && observation.release().releasedAt().equals(known.at()))) {
      return Optional.empty();
    }
    revised++;
    Instant documentSince = documentReleasedAt == null ? receivedAt : documentReleasedAt;
    return Optional.of(release.releasedAt() != null || known.at().isAfter(documentSince) ? known.at() : documentSince);
  }

  /// A second figure for the same cell at the same instant needs a later sequence.
  private int sequenceFor(PublishedRelease release, Instant at, List<Line> lines) {
    int newest = newestSequence(held.everyRelease(source), release, at);
    int retracted = newestSequence(held.retractions(source).stream().map(Retraction::release), release, at);
    if (newest <= retracted) {
      return retracted + 1;
    }
    boolean clash = lines.stream().filter(line -> !line.correction()).anyMatch(line ->
        held.everyObservation(Trade.of(line.series()))
            .filter(observation -> cell(observation)
                .equals(new Cell(line.series(), line.period(), yearOrZero(line.marketYear()))))
            .anyMatch(observation -> observation.release().releasedAt().equals(at)));
    return clash ? newest + 1 : newest;
  }

  private static int newestSequence(Stream<Release> releases, PublishedRelease release, Instant at) {
    return releases
        .filter(each -> each.period().equals(release.period()) && each.releasedAt().equals(at))
        .mapToInt(Release::sequence)
        .max()
        .orElse(0);
  }

  private void add(PublishedRelease release, Known known, int sequence, List<Line> lines) {
    stated.add(release);
    entries.add(new Entry(source, release.period(), known.at(), known.basis(), sequence, release.complete(),
        release.report(), lines,
        release.coverage().stream()
            .map(scope -> new Scope(scope.commodity(), scope.marketYear(), scope.destinations()))
            .toList(),
        List.of()));
  }

  private Map<Cell, List<Observation>> heldCells(Trade trade) {
    return held.observations(trade).stream().collect(Collectors.groupingBy(Vintages::cell));
  }

  private Line line(Figure figure) {
    return new Line(series(figure), figure.period(), figure.marketYear(), isCorrection(figure),
        figure.carryOverIncluded(), figure.value(), figure.line());
  }

  private SeriesId series(Figure figure) {
    return new SeriesId(source, figure.measure(), figure.commodity(), figure.origin(), figure.destination(),
        figure.cadence(), figure.value().unit());
  }

  private Cell cell(Figure figure) {
    return new Cell(series(figure), figure.period(), yearOrZero(figure.marketYear()));
  }

  private static Cell cell(Observation observation) {
    return new Cell(observation.series(), observation.period(), yearOrZero(observation.marketYear()));
  }

  private static int yearOrZero(@Nullable Integer marketYear) {
    return marketYear == null ? 0 : marketYear;
  }

  private static boolean isCorrection(Figure figure) {
    return figure.kind() == Figure.Kind.CORRECTION;
  }
}
