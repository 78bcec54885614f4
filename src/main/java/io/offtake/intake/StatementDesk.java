package io.offtake.intake;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.answer.Snapshots;
import io.offtake.claim.statement.Proposal;
import io.offtake.claim.statement.StatementReader.Published;
import io.offtake.claim.statement.StatementReader;
import io.offtake.claim.statement.Statements.Decision;
import io.offtake.claim.statement.Statements.Kept;
import io.offtake.claim.statement.Statements;
import io.offtake.commitment.Catalogue;
import io.offtake.database.Meanwhile;
import io.offtake.document.CsvText;
import io.offtake.document.Refusal;
import io.offtake.evidence.Actor;
import io.offtake.intake.ClaimChanges.Outcome;
import io.offtake.text.Sha256;

/// Takes in texts as they were published and keeps what is read in them as proposals; makes a claim of what somebody
/// confirms. A text by itself moves nothing.
@ApplicationScoped
public class StatementDesk {

  /// A news report has some thousand characters.
  public static final int LARGEST = 4 * 1024 * 1024;

  private static final int BYTES_OF_ID = 8;

  private final Statements statements;
  private final ClaimChanges claims;
  private final Snapshots snapshots;
  private final Clock clock;

  StatementDesk(Statements statements, ClaimChanges claims, Snapshots snapshots, Clock clock) {
    this.statements = statements;
    this.claims = claims;
    this.snapshots = snapshots;
    this.clock = clock;
  }

  /// What became of a text.
  ///
  /// @param held  whether it was received before
  public record Receipt(Kept statement, boolean held) {}

  /// What became of a decision.
  public sealed interface Decided {

    record Done(Kept statement, Optional<Outcome.Done> claim) implements Decided {}

    record NotFound() implements Decided {}

    record Already(Decision decision) implements Decided {}

    /// The proposal cannot become a claim as it stands.
    record Not(Outcome outcome) implements Decided {}
  }

  /// @throws Refusal  when the bytes are no text
  public Receipt receive(byte[] content, boolean html, Published published) throws Refusal {
    String text = CsvText.decode(content);
    if (text.indexOf('\0') >= 0) {
      throw new Refusal("holds a character of no text (NUL, U+0000): send the text as published, in UTF-8");
    }
    String id = idOf(content, published);
    Optional<Kept> held = statements.find(id);
    if (held.isPresent()) {
      return new Receipt(held.get(), true);
    }
    StatementReader.Result read = StatementReader.read(text, html, published, snapshots.newest().catalogue().stream()
        .map(Catalogue.Entry::commitment).toList());
    var kept = new Kept(id, published, html, content.length, read.language(), read.text(), read.proposals(), List.of(),
        clock.instant().truncatedTo(ChronoUnit.MICROS));
    statements.keep(kept, content);
    return new Receipt(kept, false);
  }

  private static String idOf(byte[] content, Published published) {
    var digest = Sha256.digest();
    digest.update(content);
    digest.update(Sha256.of(published.toString()));
    return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), BYTES_OF_ID));
  }

  /// Makes a claim of a proposal, in the turn of its own: the decision is kept with the claim or not at all.
  public Decided confirm(String id, int number, Actor by) {
    Optional<Kept> statement = statements.find(id);
    Optional<Proposal> proposal = statement.flatMap(found -> found.proposals().stream()
        .filter(each -> each.number() == number).findFirst());
    if (statement.isEmpty() || proposal.isEmpty()) {
      return new Decided.NotFound();
    }
    Optional<Decision> before = statement.get().decision(number);
    if (before.isPresent()) {
      return new Decided.Already(before.get());
    }
    Outcome outcome = claims.make(proposal.get().draft(), by, entry -> {
      if (!statements.decide(id, new Decision(number, entry.claim().id().value(), null, entry.recordedAt()))) {
        throw new Meanwhile("the proposal was decided at the same moment");
      }
    });
    if (outcome instanceof Outcome.Done done) {
      return new Decided.Done(statements.find(id).orElseThrow(), Optional.of(done));
    }
    // While it waited for its turn another may have made the claim of it.
    return statements.find(id).flatMap(now -> now.decision(number)).<Decided>map(Decided.Already::new)
        .orElseGet(() -> new Decided.Not(outcome));
  }

  public Decided dismiss(String id, int number, String reason) {
    Optional<Kept> statement = statements.find(id);
    if (statement.filter(found -> found.proposals().stream().anyMatch(each -> each.number() == number)).isEmpty()) {
      return new Decided.NotFound();
    }
    boolean kept = statements.decide(id,
        new Decision(number, null, reason, clock.instant().truncatedTo(ChronoUnit.MICROS)));
    return kept
        ? new Decided.Done(statements.find(id).orElseThrow(), Optional.empty())
        : new Decided.Already(statements.find(id).orElseThrow().decision(number).orElseThrow());
  }
}
