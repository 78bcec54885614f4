package io.offtake.claim;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import io.offtake.commitment.Citation;
import io.offtake.commitment.CommitmentId;
import io.offtake.evidence.Measure;
import io.offtake.reference.CommodityId;
import io.offtake.reference.PartyId;
import org.jspecify.annotations.Nullable;

/// Something that somebody said in public of how much was, or will be, bought.
///
/// @param source  where it was published
/// @param figure  absent where there was only a word
/// @param basis  the measure that it was said to be of; absent when none was
/// @param aboutOn  the day that the figure is of; the deadline of what is on track or pledged
/// @param workings  further figures that were said to explain the first
/// @param assumed  what was not said and had to be assumed, in words
public record Claim(
    ClaimId id,
    Said said,
    String speaker,
    Role role,
    Citation source,
    Subject subject,
    @Nullable Word word,
    @Nullable ClaimFigure figure,
    @Nullable Measure basis,
    @Nullable LocalDate aboutOn,
    String summary,
    List<Working> workings,
    List<String> assumed) {

  private static final Pattern AFTER_THE_NAME = Pattern.compile(",.*", Pattern.DOTALL);

  public Claim {
    workings = List.copyOf(workings);
    assumed = List.copyOf(assumed);
  }

  public enum Role { OFFICIAL, PARTY, TRADE, ANALYST, PRESS, OTHER }

  /// What was said in a word.
  public enum Word {
    ON_TRACK,
    MET,
    /// More than half is done.
    MOST,
    /// An undertaking is stated, and nothing of what was done.
    PLEDGED;

    /// Whether it speaks of a day to come.
    public boolean looksAhead() {
      return this == ON_TRACK || this == PLEDGED;
    }
  }

  /// What a claim is about.
  public sealed interface Subject {

    record OfCommitment(CommitmentId commitment) implements Subject {}

    /// No commitment: the trade itself.
    record OfTrade(CommodityId commodity, PartyId seller, PartyId buyer) implements Subject {}
  }

  public Optional<CommitmentId> commitment() {
    return subject instanceof Subject.OfCommitment(CommitmentId commitment) ? Optional.of(commitment) : Optional.empty();
  }

  /// The day that its figure is of: the day of saying, where no other was named.
  public LocalDate day() {
    return aboutOn != null && !isAhead() ? aboutOn : said.onDay();
  }

  public boolean isAhead() {
    return word != null && word.looksAhead();
  }

  /// The speaker's name without office or house.
  public String name() {
    return AFTER_THE_NAME.matcher(speaker).replaceFirst("").strip();
  }
}
