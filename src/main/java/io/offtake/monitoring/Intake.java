package io.offtake.monitoring;

import static java.util.stream.Collectors.toSet;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.offtake.assessment.Assessment;
import io.offtake.assessment.IssuedVerdicts;
import io.offtake.evidence.DataVersion;
import io.offtake.evidence.EvidenceLog;
import io.offtake.evidence.HeldBack;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.SourceId;
import io.offtake.reference.CommodityId;
import io.offtake.source.Coverage;
import io.offtake.source.Document;
import io.offtake.source.Documents;
import io.offtake.source.ParseOutcome.DoubtfulRow;
import io.offtake.source.ParseOutcome.Problem;
import io.offtake.source.ParseOutcome.Read;
import io.offtake.source.ParseOutcome.Unreadable;
import io.offtake.source.PublishedRelease;
import io.offtake.source.Readers;
import io.offtake.source.Reception;
import io.offtake.source.Secrets;
import io.offtake.source.Submission;
import io.offtake.text.Counted;
import io.quarkus.logging.Log;

/// Takes in one document: keeps the raw bytes, reads them, appends what is new, assesses what that touches, and moves
/// the data version, all in one transaction. A document is taken whole or not at all.
@ApplicationScoped
public class Intake {

  /// A name that states the week it is for, as the publisher's archives do.
  private static final Pattern DATED_NAME = Pattern.compile("week[-_]to[-_](\\d{4}-\\d{2}-\\d{2})");

  private static final int LONGEST_IMPORT_SECONDS = 600;

  private final Readers readers;
  private final Documents documents;
  private final EvidenceLog evidence;
  private final IssuedVerdicts issued;
  private final Alerting alerting;
  private final Snapshots snapshots;
  private final WriterLock lock;
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
      IssuedVerdicts issued,
      Alerting alerting,
      Snapshots snapshots,
      WriterLock lock,
      Touched touched,
      ReleaseCalendars calendars,
      Secrets secrets,
      MeterRegistry metrics,
      Clock clock) {
    this.readers = readers;
    this.documents = documents;
    this.evidence = evidence;
    this.issued = issued;
    this.alerting = alerting;
    this.snapshots = snapshots;
    this.lock = lock;
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
  public Receipt handIn(Submission submission) {
    return turns.next(() -> handIn(submission, Manner.BY_HAND));
  }

  Receipt handInFetched(Submission submission) {
    return handIn(submission, Manner.FETCHED);
  }

  Receipt handInStarter(Submission submission) {
    return handIn(submission, Manner.STARTER);
  }

  private Receipt handIn(Submission sent, Manner manner) {
    Secrets.Cut cut = secrets.cut(sent.content());
    Submission submission = sent.without(secrets, cut.bytes());
    String id = sha256(submission.content());
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
          .orElseGet(() -> keep(id, submission, cut.cuts(), form.get(), read, manner));
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
      String id, Submission submission, List<String> cuts, Readers.Form form, Read read, Manner manner) {
    record Kept(Receipt receipt, Optional<Snapshot> snapshot) {}
    Duration patience = manner == Manner.BY_HAND ? WriterLock.PATIENCE : WriterLock.PATIENCE_OF_WORK;
    Kept kept = lock.inTurn(patience, LONGEST_IMPORT_SECONDS, () -> {
      Optional<Document> held = documents.find(id);
      Snapshot before = snapshots.grown(evidence.newestVersion());
      if (held.isPresent() && manner != Manner.BY_HAND) {
        return new Kept(new Receipt.AlreadyHeld(held.get()), Optional.of(before));
      }
      Optional<Receipt.Refused> takenName = nameOfAnotherWeek(submission, read);
      if (takenName.isPresent()) {
        return new Kept(takenName.get(), Optional.empty());
      }
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      boolean fetched = manner == Manner.FETCHED;
      var reception = Reception.of(submission.source(), calendars, before.panel(), id, submission.releasedAt(), now, fetched,
          read, documents::content);
      var decision = reception.decision();
      var judged = reception.judged();
      int added = decision.added() - judged.restated();
      if (held.isPresent() && judged.entries().isEmpty()) {
        return new Kept(new Receipt.AlreadyHeld(held.get()), Optional.of(before));
      }
      var version = new DataVersion(before.version().id() + 1, now, DataVersion.Cause.DOCUMENT,
          "%s: %s new".formatted(submission.source(), Counted.of(added, "figure")));
      Document document = held.orElseGet(() -> document(id, submission, form, read, reception.doubtful(), fetched, cuts,
          now, version.id()));
      evidence.append(version);
      if (held.isEmpty()) {
        documents.append(document, submission.content());
      }
      evidence.append(id, judged.entries(), version.id(), now);
      judged.believed().forEach(each ->
          evidence.append(new HeldBack.Relief(each.id(), id, "", now, version.id())));
      Snapshot after = snapshots.grown(version, before);
      if (manner != Manner.STARTER) {
        List<Assessment> moved = touched.by(submission.source(), commodities(read), after);
        issued.append(moved, version.id());
        alerting.look(moved, version);
      }
      return new Kept(
          new Receipt.Taken(document, read.releases(), decision.figures(), added, decision.revised(),
              held.isPresent(), version.id()),
          Optional.of(after));
    });
    kept.snapshot().ifPresent(snapshots::serveWhenReady);
    if (kept.receipt() instanceof Receipt.Taken taken && !taken.again()) {
      cryOut(taken.document(), cuts, read.alarms());
    }
    return kept.receipt();
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
    return new Document(id, submission.source(), form.id(), submission.name(), submission.sourceUrl(),
        submission.mediaType(), submission.content().length, submission.marketingYear(), submission.releasedAt(), now,
        form.version(),
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

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
