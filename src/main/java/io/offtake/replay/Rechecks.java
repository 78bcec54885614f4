package io.offtake.replay;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.answer.Snapshots;
import io.offtake.document.Document;
import io.offtake.document.Documents;
import io.offtake.document.Readers;
import io.offtake.document.Recheck.Finding;
import io.offtake.document.Recheck;
import io.offtake.document.RecheckFindings;
import io.offtake.evidence.EvidenceLog;
import io.offtake.evidence.Panel;
import io.offtake.evidence.ReleaseCalendars;
import io.offtake.evidence.SourceId;
import io.offtake.text.Sha256;
import io.offtake.work.Job;
import io.offtake.work.JobKind;
import io.offtake.work.job.JobOrders;
import org.jspecify.annotations.Nullable;

/// Rechecks as jobs: a step is one document, in the order they were received. Everything is read from the database
/// again, for what is served from memory would hide what happened to it there.
@ApplicationScoped
public class Rechecks implements JobKind {

  public static final String KIND = "recheck";

  private final JobOrders orders;
  private final Documents documents;
  private final EvidenceLog evidence;
  private final RecheckFindings findings;
  private final Snapshots snapshots;
  private final Recheck recheck;

  Rechecks(
      JobOrders orders,
      Documents documents,
      EvidenceLog evidence,
      RecheckFindings findings,
      Snapshots snapshots,
      Readers readers,
      ReleaseCalendars calendars) {
    this.orders = orders;
    this.documents = documents;
    this.evidence = evidence;
    this.findings = findings;
    this.snapshots = snapshots;
    this.recheck = new Recheck(readers, calendars, documents::content);
  }

  /// What is asked for.
  ///
  /// @param source  whose documents; those of all when null
  public record Asked(@Nullable String source) {

    Optional<SourceId> sourceId() {
      return Optional.ofNullable(source).map(SourceId::new);
    }
  }

  public Job ask(Asked asked) {
    return orders.add(KIND, asked, snapshots.current().version().id());
  }

  /// What a job was asked to do.
  public Asked asked(Job job) {
    return orders.asked(job, Asked.class);
  }

  /// What a recheck has found so far.
  public RecheckFindings.Summary findings(long job, int atMost) {
    return findings.of(job, atMost);
  }

  @Override
  public String id() {
    return KIND;
  }

  @Override
  public Run open(Job job) {
    List<String> ids = documents.heldAt(job.dataVersion(), asked(job).sourceId());
    return new Run() {

      // Everything that was held before a document; it grows with the steps.
      private Panel held = Panel.empty();

      @Override
      public int steps() {
        return ids.size();
      }

      @Override
      public String describe(int step) {
        return "document " + ids.get(step);
      }

      @Override
      public Step carryOut(int step, Runnable pause) {
        Document document = documents.find(ids.get(step)).orElseThrow();
        byte[] content = documents.content(document.id()).orElseThrow();
        Panel before = evidence.load(held, document.dataVersion() - 1);
        held = evidence.load(before, document.dataVersion());
        Finding finding = recheck.of(document, content, Sha256.hex(content), before, held);
        return Step.done(finding.figures(), () -> findings.append(job.id(), step, finding));
      }
    };
  }
}
