package io.offtake.fetching;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

import io.offtake.answer.Snapshots;
import io.offtake.calendar.ReleaseCalendar;
import io.offtake.commitment.Problem;
import io.offtake.document.Submission;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.SourceId;
import io.offtake.fetching.Connector.Answer;
import io.offtake.fetching.Connector.Ask;
import io.offtake.fetching.Fetching.Standing;
import io.offtake.intake.Intake.Receipt;
import io.offtake.intake.Intake;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.work.Job;
import io.offtake.work.JobKind;
import io.offtake.work.job.JobOrders;
import org.jspecify.annotations.Nullable;

/// Years of history as jobs: a step is one document to ask the publisher for.
///
/// A document is handed in as any other, in a transaction of its own. A step that is repeated, because the replica died
/// between the two, finds the document held and adds nothing.
@ApplicationScoped
public class Backfills implements JobKind {

  public static final String KIND = "backfill";

  /// Before it nobody published what is read here.
  private static final LocalDate FIRST = LocalDate.of(1980, 1, 1);
  private static final int SKIPS_THAT_ARE_NO_CHANCE = 3;

  private static final String ANOTHER_VERSION = "resume the job with the version that it was asked of";

  private final JobOrders orders;
  private final Instance<Connector> connectors;
  private final Fetching fetching;
  private final Fetches fetches;
  private final Intake intake;
  private final Snapshots snapshots;
  private final ReleaseCalendars calendars;
  private final Commodities commodities;
  private final Clock clock;

  Backfills(
      JobOrders orders,
      Instance<Connector> connectors,
      Fetching fetching,
      Fetches fetches,
      Intake intake,
      Snapshots snapshots,
      ReleaseCalendars calendars,
      Commodities commodities,
      Clock clock) {
    this.orders = orders;
    this.connectors = connectors;
    this.fetching = fetching;
    this.fetches = fetches;
    this.intake = intake;
    this.snapshots = snapshots;
    this.calendars = calendars;
    this.commodities = commodities;
    this.clock = clock;
  }

  /// What is asked for.
  ///
  /// @param commodity  of which; of all that the source has when null
  /// @param from  the first day of which figures are wanted
  public record Asked(String source, @Nullable String commodity, LocalDate from) {

    SourceId sourceId() {
      return new SourceId(source);
    }

    Optional<CommodityId> commodityId() {
      return Optional.ofNullable(commodity).map(CommodityId::new);
    }
  }

  public sealed interface Outcome {
    record Added(Job job) implements Outcome {}

    record Senseless(List<Problem> problems) implements Outcome {}
  }

  public Outcome ask(Asked asked) {
    List<Problem> problems = problems(asked, Set.of());
    if (!problems.isEmpty()) {
      return new Outcome.Senseless(problems);
    }
    return new Outcome.Added(orders.add(KIND, asked, snapshots.current().version().id()));
  }

  /// What a job was asked to do.
  public Asked asked(Job job) {
    return orders.asked(job, Asked.class);
  }

  @Override
  public String id() {
    return KIND;
  }

  @Override
  public Run open(Job job) {
    Asked asked = asked(job);
    Connector connector = connector(asked.sourceId());
    connector.missingSetting().ifPresent(setting -> {
      throw new CannotBegin("%s cannot be asked: %s is not set".formatted(asked.source(), setting),
          "set it, start again and resume the job");
    });
    // The day it was asked for, so that a job has the same steps whenever it is resumed.
    LocalDate due = calendar(asked.sourceId()).newestDueAt(job.times().createdAt());
    List<Ask> asks = connector.history(asked.commodityId(), asked.from(), due);
    return new Run() {

      private int skippedInARow;

      @Override
      public int steps() {
        return asks.size();
      }

      @Override
      public String describe(int step) {
        return asks.get(step).address().toString();
      }

      @Override
      public Step carryOut(int step, Runnable pause) throws StepFailed, NotYet {
        Step result = fetched(connector, asks.get(step));
        skippedInARow = result.skipped().isPresent() ? skippedInARow + 1 : 0;
        if (skippedInARow == SKIPS_THAT_ARE_NO_CHANCE) {
          throw new StepFailed("%d documents in a row cannot be had or read, so it is hardly the documents': %s".formatted(
              skippedInARow, result.skipped().orElseThrow()));
        }
        return result;
      }
    };
  }

  /// Fetches a document and hands it in; counts the figures it brought. One that can never be read is skipped.
  private Step fetched(Connector connector, Ask ask) throws StepFailed, NotYet {
    try {
      return switch (connector.fetch(ask, fetches.validators(ask.address()))) {
        case Answer.Nothing _, Answer.NotModified _ -> Step.done(0, () -> {});
        case Answer.Content content -> handIn(connector.source(), ask, content);
      };
    } catch (SourceFault fault) {
      if (fault.isOfTheDocument()) {
        return Step.skipped(fault.text());
      }
      if (fault.kind() == SourceFault.Kind.NOT_ASKED && fault.retryAfter().isPresent()) {
        throw new NotYet(fault.text(), fault.retryAfter().get());
      }
      throw new StepFailed(fault.text());
    }
  }

  private Step handIn(SourceId source, Ask ask, Answer.Content content) {
    // As what is fetched, not as by hand: what was withdrawn stays so though it still lies where it lay.
    Receipt receipt = intake.handInFetched(new Submission(source, content.received(), content.mediaType(), ask.name(),
        ask.documentType(), ask.marketingYear(), null, null, ask.address().toString()));
    if (receipt instanceof Receipt.Refused refused) {
      return Step.skipped("what was sent cannot be read: " + refused.problems().getFirst().reason());
    }
    content.validators().ifPresent(each -> fetches.keep(source, ask.address(), each));
    return Step.done(receipt instanceof Receipt.Taken taken ? taken.added() : 0, () -> {});
  }

  /// All that makes no sense in what is asked for.
  ///
  /// @param unsure  the names of the fields that hold stand-ins: what is held against them is left out
  public List<Problem> problems(Asked asked, Set<String> unsure) {
    var problems = new ArrayList<Problem>();
    if (!unsure.contains("source")) {
      ofSource(asked).ifPresent(problems::add);
    }
    if (!unsure.contains("commodity") && asked.commodityId().filter(id -> commodities.find(id).isEmpty()).isPresent()) {
      problems.add(new Problem("/commodity", "there is no commodity '%s'".formatted(asked.commodity()),
          "write one that /v1/commodities lists, or leave it out"));
    }
    if (!unsure.contains("from")) {
      ofDay(asked.from()).ifPresent(problems::add);
    }
    if (problems.isEmpty() && unsure.isEmpty()) {
      LocalDate due = calendar(asked.sourceId()).newestDueAt(clock.instant());
      if (connector(asked.sourceId()).history(asked.commodityId(), asked.from(), due).isEmpty()) {
        problems.add(new Problem("/source", "%s does not serve what lies back, or not of this commodity"
            .formatted(asked.source()), "hand its documents in at /v1/sources/{source}/documents"));
      }
    }
    return problems;
  }

  private Optional<Problem> ofSource(Asked asked) {
    SourceId source = asked.sourceId();
    return switch (fetching.standing(source)) {
      case Standing.ByHand _ -> Optional.of(new Problem("/source", "'%s' is not a source that Offtake asks"
          .formatted(asked.source()), "hand its documents in at /v1/sources/{source}/documents"));
      case Standing.Off(String setting) -> Optional.of(new Problem("/source",
          "%s is not asked, because of %s".formatted(source, setting), "set %s and start again".formatted(setting)));
      case Standing.On _ -> Optional.empty();
    };
  }

  private Optional<Problem> ofDay(LocalDate from) {
    if (from.isAfter(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))) {
      return Optional.of(new Problem("/from", "it lies in the future", "write the first day that is wanted, up to today"));
    }
    return from.isBefore(FIRST)
        ? Optional.of(new Problem("/from", "%s is before anything was published".formatted(from),
            "write a day from %s on".formatted(FIRST)))
        : Optional.empty();
  }

  private Connector connector(SourceId source) {
    return connectors.stream().filter(each -> each.source().equals(source)).findFirst().orElseThrow(
        () -> new CannotBegin("this version does not ask " + source, ANOTHER_VERSION));
  }

  private ReleaseCalendar calendar(SourceId source) {
    return calendars.of(source).orElseThrow(
        () -> new CannotBegin("this version knows no calendar of " + source, ANOTHER_VERSION));
  }
}
