package io.offtake.fetching;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

import io.offtake.answer.Snapshots;
import io.offtake.calendar.ReleaseCalendar;
import io.offtake.document.Submission;
import io.offtake.evidence.Panel;
import io.offtake.evidence.Release;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.Retraction;
import io.offtake.evidence.SourceId;
import io.offtake.fetching.Connector.Answer;
import io.offtake.fetching.Connector.Ask;
import io.offtake.fetching.Connector.Attempt;
import io.offtake.fetching.Connector.Outcome;
import io.offtake.fetching.Connector.Validators;
import io.offtake.intake.Intake.Receipt;
import io.offtake.intake.Intake;
import io.offtake.reference.CommodityId;
import io.quarkus.logging.Log;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Keeps the sources current: asks each for what is due and not held, on one replica at a time, and hands in what comes.
///
/// What is left to do is a query: an attempt that was cut off is repeated from what is held by then.
@ApplicationScoped
public class Fetching {

  /// Longer than one question with all its retries takes; how long the others wait after a replica has died.
  static final Duration LEASE = Duration.ofMinutes(6);

  private final Instance<Connector> connectors;
  private final Fetches fetches;
  private final Intake intake;
  private final Snapshots snapshots;
  private final ReleaseCalendars calendars;
  private final Clock clock;
  private final boolean enabled;
  private final String owner = UUID.randomUUID().toString();

  Fetching(
      Instance<Connector> connectors,
      Fetches fetches,
      Intake intake,
      Snapshots snapshots,
      ReleaseCalendars calendars,
      Clock clock,
      @ConfigProperty(name = "offtake.fetch.enabled", defaultValue = "true") boolean enabled) {
    this.connectors = connectors;
    this.fetches = fetches;
    this.intake = intake;
    this.snapshots = snapshots;
    this.calendars = calendars;
    this.clock = clock;
    this.enabled = enabled;
  }

  /// A host that failed so often one question after the other is not asked the rest.
  private static final int HOST_FAILURES = 3;

  /// Beyond it what is due, late or in the future is judged wrongly.
  private static final Duration MOST_CLOCK_DIFFERENCE = Duration.ofMinutes(3);

  /// Whether a source is fetched by itself.
  public sealed interface Standing {

    /// Offtake cannot ask this source; its documents are handed in.
    record ByHand() implements Standing {}

    /// Fetching is switched off, or the source's key is not set.
    ///
    /// @param setting  the variable of the environment that would switch it on
    record Off(String setting) implements Standing {}

    record On(Fetches.State state, Instant nextAttempt, boolean due, boolean running) implements Standing {}
  }

  public Standing standing(SourceId source) {
    Optional<Connector> connector = connector(source);
    Optional<ReleaseCalendar> calendar = calendars.of(source);
    if (connector.isEmpty() || calendar.isEmpty()) {
      return new Standing.ByHand();
    }
    if (!enabled) {
      return new Standing.Off("OFFTAKE_FETCH");
    }
    Optional<String> missing = connector.get().missingSetting();
    if (missing.isPresent()) {
      return new Standing.Off(missing.get());
    }
    Fetches.State state = fetches.state(source);
    Instant now = clock.instant();
    Instant next = nextAttempt(state, calendar.get(), now);
    // What was never asked for is due since ever; a minute's precision keeps the answer's tag still.
    return new Standing.On(state, next.truncatedTo(state.last().isEmpty() ? ChronoUnit.MINUTES : ChronoUnit.SECONDS),
        !next.isAfter(now), state.runningUntil().filter(until -> until.isAfter(now)).isPresent());
  }

  /// Asks for a source to be fetched as soon as a replica is free; its standing afterwards.
  public Standing request(SourceId source) {
    if (standing(source) instanceof Standing.On) {
      fetches.request(source);
    }
    return standing(source);
  }

  /// Fetches every source whose turn it is. Safe to run on every replica, as often as one likes.
  public void run(BooleanSupplier stopping) {
    if (!enabled) {
      return;
    }
    for (Connector connector : connectors) {
      Optional<ReleaseCalendar> calendar = calendars.of(connector.source());
      if (calendar.isPresent() && !stopping.getAsBoolean() && isDue(connector, calendar.get())
          && fetches.claim(connector.source(), owner, LEASE)) {
        // Another replica may have been there between the question and the claim.
        if (isDue(connector, calendar.get())) {
          carryOut(connector, calendar.get(), stopping);
        } else {
          fetches.renew(connector.source(), owner, Duration.ZERO);
        }
      }
    }
  }

  private boolean isDue(Connector connector, ReleaseCalendar calendar) {
    Instant now = clock.instant();
    return connector.missingSetting().isEmpty()
        && !nextAttempt(fetches.state(connector.source()), calendar, now).isAfter(now);
  }

  /// What was had and withdrawn since is to be had again.
  private Instant nextAttempt(Fetches.State state, ReleaseCalendar calendar, Instant now) {
    Panel.View known = held().at(now);
    List<Release> withdrawn = known.withdrawn(state.source());
    Optional<Instant> withdrawnAt = withdrawn.stream()
        .flatMap(release -> known.retraction(release).stream())
        .map(Retraction::recordedAt)
        .max(Instant::compareTo);
    // Of another commodity the period may be held; of this one nothing is from the first that was withdrawn on.
    Optional<LocalDate> heldTo = Stream.concat(newestHeld(state.source(), LocalDate.MAX).stream(),
            withdrawn.stream().map(release -> release.period().first().minusDays(1)))
        .min(LocalDate::compareTo);
    return NextAttempt.of(withdrawn.isEmpty() ? state : state.heldTo(heldTo), withdrawnAt, calendar, now);
  }

  /// What an attempt has brought so far.
  private static final class Tally {

    int documents;
    int figures;
    @Nullable LocalDate newest;
    @Nullable SourceFault fault;
    @Nullable Duration wait;
    @Nullable Duration clockAhead;
    int hostFailures;

    void show(LocalDate periodEnd) {
      newest = newest == null || periodEnd.isAfter(newest) ? periodEnd : newest;
    }

    void failed(SourceFault failure) {
      fault = fault == null ? failure : fault;
      failure.retryAfter().ifPresent(asked -> wait = wait == null || asked.compareTo(wait) > 0 ? asked : wait);
    }
  }

  private final class Held implements Connector.Holdings {

    private final SourceId source;

    Held(SourceId source) {
      this.source = source;
    }

    @Override
    public Optional<LocalDate> newestPeriodEnd(CommodityId commodity) {
      return held().newestFullPeriodEnd(source, commodity);
    }

    @Override
    public Optional<LocalDate> newestShown(CommodityId commodity) {
      return held().newestPeriodEnd(source, commodity);
    }
  }

  private void carryOut(Connector connector, ReleaseCalendar calendar, BooleanSupplier stopping) {
    SourceId source = connector.source();
    Instant started = clock.instant().truncatedTo(ChronoUnit.MICROS);
    LocalDate due = calendar.newestDueAt(started);
    LocalDate expected = calendar.newestThatMayBeOutAt(started);
    var tally = new Tally();
    try {
      snapshots.refresh();
      for (Ask ask : connector.asks(new Held(source), expected)) {
        if (stopping.getAsBoolean() || !fetches.renew(source, owner, LEASE)) {
          fetches.renew(source, owner, Duration.ZERO);
          return;
        }
        boolean goOn = carryOut(connector, ask, due, tally);
        if (!goOn) {
          break;
        }
      }
    } catch (RuntimeException e) {
      Log.errorf(e, "%s: the attempt to fetch it failed unforeseen", source);
      tally.failed(new SourceFault(SourceFault.Kind.INTERNAL, "the service failed; its log says more"));
    }
    Instant finished = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Attempt attempt = attempt(source, tally, started, finished, due);
    fetches.finish(source, owner, attempt, Optional.ofNullable(tally.wait).map(finished::plus));
    Log.infof("%s: %s, %d documents and %d figures new%s", source, attempt.outcome().id(), attempt.documents(),
        attempt.figures(), attempt.text() == null ? "" : ": " + attempt.text());
  }

  private Attempt attempt(SourceId source, Tally tally, Instant started, Instant finished, LocalDate due) {
    // A publisher that says "nothing new" has shown what is held.
    LocalDate shown = Stream.concat(Stream.ofNullable(tally.newest), newestHeld(source, LocalDate.MAX).stream())
        .max(LocalDate::compareTo)
        .orElse(null);
    if (tally.fault != null) {
      return new Attempt(started, finished, Outcome.FAILED, tally.fault.kind(), tally.fault.text(), shown,
          tally.documents, tally.figures, tally.clockAhead);
    }
    boolean current = shown != null && !shown.isBefore(due);
    String text = current ? null : "the newest that the publisher shows is the period to %s; that to %s is due"
        .formatted(Objects.requireNonNullElse(shown, "-"), due);
    Outcome outcome = current ? Outcome.CURRENT : Outcome.NOT_YET;
    if (tally.clockAhead != null && tally.clockAhead.abs().compareTo(MOST_CLOCK_DIFFERENCE) > 0) {
      return new Attempt(started, finished, outcome, SourceFault.Kind.CLOCK_DIFFERS,
          "this machine's clock is %d s %s the publisher's: what is due and what is late is judged wrongly, set the clock"
              .formatted(tally.clockAhead.abs().toSeconds(), tally.clockAhead.isNegative() ? "behind" : "ahead of"),
          shown, tally.documents, tally.figures, tally.clockAhead);
    }
    return new Attempt(started, finished, outcome, null, text, shown, tally.documents, tally.figures,
        tally.clockAhead);
  }

  /// @return whether the next question is worth asking
  private boolean carryOut(Connector connector, Ask ask, LocalDate due, Tally tally) {
    try {
      Answer answer = connector.fetch(ask, fetches.validators(ask.address()));
      tally.hostFailures = 0;
      switch (answer) {
        case Answer.Nothing _ when ask.ifEmpty() != null -> {
          return carryOut(connector, ask.ifEmpty(), due, tally);
        }
        case Answer.Nothing _, Answer.NotModified _ -> {
          return true;
        }
        case Answer.Content content -> {
          content.clockAhead().ifPresent(ahead -> tally.clockAhead = ahead);
          boolean goOn = handIn(connector.source(), ask, content, due, tally);
          Optional<Ask> next = connector.next(ask, content);
          if (next.isEmpty() || !fetches.renew(connector.source(), owner, LEASE)) {
            return goOn;
          }
          return carryOut(connector, next.get(), due, tally);
        }
      }
    } catch (SourceFault fault) {
      tally.failed(fault);
      // What is wrong with one document need not be wrong with the next, unless the host itself is failing.
      return fault.isOfTheDocument()
          || (fault.kind() == SourceFault.Kind.SERVER_ERROR && ++tally.hostFailures < HOST_FAILURES
              && fault.retryAfter().isEmpty());
    }
  }

  private boolean handIn(SourceId source, Ask ask, Answer.Content content, LocalDate due, Tally tally)
      throws SourceFault {
    Receipt receipt = intake.handInFetched(new Submission(source, content.received(), content.mediaType(), ask.name(),
        ask.documentType(), ask.marketingYear(), null, null, ask.address().toString()));
    switch (receipt) {
      case Receipt.Taken taken -> {
        tally.documents++;
        tally.figures += taken.added();
        newestHeld(source, taken.document().lastPeriod()).ifPresent(tally::show);
        keep(source, ask, content.validators());
        return true;
      }
      case Receipt.AlreadyHeld held -> {
        // What was retracted since is not shown, even if it still lies where it lay.
        Optional<LocalDate> shown = newestHeld(source, held.document().lastPeriod());
        shown.ifPresent(tally::show);
        keep(source, ask, content.validators());
        // The most telling question comes first: when it brings nothing and what is due is not there, it is not out.
        return tally.documents > 0 || shown.filter(end -> !end.isBefore(due)).isPresent();
      }
      case Receipt.Refused refused -> throw new SourceFault(SourceFault.Kind.UNREADABLE,
          "%s sent what cannot be read: %s".formatted(ask.address(), refused.problems().stream()
              .map(problem -> problem.line() == null
                  ? problem.reason()
                  : "line %d: %s".formatted(problem.line(), problem.reason()))
              .findFirst()
              .orElse("no reason is known")));
    }
  }

  private void keep(SourceId source, Ask ask, Optional<Validators> validators) {
    validators.ifPresent(each -> fetches.keep(source, ask.address(), each));
  }

  private Panel held() {
    return snapshots.current().panel();
  }

  /// The end of the newest period up to `last` of which a release stands.
  private Optional<LocalDate> newestHeld(SourceId source, LocalDate last) {
    return held().releases(source).stream()
        .map(release -> release.period().last())
        .filter(end -> !end.isAfter(last))
        .max(LocalDate::compareTo);
  }

  private Optional<Connector> connector(SourceId source) {
    return connectors.stream().filter(each -> each.source().equals(source)).findFirst();
  }

  /// The sources that Offtake can ask.
  public List<SourceId> sources() {
    return connectors.stream().map(Connector::source).sorted().toList();
  }
}
