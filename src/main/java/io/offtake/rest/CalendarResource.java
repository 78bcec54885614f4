package io.offtake.rest;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.offtake.answer.Answers.Basis;
import io.offtake.answer.Answers;
import io.offtake.api.CalendarApi;
import io.offtake.api.model.CalendarDto;
import io.offtake.api.model.CalendarEntryDto;
import io.offtake.api.model.ReleaseBasisDto;
import io.offtake.calendar.DateWindow;
import io.offtake.calendar.ReleaseCalendar;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.Commitment;
import io.offtake.commitment.Reading;
import io.offtake.commitment.ReadingWindow;
import io.offtake.evidence.Release;
import io.offtake.evidence.ReleaseBasis;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.SourceId;
import io.offtake.publisher.Source;
import io.offtake.publisher.Sources;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.Fault;
import io.offtake.rest.edge.FlatTable;
import io.offtake.rest.edge.ICalendar;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ProblemType;
import io.offtake.rest.edge.ReadBasis;
import io.offtake.rest.edge.TableForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Tells what is to come or came: releases, and the first and last days of readings.
class CalendarResource implements CalendarApi {

  private static final int ORDINARY_DAYS = 90;
  private static final int MOST_DAYS = 731;
  /// As far as readings reach.
  private static final int FIRST_YEAR = 1800;
  private static final int LAST_YEAR = 2200;
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

  private static final Comparator<CalendarEntryDto> ORDER = Comparator
      .comparing((CalendarEntryDto entry) -> entry.getAt() == null
          ? entry.getDate().atStartOfDay(ZoneOffset.UTC).toInstant()
          : entry.getAt())
      .thenComparing(CalendarEntryDto::getKind)
      .thenComparing(entry -> String.valueOf(entry.getSource()))
      .thenComparing(entry -> String.valueOf(entry.getPeriodEnd()))
      .thenComparing(entry -> String.valueOf(entry.getCommitment()))
      .thenComparing(entry -> String.valueOf(entry.getReading()));

  private final ReadBasis basis;
  private final Answers answers;
  private final ReleaseCalendars calendars;
  private final Conditional conditional;
  private final KnownNames names;
  private final FlatTable table;

  CalendarResource(
      ReadBasis basis, Answers answers, ReleaseCalendars calendars, Conditional conditional, KnownNames names,
      FlatTable table) {
    this.basis = basis;
    this.answers = answers;
    this.calendars = calendars;
    this.conditional = conditional;
    this.names = names;
    this.table = table;
  }

  @Override
  public RestResponse<CalendarDto> listCalendar(
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      @Nullable String source) {
    Basis of = basis.settle(asOf, dataVersion);
    DateWindow days = days(of.asOf(), from, to);
    Optional<SourceId> only = known(source);
    return conditional.answer(of, () -> CalendarDto.builder()
        .asOf(of.asOf())
        .dataVersion(of.dataVersion())
        .newestRelease(ReadBasis.newestRelease(of))
        .from(days.first())
        .to(days.last())
        .entries(entries(of, days, only))
        .build());
  }

  @Override
  public RestResponse<String> listCalendarCsv(
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      @Nullable String source,
      Boolean bom,
      @Nullable String delimiter,
      String decimal) {
    var form = TableForm.of(bom, delimiter, decimal);
    Basis of = basis.settle(asOf, dataVersion);
    DateWindow days = days(of.asOf(), from, to);
    Optional<SourceId> only = known(source);
    return conditional.answer(of, () -> table.write(entries(of, days, only), CalendarEntryDto.class, form));
  }

  @Override
  public RestResponse<String> getCalendarIcs(
      @Nullable Instant asOf,
      @Nullable Long dataVersion,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      @Nullable String source) {
    Basis of = basis.settle(asOf, dataVersion);
    DateWindow days = days(of.asOf(), from, to);
    Optional<SourceId> only = known(source);
    return conditional.answer(of,
        () -> ICalendar.of(entries(of, days, only), stamp(of)));
  }

  private Instant stamp(Basis of) {
    var newest = of.snapshot().version();
    return newest.id() == of.dataVersion() ? newest.at() : answers.recordedAt(of.dataVersion());
  }

  /// @throws ProblemException  400 when the days are out of order or too many
  static DateWindow days(Instant asOf, @Nullable LocalDate from, @Nullable LocalDate to) {
    LocalDate first = from == null ? asOf.atOffset(ZoneOffset.UTC).toLocalDate() : from;
    if (first.getYear() < FIRST_YEAR || first.getYear() > LAST_YEAR) {
      throw refused("from", "The parameter 'from' (%s) is out of range".formatted(first),
          "give a day in the years %d to %d".formatted(FIRST_YEAR, LAST_YEAR));
    }
    LocalDate last = to == null ? first.plusDays(ORDINARY_DAYS) : to;
    if (last.isBefore(first)) {
      throw refused("to", "The parameter 'to' (%s) lies before the first day (%s)".formatted(last, first),
          "give a day from %s on".formatted(first));
    }
    var days = new DateWindow(first, last);
    if (days.days() > MOST_DAYS) {
      throw refused("to", "The parameter 'to' asks for %d days".formatted(days.days()),
          "give a day up to %s, or ask in parts".formatted(first.plusDays(MOST_DAYS - 1)));
    }
    return days;
  }

  private Optional<SourceId> known(@Nullable String source) {
    names.check().source("source", source).done();
    return Optional.ofNullable(source).map(SourceId::new);
  }

  private static ProblemException refused(String parameter, String detail, String remedy) {
    return new ProblemException(ProblemType.INVALID_PARAMETER, detail, Fault.inParameter(parameter, detail, remedy));
  }

  private List<CalendarEntryDto> entries(Basis of, DateWindow days, Optional<SourceId> only) {
    var entries = new ArrayList<CalendarEntryDto>();
    for (Source source : Sources.all()) {
      if (only.isEmpty() || only.get().equals(source.id())) {
        List<Release> counted = of.view().releases(source.id());
        entries.addAll(releases(source, calendars.of(source.id()), counted, moves(of, source, counted), of.asOf(), days));
      }
    }
    if (only.isEmpty()) {
      of.snapshot().catalogueAt(of.dataVersion()).stream()
          .filter(entry -> entry.commitment().termsAsOf(of.asOf()).isPresent()
              && entry.commitment().withdrawnAt(of.asOf()).isEmpty())
          .forEach(entry -> entries.addAll(windows(entry, of.asOf(), days)));
    }
    return entries.stream().sorted(ORDER).toList();
  }

  /// The first release of each period that came, and the periods that are to come by the rule, unless the source tells
  /// only when there is something to tell. Before the first and while nothing was received nothing is overdue.
  ///
  /// @param known  the releases that were known at `asOf`, as they became known
  /// @param moves  how often each period's entry has moved since it was expected; not at all where it is not among them
  static List<CalendarEntryDto> releases(
      Source source,
      Optional<ReleaseCalendar> calendar,
      List<Release> known,
      Map<LocalDate, Integer> moves,
      Instant asOf,
      DateWindow days) {
    ZoneId zone = calendar.map(ReleaseCalendar::zone).orElse(ZoneOffset.UTC);
    Map<LocalDate, Release> first = new TreeMap<>();
    known.forEach(release -> first.putIfAbsent(release.period().last(), release));
    var entries = new ArrayList<CalendarEntryDto>();
    first.values().forEach(release -> entries.add(entry(
        source, release.period().last(), release.releasedAt(), zone, release.basis(),
        CalendarEntryDto.ReleaseStatusEnum.PUBLISHED)));
    Optional<LocalDate> oldest = first.keySet().stream().findFirst();
    calendar.filter(ReleaseCalendar::owesEveryPeriod).ifPresent(rule -> rule
        .periodEndsIn(new DateWindow(days.first().minusDays(rule.mostLagDays()), days.last()))
        .stream()
        .filter(end -> known.stream().noneMatch(release -> release.period().contains(end)))
        .forEach(end -> {
          Instant due = rule.due(end);
          ReleaseBasis basis = rule.isNamed(end) ? ReleaseBasis.SCHEDULED : ReleaseBasis.ESTIMATED;
          if (due.isAfter(asOf)) {
            entries.add(entry(source, end, due, zone, basis, CalendarEntryDto.ReleaseStatusEnum.EXPECTED));
          } else if (oldest.filter(end::isAfter).isPresent()) {
            entries.add(entry(source, end, due, zone, basis, CalendarEntryDto.ReleaseStatusEnum.OVERDUE));
          }
        }));
    entries.forEach(entry -> entry.setSequence(moves.getOrDefault(entry.getPeriodEnd(), 0)));
    return entries.stream().filter(entry -> days.contains(entry.getDate())).toList();
  }

  /// Counts what can move an entry: that a release came, that it began to count, that it was withdrawn. Each of them
  /// makes the number larger and nothing makes it smaller, so that a subscriber's program takes the newest.
  private static Map<LocalDate, Integer> moves(Basis of, Source source, List<Release> counted) {
    var moves = new TreeMap<LocalDate, Integer>();
    var counting = new HashSet<>(counted);
    for (Release release : of.view().everyRelease(source.id())) {
      int moved = 1 + (counting.contains(release) ? 1 : 0) + (of.view().retraction(release).isPresent() ? 2 : 0);
      moves.merge(release.period().last(), moved, Integer::sum);
    }
    return moves;
  }

  private static CalendarEntryDto entry(
      Source source,
      LocalDate periodEnd,
      Instant at,
      ZoneId zone,
      ReleaseBasis basis,
      CalendarEntryDto.ReleaseStatusEnum status) {
    return CalendarEntryDto.builder()
        .kind(CalendarEntryDto.KindEnum.RELEASE)
        .date(at.atZone(zone).toLocalDate())
        .at(at)
        .label("%s, period to %s".formatted(source.name(), DAY.format(periodEnd)))
        .source(source.id().value())
        .periodEnd(periodEnd)
        .releaseStatus(status)
        .basis(ReleaseBasisDto.fromValue(basis.id()))
        .build();
  }

  /// The days of the readings that had been stated and are not retired.
  static List<CalendarEntryDto> windows(Catalogue.Entry entry, Instant asOf, DateWindow days) {
    Commitment commitment = entry.commitment();
    var entries = new ArrayList<CalendarEntryDto>();
    for (Reading reading : commitment.readings()) {
      if (reading.isRetiredAt(asOf) || !reading.stated().isKnownAt(asOf)) {
        continue;
      }
      switch (reading.window()) {
        case ReadingWindow.Days(var window) -> addDays(entries, commitment, reading, window.first(), window.last());
        case ReadingWindow.OfMarketingYear(var year) ->
            addDays(entries, commitment, reading, year.first(), year.last());
        case ReadingWindow.Unstated(var windowStart, var deadline) ->
            addDays(entries, commitment, reading, windowStart, deadline);
      }
    }
    entries.forEach(each -> each.setSequence(entry.revision() - 1));
    return entries.stream().filter(each -> days.contains(each.getDate())).toList();
  }

  private static void addDays(
      List<CalendarEntryDto> entries,
      Commitment commitment,
      Reading reading,
      @Nullable LocalDate windowStart,
      @Nullable LocalDate deadline) {
    if (windowStart != null) {
      entries.add(day(CalendarEntryDto.KindEnum.WINDOW_START, windowStart, "First day", commitment, reading));
    }
    if (deadline != null) {
      entries.add(day(CalendarEntryDto.KindEnum.DEADLINE, deadline, "Deadline", commitment, reading));
    }
  }

  private static CalendarEntryDto day(
      CalendarEntryDto.KindEnum kind, LocalDate day, String what, Commitment commitment, Reading reading) {
    return CalendarEntryDto.builder()
        .kind(kind)
        .date(day)
        .label("%s: %s (%s)".formatted(what, commitment.title(), reading.label()))
        .commitment(commitment.id().value())
        .reading(reading.id())
        .build();
  }
}
