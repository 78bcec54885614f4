package io.offtake.intake;

import static java.util.stream.Collectors.toSet;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.offtake.answer.Overloaded;
import io.offtake.answer.Snapshots;
import io.offtake.answer.Turns;
import io.offtake.answer.WriterLock;
import io.offtake.document.Coverage;
import io.offtake.document.Document;
import io.offtake.document.Documents;
import io.offtake.document.ParseOutcome.DoubtfulRow;
import io.offtake.document.ParseOutcome.Problem;
import io.offtake.document.ParseOutcome.Read;
import io.offtake.document.ParseOutcome.Unreadable;
import io.offtake.document.PublishedRelease;
import io.offtake.document.Readers;
import io.offtake.document.Reception;
import io.offtake.document.Secrets;
import io.offtake.document.Submission;
import io.offtake.evidence.Actor;
import io.offtake.evidence.DataVersion;
import io.offtake.evidence.EvidenceLog;
import io.offtake.evidence.HeldBack;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.intake.Advance.Decision.Move;
import io.offtake.intake.Advance.Decision.Stay;
import io.offtake.reference.CommodityId;
import io.offtake.text.Counted;
import io.offtake.text.Sha256;
import io.quarkus.logging.Log;

/// Takes in one document: keeps the raw bytes, reads them, appends what is new, assesses what that touches, and moves
/// the data version, all in one transaction. A document is taken whole or not at all.
@ApplicationScoped
public class Intake {

  /// A name that states the week it is for, as the publisher's archives do.
  private static final Pattern DATED_NAME = Pattern.compile("week[-_]to[-_](\\d{4}-\\d{2}-\\d{2})");

  private final Readers readers;
  private final Documents documents;
  private final EvidenceLog evidence;
  private final Advance advance;
  private final Snapshots snapshots;
  private final Touched touched;
  private final ReleaseCalendars calendars;
  private final Secrets secrets;
  private final MeterRegistry metrics;
  private final Clock clock;
  /// A document that is read takes many times its bytes; one that waits for its turn takes them once.
  private final Turns turns = new Turns("documents");

  Intake(
      Readers readers,
      Documents documents,
      EvidenceLog evidence,
      Advance advance,
      Snapshots snapshots,
      Touched touched,
      ReleaseCalendars calendars,
      Secrets secrets,
      MeterRegistry metrics,
      Clock clock) {
    this.readers = readers;
    this.documents = documents;
    this.evidence = evidence;
    this.advance = advance;
    this.snapshots = snapshots;
    this.touched = touched;
    this.calendars = calendars;
    this.secrets = secrets;
    this.metrics = metrics;
    this.clock = clock;
  }

  /// What became of a submission.
  public sealed interface Receipt {

    /// It was read and kept.
    ///
    /// @param releases  the releases it speaks of
    /// @param again  the same bytes were kept before; figures of theirs that had been retracted are back
    /// @param dataVersion  from which on the figures count
    record Taken(
        Document document,
        List<PublishedRelease> releases,
        int figures,
        int added,
        int revised,
        boolean again,
        long dataVersion) implements Receipt {}

    /// The same bytes were kept before; nothing was changed.
    record AlreadyHeld(Document document) implements Receipt {}

    /// Nothing was kept.
    ///
    /// @param parameter  the parameter at fault; empty when it is the document itself
    record Refused(Optional<String> parameter, List<Problem> problems) implements Receipt {}
  }

  /// How a document came.
  private enum Manner {
    /// Somebody handed it in, and means what it says: also when it had been retracted.
    BY_HAND,
    /// A connector fetched it, now or of what lies back. The same bytes once more say nothing new, nor do the same figures:
    /// a publisher may leave in place what it withdrew.
    FETCHED,
    /// It comes with Offtake, at every start. The verdicts it moves are issued once, at the starter's end.
    STARTER
  }

  /// @throws Overloaded  when too many documents come at once; nothing of this one was kept
  public Receipt handIn(Submission submission, Actor by) {
    return turns.next(() -> handIn(submission, Manner.BY_HAND, by));
  }

  public Receipt handInFetched(Submission submission) {
    return handIn(submission, Manner.FETCHED, Actor.job("fetch"));
  }

  Receipt handInStarter(Submission submission) {
    return handIn(submission, Manner.STARTER, Actor.job("starter"));
  }

  private Receipt handIn(Submission sent, Manner manner, Actor by) {
    Secrets.Cut cut = secrets.cut(sent.content());
    Submission submission = sent.without(secrets, cut.bytes());
    String id = Sha256.hex(submission.content());
    Optional<Document> held = documents.find(id);
    if (held.isPresent() && !(manner == Manner.BY_HAND && isWithdrawn(held.get()))) {
      return misnamed(submission, held.get()).<Receipt>map(refusal -> refusal)
          .orElseGet(() -> new Receipt.AlreadyHeld(held.get()));
    }
    List<Readers.Form> forms = readers.formsOf(submission.source());
    Optional<Readers.Form> form = readers.formOf(submission);
    if (form.isEmpty()) {
      return refused("documentType", "'%s' is not a form of %s; it takes %s".formatted(
          submission.documentType(), submission.source(),
          forms.stream().map(Readers.Form::id).collect(Collectors.joining(", "))));
    }
    return switch (readers.read(submission, form.get())) {
      case Unreadable(var problems) -> new Receipt.Refused(Optional.empty(), problems);
      case Read read -> objection(submission, read)
          .<Receipt>map(objection -> objection)
          .orElseGet(() -> keep(id, submission, cut.cuts(), form.get(), read, manner, by));
    };
  }

  /// Whether a release of the document's periods was retracted, so that the document may bring figures back.
  private boolean isWithdrawn(Document document) {
    return snapshots.refresh().panel().retractions(document.source()).stream()
        .map(retraction -> retraction.release().period().last())
        .anyMatch(end -> !end.isBefore(document.firstPeriod()) && !end.isAfter(document.lastPeriod()));
  }

  /// What the submission's own words say against its content.
  private Optional<Receipt.Refused> objection(Submission submission, Read read) {
    List<PublishedRelease> releases = read.releases();
    if (releases.isEmpty()) {
      return Optional.of(new Receipt.Refused(Optional.empty(), List.of(new Problem(null, "it holds no release"))));
    }
    Set<LocalDate> ends = releases.stream().map(release -> release.period().last()).collect(toSet());
    LocalDate newest = releases.getLast().period().last();
    if (submission.periodEnd() != null && !ends.contains(submission.periodEnd())) {
      return Optional.of(refused("periodEnd", "the document speaks of the period that ends on %s, not on %s"
          .formatted(newest, submission.periodEnd())));
    }
    Optional<Receipt.Refused> misnamed = misnamed(submission, ends::contains, newest);
    if (misnamed.isPresent()) {
      return misnamed;
    }
    Instant now = clock.instant();
    if (submission.releasedAt() != null && submission.releasedAt().isAfter(now)) {
      return Optional.of(refused("releasedAt", "it lies in the future; write the instant the public had it"));
    }
    if (submission.releasedAt() != null
        && submission.releasedAt().isBefore(newest.atStartOfDay(ZoneOffset.UTC).toInstant())) {
      return Optional.of(refused("releasedAt", "it lies before the period that the document is for ended (%s)"
          .formatted(newest)));
    }
    var printed = releases.getLast().releasedAt();
    if (submission.releasedAt() != null && printed != null && !printed.equals(submission.releasedAt())) {
      return Optional.of(refused("releasedAt", "the document itself says %s; leave the parameter out"
          .formatted(printed)));
    }
    return releases.stream()
        .filter(release -> release.releasedAt() != null && release.releasedAt().isAfter(now))
        .findFirst()
        .map(release -> new Receipt.Refused(Optional.empty(), List.of(new Problem(null,
            "it says that it was released on %s, which lies in the future".formatted(release.releasedAt())))));
  }

  /// The same for bytes that are held: they were read when they came.
  private static Optional<Receipt.Refused> misnamed(Submission submission, Document held) {
    return misnamed(submission,
        day -> !day.isBefore(held.firstPeriod()) && !day.isAfter(held.lastPeriod()), held.lastPeriod());
  }

  /// A name that says another week than the document speaks of.
  private static Optional<Receipt.Refused> misnamed(
      Submission submission, Predicate<LocalDate> isSpokenOf, LocalDate newest) {
    var dated = DATED_NAME.matcher(submission.name() == null ? "" : submission.name());
    return dated.find() && !isSpokenOf.test(parsedOrNewest(dated.group(1), newest))
        ? Optional.of(refused("name", ("the name says the week to %s and the document is of the week to %s;"
            + " hand it in under its own name").formatted(dated.group(1), newest)))
        : Optional.empty();
  }

  private Receipt keep(
      String id, Submission submission, List<String> cuts, Readers.Form form, Read read, Manner manner, Actor by) {
    Duration patience = manner == Manner.BY_HAND ? WriterLock.PATIENCE : WriterLock.PATIENCE_OF_WORK;
    Receipt receipt = advance.carryOut(patience, by, (before, now) -> {
      Optional<Document> held = documents.find(id);
      if (held.isPresent() && manner != Manner.BY_HAND) {
        return new Stay<>(new Receipt.AlreadyHeld(held.get()));
      }
      Optional<Receipt.Refused> takenName = nameOfAnotherWeek(submission, read);
      if (takenName.isPresent()) {
        return new Stay<>(takenName.get());
      }
      boolean fetched = manner == Manner.FETCHED;
      var reception = Reception.of(submission.source(), calendars, before.panel(), id, submission.releasedAt(), now, fetched,
          read, readers, documents::content);
      if (held.isPresent() && reception.judged().entries().isEmpty()) {
        return new Stay<>(new Receipt.AlreadyHeld(held.get()));
      }
      int added = reception.decision().added() - reception.judged().restated();
      return new Move<>(
          DataVersion.Cause.DOCUMENT,
          "%s: %s new".formatted(submission.source(), Counted.of(added, "figure")),
          version -> {
            Document document = held.orElseGet(() -> document(
                id, submission, form, read, reception.doubtful(), fetched, cuts, version.at(), version.id()));
            if (held.isEmpty()) {
              documents.append(document, submission.content());
            }
            append(id, reception, version);
            return new Receipt.Taken(document, read.releases(), reception.decision().figures(), added,
                reception.decision().revised(), held.isPresent(), version.id());
          },
          manner == Manner.STARTER
              ? Advance.none()
              : advance.on(after -> touched.by(submission.source(), commodities(read), after)));
    });
    if (receipt instanceof Receipt.Taken taken && !taken.again()) {
      cryOut(taken.document(), cuts, read.alarms());
    }
    return receipt;
  }

  private void append(String document, Reception reception, DataVersion version) {
    evidence.append(document, reception.judged().entries(), version.id(), version.at());
    reception.judged().believed().forEach(each ->
        evidence.append(new HeldBack.Relief(each.id(), document, "", version.at(), version.id())));
  }

  /// What an operator must look at, for much that follows would be wrong otherwise.
  private void cryOut(Document document, List<String> cuts, List<String> alarms) {
    alarms.forEach(alarm -> Log.warnf("%s, document %s: %s", document.source(), document.id(), alarm));
    cuts.forEach(cut -> Log.warnf("%s, document %s: held %s; it was cut out before the document was kept",
        document.source(), document.id(), cut));
    metrics.counter("offtake.documents.alarms", "source", document.source().value()).increment(alarms.size());
    metrics.counter("offtake.documents.rows.doubtful", "source", document.source().value())
        .increment(document.doubtful().size());
  }

  /// A name that was used for another week before belongs to that week, unless it is one that the publisher reuses.
  private Optional<Receipt.Refused> nameOfAnotherWeek(Submission submission, Read read) {
    String name = submission.name();
    if (name == null || readers.isRollingName(submission.source(), name)) {
      return Optional.empty();
    }
    LocalDate newest = read.releases().getLast().period().last();
    return documents.named(submission.source(), name).stream()
        .filter(held -> !held.lastPeriod().equals(newest))
        .findFirst()
        .map(held -> refused("name", ("'%s' is held for the period that ends on %s and this document is for %s;"
            + " hand it in under its own name").formatted(name, held.lastPeriod(), newest)));
  }

  private static Set<CommodityId> commodities(Read read) {
    return read.releases().stream()
        .flatMap(release -> release.coverage().stream())
        .map(Coverage::commodity)
        .collect(toSet());
  }

  private static Document document(
      String id, Submission submission, Readers.Form form, Read read, List<DoubtfulRow> doubtful, boolean fetched,
      List<String> cuts, Instant now, long dataVersion) {
    return new Document(id, submission.source(), form.id(),
        new Document.Told(
            submission.name(), submission.sourceUrl(), submission.marketingYear(), submission.releasedAt()),
        submission.mediaType(), submission.content().length, now, form.version(),
        read.releases().getFirst().period().last(), read.releases().getLast().period().last(), doubtful, dataVersion,
        fetched, cuts);
  }

  private static LocalDate parsedOrNewest(String day, LocalDate newest) {
    try {
      return LocalDate.parse(day);
    } catch (DateTimeException impossible) {
      return newest.plusDays(1);
    }
  }

  private static Receipt.Refused refused(String parameter, String reason) {
    return new Receipt.Refused(Optional.of(parameter), List.of(new Problem(null, reason)));
  }
}
