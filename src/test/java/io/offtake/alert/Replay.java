package io.offtake.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.offtake.assessment.Assessment;
import io.offtake.assessment.Assessor;
import io.offtake.calendar.DateWindow;
import io.offtake.calendar.ReleaseCalendar;
import io.offtake.commitment.Commitment;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel;
import io.offtake.evidence.Release;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.SourceId;
import io.offtake.projection.Projection;
import io.offtake.projection.ProjectionModel;
import io.offtake.reference.Commodities;
import io.offtake.verdict.VerdictRule;

/// Lives through a stretch of the past as the running service would have: at each release, when each was due and a day
/// later, when terms and readings became known, and at each midnight.
final class Replay {

  private static final List<SourceId> SOURCES = List.of(SourceId.FAS_EXPORT_SALES, SourceId.FGIS_WEEKLY);

  /// What a question is told apart by while no release comes in between.
  private record Asked(
      Measure measure, long releases, long seed, double fulfilled, double target, List<LocalDate> endsLeft) {}

  private final Assessor assessor;
  private final ReleaseCalendars calendars;
  private final Panel panel;
  private final Map<String, Facts> seen = new HashMap<>();
  private final Map<String, Standing> standings = new HashMap<>();
  private final List<Transition> transitions = new ArrayList<>();
  private final Map<Asked, Projection> projected = new HashMap<>();
  private long releasesKnown;
  private long salesReleasesKnown;

  Replay(ProjectionModel model, ReleaseCalendars calendars, Panel panel) {
    this.assessor = new Assessor(Commodities.standard(), calendars, question -> projected.computeIfAbsent(
        new Asked(question.known().measure(),
            question.known().measure() == Measure.INSPECTED ? releasesKnown : salesReleasesKnown,
            question.seed(), question.fulfilled(), question.target(), question.endsLeft()),
        _ -> model.project(question)), VerdictRule.DEFAULT);
    this.calendars = calendars;
    this.panel = panel;
  }

  List<Transition> of(Commitment commitment, Instant from, Instant to) {
    instants(commitment, from, to).forEach(instant -> look(commitment, instant));
    return transitions;
  }

  private void look(Commitment commitment, Instant instant) {
    Panel.View view = panel.at(instant);
    salesReleasesKnown = view.releases(SourceId.FAS_EXPORT_SALES).size();
    releasesKnown = SOURCES.stream().mapToLong(source -> view.releases(source).size()).sum();
    for (Assessment assessment : assessor.assess(commitment, view)) {
      String reading = assessment.reading().id();
      Facts before = seen.get(reading);
      Facts now = Facts.of(assessment, calendars, panel.dataVersion(), before, List.of());
      for (AlertRule rule : AlertRule.DEFAULTS) {
        String alert = Transition.fingerprint(commitment.id().value(), reading, rule.id());
        Standing standing = standings.getOrDefault(alert, Standing.NONE);
        AlertEngine.next(rule, before, now, standing, Optional.empty()).ifPresent(transition -> {
          standings.put(alert, transition.standing());
          transitions.add(transition);
        });
      }
      if (now.subject().stated() && now.isNewsAfter(before)) {
        seen.put(reading, now);
      }
    }
  }

  private TreeSet<Instant> instants(Commitment commitment, Instant from, Instant to) {
    Stream<Instant> releases = SOURCES.stream()
        .flatMap(source -> panel.releases(source).stream())
        .map(Release::releasedAt);
    var days = new DateWindow(from.atZone(ZoneOffset.UTC).toLocalDate(), to.atZone(ZoneOffset.UTC).toLocalDate());
    Stream<Instant> due = calendars.rules().values().stream()
        .flatMap(rule -> due(rule, days))
        .flatMap(instant -> Stream.of(instant, instant.plus(Duration.ofHours(24))));
    Stream<Instant> midnights = days.first().datesUntil(days.last()).map(Replay::midnight);
    Stream<Instant> terms = commitment.terms().stream().map(version -> version.announced().knownFrom());
    Stream<Instant> readings = commitment.readings().stream().map(reading -> reading.stated().knownFrom());
    var instants = new TreeSet<Instant>();
    Stream.of(releases, due, midnights, terms, readings)
        .flatMap(each -> each)
        .filter(instant -> !instant.isBefore(from) && !instant.isAfter(to))
        .forEach(instants::add);
    return instants;
  }

  private static Stream<Instant> due(ReleaseCalendar rule, DateWindow days) {
    return rule.periodEndsIn(new DateWindow(days.first().minusWeeks(2), days.last())).stream().map(rule::due);
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
