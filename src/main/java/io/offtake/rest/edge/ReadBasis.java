package io.offtake.rest.edge;

import java.time.Instant;
import java.util.Optional;

import io.offtake.answer.Answers.Basis;
import io.offtake.answer.Answers;
import io.offtake.commitment.Catalogue;
import io.offtake.commitment.CommitmentId;
import io.offtake.evidence.Release;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Settles what a read speaks of, and refuses what cannot be answered.
@Singleton
public class ReadBasis {

  private final Answers answers;

  ReadBasis(Answers answers) {
    this.answers = answers;
  }

  /// @throws ProblemException  400 when `asOf` lies in the future or no such data version has been reached
  public Basis settle(@Nullable Instant asOf, @Nullable Long dataVersion) {
    return switch (answers.settle(Optional.ofNullable(asOf), Optional.ofNullable(dataVersion))) {
      case Answers.Settled.At(Basis basis) -> basis;
      case Answers.Settled.Not(var objection, long newest) -> throw switch (objection) {
        case AS_OF_IN_FUTURE -> refused("asOf", "The parameter 'asOf' lies in the future",
            "give an instant up to now, or leave it out");
        case UNKNOWN_DATA_VERSION -> refused("dataVersion",
            "No data version %d has been reached; the newest is %d".formatted(dataVersion, newest),
            "give a version up to the newest, or leave it out");
      };
    };
  }

  /// What is kept now, for a write: it need not be served yet.
  public Basis newest() {
    return answers.newest();
  }

  /// What is served, or a later version that names itself in what it brought; empty when no such version was reached.
  public Optional<Basis> reached(long dataVersion) {
    Basis served = settle(null, null);
    if (dataVersion <= served.dataVersion()) {
      return Optional.of(served);
    }
    return answers.settle(Optional.empty(), Optional.of(dataVersion)) instanceof Answers.Settled.At(Basis basis)
        ? Optional.of(basis)
        : Optional.empty();
  }

  /// The commitment by its id, as it stood.
  ///
  /// @throws ProblemException  404 when there is none, or when it had not been announced at the instant asked for
  public Catalogue.Entry announced(Basis of, String id) {
    Catalogue.Entry entry = of.snapshot().entry(new CommitmentId(id), of.dataVersion())
        .orElseThrow(() -> ProblemException.notFound("commitment", id));
    if (!entry.commitment().terms().isEmpty() && entry.commitment().termsAsOf(of.asOf()).isEmpty()) {
      Instant since = entry.commitment().terms().getFirst().announced().knownFrom();
      throw new ProblemException(ProblemType.NOT_FOUND,
          "The commitment '%s' was not announced at %s".formatted(id, of.asOf()),
          Fault.inParameter("asOf", "Nothing was known of it before " + since, "ask for " + since + " or later"));
    }
    return entry;
  }

  /// What the bytes of an answer depend on besides its address.
  public static String validator(Basis of) {
    return of.dataVersion() + "@" + of.asOf();
  }

  public static @Nullable Instant newestRelease(Basis of) {
    return of.view().newestRelease().map(Release::releasedAt).orElse(null);
  }

  private static ProblemException refused(String parameter, String detail, String remedy) {
    return new ProblemException(ProblemType.INVALID_PARAMETER, detail, Fault.inParameter(parameter, detail, remedy));
  }
}
