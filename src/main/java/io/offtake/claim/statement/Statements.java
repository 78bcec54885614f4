package io.offtake.claim.statement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// The store of statements: texts as they were received, what was read in them, and what people decided of it.
public interface Statements {

  /// A statement as it was received, with the proposals that were read in it then.
  ///
  /// @param id  of its bytes and of where and when it was published
  /// @param text  the plain text that spans lead into
  record Kept(
      String id,
      StatementReader.Published published,
      boolean html,
      int size,
      String language,
      String text,
      List<Proposal> proposals,
      List<Decision> decisions,
      Instant receivedAt) {

    public Kept {
      proposals = List.copyOf(proposals);
      decisions = List.copyOf(decisions);
    }

    public Optional<Decision> decision(int proposal) {
      return decisions.stream().filter(each -> each.proposal() == proposal).findFirst();
    }
  }

  /// What somebody decided of a proposal. It is never changed; a claim that was confirmed by mistake is withdrawn.
  ///
  /// @param claim  that was made of it; absent when it was dismissed
  /// @param reason  why it was dismissed
  record Decision(int proposal, @Nullable String claim, @Nullable String reason, Instant at) {

    public boolean isConfirmed() {
      return claim != null;
    }
  }

  Optional<Kept> find(String id);

  Optional<byte[]> content(String id);

  /// The newest first.
  ///
  /// @param before  only those received before this one; null for the first page
  List<Kept> list(@Nullable String before, int atMost);

  /// Keeps a statement that is not held.
  void keep(Kept statement, byte[] content);

  /// @return false when it was decided before
  boolean decide(String statement, Decision decision);
}
