package io.offtake.document;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.offtake.calendar.DateWindow;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.evidence.EvidenceLog.Entry;
import io.offtake.evidence.EvidenceLog.Line;
import io.offtake.evidence.EvidenceLog.Scope;
import io.offtake.evidence.EvidenceLog;
import io.offtake.evidence.Measure;
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
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// Decides what a document adds to what is held: new figures, revisions of known ones, or nothing.
///
/// A figure that is new becomes known when its release came out: as the document says, else as the release calendar
/// has it. A figure that differs from the one held is a revision, known since the document itself was published; what
/// was known before stays known for earlier instants. Reading a document twice adds nothing.
///
/// What a retracted release said is not held: a document that somebody hands in and that states it again brings it back,
/// in a later release. One that was fetched does so only where it says something else: a publisher may leave in place what
/// it withdrew. What is held back is not held either, see [Plausibility].
///
/// A row that is held and that a document which lists everything lists no longer is revised to nothing, from then on.
public final class Vintages {

  /// So many rows may be gone at once, or such a share of those that are held: more look like a document that was cut.
  private static final int MOST_GONE = 5;
  private static final double MOST_OF_ALL_GONE = 0.1;

  private final SourceId source;
  private final ReleaseCalendars calendars;
  private final Panel held;
  private final @Nullable Instant documentReleasedAt;
  private final Instant receivedAt;
  private final boolean fetched;
  private final boolean takesBack;

  private final List<Entry> entries = new ArrayList<>();
  private final List<PublishedRelease> stated = new ArrayList<>();
  private final List<DoubtfulRow> doubtful = new ArrayList<>();
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
    this(source, calendars, held, documentReleasedAt, receivedAt, false, true);
  }

  /// @param documentReleasedAt  when the public had the document, if that was told
  /// @param fetched  whether a connector brought it, and not somebody who means what it says
  /// @param takesBack  whether a row that it does not list is one that it takes back: not where rows of it were left out
  ///     because nobody knows the destinations' codes, for one of those may be the row under another code
  public Vintages(
      SourceId source,
      ReleaseCalendars calendars,
      Panel held,
      @Nullable Instant documentReleasedAt,
      Instant receivedAt,
      boolean fetched,
      boolean takesBack) {
    this.fetched = fetched;
    this.takesBack = takesBack;
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
  /// @param doubtful  what about the document shows only beside what was held
  public record Decision(
      List<Entry> entries,
      List<PublishedRelease> stated,
      int figures,
      int added,
      int revised,
      List<DoubtfulRow> doubtful) {
    public Decision {
      entries = List.copyOf(entries);
      stated = List.copyOf(stated);
      doubtful = List.copyOf(doubtful);
    }

    /// Figures that were held already, with the same value.
    public int known() {
      return figures - added;
    }
  }

  private record Known(Instant at, ReleaseBasis basis) {}

  private record Cell(SeriesId series, DateWindow period, int marketYear) {}

  private record Content(Cell cell, boolean correction, Quantity value) {}

  /// A row that was held: one destination in one week of one marketing year.
  private record Row(Trade trade, DateWindow period, int marketYear) {}

  public Decision decide(List<PublishedRelease> read) {
    SeveralWeeks.Taken taken = SeveralWeeks.in(source, held.at(Instant.MAX), read);
    doubtful.addAll(taken.doubtful());
    List<PublishedRelease> releases = taken.releases();
    LocalDate newest = releases.isEmpty() ? LocalDate.MIN : releases.getLast().period().last();
    Map<Row, List<Observation>> gone = unlisted(releases);
    for (PublishedRelease each : releases) {
      figures += each.figures().size();
      Optional<PublishedRelease> said = fetched ? withoutWhatWasWithdrawn(each) : Optional.of(each);
      if (said.isEmpty()) {
        continue;
      }
      PublishedRelease release = said.get();
      Known known = afterRetractions(release, knownSince(release, release.period().last().equals(newest)));
      if (release.complete()) {
        addWhole(release, known);
      } else {
        addNews(release, known, gone);
      }
    }
    tellWeeksLeftOut(releases);
    return new Decision(entries, stated, figures, added, revised, doubtful);
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
    Optional<Instant> withdrawn = retracted(release)
        .filter(retraction -> !isOlder(stated, retraction.release()))
        .map(Retraction::retractedAt)
        .max(Comparator.naturalOrder());
    if (withdrawn.filter(at -> !stated.at().isAfter(at)).isEmpty()) {
      return stated;
    }
    return documentReleasedAt != null && documentReleasedAt.isAfter(withdrawn.get())
        ? new Known(documentReleasedAt, ReleaseBasis.REPORTED)
        : new Known(receivedAt, ReleaseBasis.ESTIMATED);
  }

  /// The retractions of what a release speaks of.
  private Stream<Retraction> retracted(PublishedRelease release) {
    return held.retractions(source).stream()
        .filter(retraction -> retraction.release().period().equals(release.period())
            && speakOfTheSame(retraction.release(), release));
  }

  private boolean speakOfTheSame(Release withdrawn, PublishedRelease stated) {
    Set<Trade> trades = held.observationsOf(withdrawn).map(figure -> Trade.of(figure.series())).collect(Collectors.toSet());
    return stated.figures().stream().anyMatch(figure -> trades.contains(Trade.of(series(figure))))
        || held.scopesOf(withdrawn).anyMatch(scope -> scope.destinations().isEmpty() && stated.coverage().stream()
            .anyMatch(each -> each.commodity().equals(scope.commodity())
                && Objects.equals(each.marketYear(), scope.marketYear())));
  }

  /// What a release says beyond what was withdrawn and is said all over again, to the figure; empty when that is all.
  private Optional<PublishedRelease> withoutWhatWasWithdrawn(PublishedRelease release) {
    List<Retraction> withdrawn = retracted(release).toList();
    if (withdrawn.isEmpty()) {
      return Optional.of(release);
    }
    Set<Content> said = release.figures().stream().map(this::content).collect(Collectors.toSet());
    Set<Cell> cells = said.stream().map(Content::cell).collect(Collectors.toSet());
    Set<Content> inPlace = new HashSet<>();
    for (Retraction each : withdrawn) {
      List<Content> once = held.observationsOf(each.release())
          .map(figure -> new Content(cell(figure), figure.correction(), figure.value()))
          .filter(content -> cells.contains(content.cell()))
          .toList();
      if (said.containsAll(once)) {
        inPlace.addAll(once);
      }
    }
    List<Figure> rest = release.figures().stream().filter(figure -> !inPlace.contains(content(figure))).toList();
    if (rest.size() == release.figures().size()) {
      return Optional.of(release);
    }
    Map<CommodityId, Set<PartyId>> destinations = rest.stream().collect(Collectors.groupingBy(
        Figure::commodity, Collectors.mapping(Figure::destination, Collectors.toSet())));
    // What it leaves out of a whole report is not 0, but withdrawn.
    List<Coverage> coverage = release.coverage().stream()
        .filter(scope -> destinations.containsKey(scope.commodity()))
        .map(scope -> scope.isFull()
            ? new Coverage(scope.commodity(), scope.marketYear(), destinations.getOrDefault(scope.commodity(), Set.of()))
            : scope)
        .toList();
    if (release.complete()) {
      return rest.isEmpty() ? Optional.empty() : Optional.of(release); // sent once more, and something else
    }
    return rest.isEmpty()
        ? Optional.empty()
        : Optional.of(new PublishedRelease(release.period(), release.releasedAt(), release.basis(), release.complete(),
            release.report(), rest, coverage));
  }

  private Content content(Figure figure) {
    return new Content(cell(figure), isCorrection(figure), figure.value());
  }

  /// The rows that are held and that a document which lists everything of their week does not list: their newest prints.
  private Map<Row, List<Observation>> unlisted(List<PublishedRelease> releases) {
    record Week(CommodityId commodity, int marketYear, DateWindow period) {}
    Set<Week> full = new HashSet<>();
    Set<Row> listed = new HashSet<>();
    for (PublishedRelease release : releases) {
      if (release.complete()) {
        continue; // it replaces what was held of its period
      }
      release.coverage().stream().filter(Coverage::isFull).forEach(scope ->
          full.add(new Week(scope.commodity(), yearOrZero(scope.marketYear()), release.period())));
      release.figures().forEach(figure -> listed.add(
          new Row(Trade.of(series(figure)), figure.period(), yearOrZero(figure.marketYear()))));
    }
    Map<Row, List<Observation>> gone = new LinkedHashMap<>();
    if (full.isEmpty() || !takesBack) {
      return gone;
    }
    int rows = 0;
    Instant since = documentReleasedAt == null ? receivedAt : documentReleasedAt;
    Set<CommodityId> commodities = full.stream().map(Week::commodity).collect(Collectors.toSet());
    for (Trade trade : held.trades().stream().sorted(Comparator.comparing(Trade::toString)).toList()) {
      if (!trade.source().equals(source) || !commodities.contains(trade.commodity()) || isAggregate(trade.destination())) {
        continue;
      }
      Map<Row, List<Observation>> heldRows = held.observations(trade).stream()
          .filter(figure -> !figure.correction())
          .filter(figure -> full.contains(new Week(trade.commodity(), yearOrZero(figure.marketYear()), figure.period())))
          .collect(Collectors.groupingBy(
              figure -> new Row(trade, figure.period(), yearOrZero(figure.marketYear())), LinkedHashMap::new,
              Collectors.toList()));
      rows += heldRows.size();
      heldRows.forEach((row, figures) -> {
        List<Observation> newest = List.copyOf(figures.stream().collect(Collectors.toMap(
            Observation::series, Function.identity(),
            (one, other) -> Release.BY_KNOWLEDGE.compare(one.release(), other.release()) < 0 ? other : one,
            LinkedHashMap::new)).values());
        boolean stands = newest.stream().anyMatch(figure -> figure.isListed() && !figure.value().isZero())
            && newest.stream().noneMatch(figure -> figure.release().releasedAt().isAfter(since));
        if (stands && !listed.contains(row)) {
          gone.put(row, newest);
        }
      });
    }
    if (gone.size() > MOST_GONE && gone.size() > MOST_OF_ALL_GONE * rows) {
      doubtful.add(new DoubtfulRow(1, ("%d of the %d rows that are held of its weeks are not listed any more, such as %s: the "
          + "document may have been cut, so that they stand as they were; hand it in again when it is whole")
              .formatted(gone.size(), rows, said(gone.keySet().iterator().next())), true));
      return new LinkedHashMap<>();
    }
    return gone;
  }

  private static boolean isAggregate(PartyId destination) {
    return destination.equals(PartyId.WORLD) || destination.equals(PartyId.EUROPEAN_UNION);
  }

  private static String said(Row row) {
    return "%s to %s%s, week to %s".formatted(row.trade().commodity(), row.trade().destination(),
        row.marketYear() == 0 ? "" : ", marketing year ending " + row.marketYear(), row.period().last());
  }

  /// Revises a release's rows that are gone to nothing.
  private List<Line> unlist(PublishedRelease release, Map<Row, List<Observation>> gone) {
    List<Line> lines = new ArrayList<>();
    gone.forEach((row, figures) -> {
      boolean isOfIt = row.period().equals(release.period()) && release.coverage().stream().anyMatch(scope ->
          scope.isFull() && scope.commodity().equals(row.trade().commodity())
              && yearOrZero(scope.marketYear()) == row.marketYear());
      if (!isOfIt) {
        return;
      }
      figures.stream().filter(Observation::isListed).forEach(figure -> lines.add(new Line(figure.series(), figure.period(),
          figure.marketYear(), false, false, Quantity.zero(figure.value().unit()), EvidenceLog.NOT_LISTED)));
      Observation most = figures.stream().filter(figure -> figure.series().measure().kind() == Measure.Kind.FLOW)
          .max(Comparator.comparing(figure -> figure.value().value().abs())).orElse(figures.getFirst());
      doubtful.add(new DoubtfulRow(release.figures().isEmpty() ? 1 : release.figures().getFirst().line(),
          "%s: is held (%s %s) and is not listed any more: it is taken as nothing from this document on".formatted(
              said(row), most.series().measure().id(), most.value()), true));
    });
    return lines;
  }

  /// Tells of weeks between a document's first and last that are held of what it lists in full and that it leaves out.
  private void tellWeeksLeftOut(List<PublishedRelease> releases) {
    record Year(CommodityId commodity, int marketYear) {}
    Map<Year, TreeMap<LocalDate, PublishedRelease>> weeks = new LinkedHashMap<>();
    for (PublishedRelease release : releases) {
      if (!release.complete()) {
        release.coverage().stream().filter(Coverage::isFull).forEach(scope -> weeks
            .computeIfAbsent(new Year(scope.commodity(), yearOrZero(scope.marketYear())), _ -> new TreeMap<>())
            .put(release.period().last(), release));
      }
    }
    weeks.forEach((year, listed) -> {
      Set<LocalDate> heldEnds = year.marketYear() == 0 ? Set.of() : held.trades().stream()
          .filter(trade -> trade.source().equals(source) && trade.commodity().equals(year.commodity()))
          .flatMap(trade -> held.observations(trade).stream())
          .filter(figure -> yearOrZero(figure.marketYear()) == year.marketYear() && figure.isListed()
              && !figure.value().isZero())
          .map(figure -> figure.period().last())
          .collect(Collectors.toCollection(TreeSet::new));
      heldEnds.stream()
          .filter(end -> end.isAfter(listed.firstKey()) && end.isBefore(listed.lastKey()) && !listed.containsKey(end))
          .forEach(end -> doubtful.add(new DoubtfulRow(1, ("%s, marketing year ending %d: the week to %s is held and is left "
              + "out, though weeks before and after it are listed; its figures stand: withdraw its release if the publisher "
              + "did").formatted(year.commodity(), year.marketYear(), end), true)));
    });
  }

  /// Whether what is stated is a vintage from before `release`, which its retraction does not touch.
  private boolean isOlder(Known stated, Release release) {
    return (stated.basis() == ReleaseBasis.REPORTED && stated.at().isBefore(release.releasedAt()))
        || (documentReleasedAt != null && documentReleasedAt.isBefore(release.releasedAt()));
  }

  /// A release that states its period anew: the same one again adds nothing, another one replaces it.
  private void addWhole(PublishedRelease release, Known known) {
    List<Release> before = held.releases(source).stream()
        .filter(each -> each.complete() && each.period().equals(release.period()))
        .toList();
    Map<Content, Long> content = release.figures().stream()
        .map(this::content)
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
  private void addNews(PublishedRelease release, Known known, Map<Row, List<Observation>> gone) {
    Map<Instant, List<Line>> news = new TreeMap<>();
    List<Line> unlisted = unlist(release, gone);
    if (!unlisted.isEmpty()) {
      figures += unlisted.size();
      revised += unlisted.size();
      added += unlisted.size();
      Instant documentSince = documentReleasedAt == null ? receivedAt : documentReleasedAt;
      news.put(known.at().isAfter(documentSince) ? known.at() : documentSince, new ArrayList<>(unlisted));
    }
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
    // A document from before all that is held says what was known first, whenever it comes in.
    if (release.releasedAt() == null && documentReleasedAt != null
        && alike.getFirst().release().releasedAt().isAfter(documentReleasedAt)) {
      return Optional.of(known.at());
    }
    Observation newest = alike.getLast();
    if (newest.isListed() && newest.value().equals(figure.value())) {
      // The same figure, shown to have been known earlier than we thought, is news about the past.
      boolean earlier = release.releasedAt() != null && known.at().isBefore(alike.getFirst().release().releasedAt());
      return earlier ? Optional.of(known.at()) : Optional.empty();
    }
    Instant documentSince = documentReleasedAt == null ? receivedAt : documentReleasedAt;
    // A document that says no instant of its own and is newer than the revision takes it back.
    boolean takenBack = release.releasedAt() == null && newest.release().releasedAt().isBefore(documentSince);
    if (newest.isListed() && !takenBack && alike.stream().anyMatch(observation -> observation.value().equals(figure.value())
        && observation.release().releasedAt().equals(known.at()))) {
      return Optional.empty();
    }
    revised++;
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
