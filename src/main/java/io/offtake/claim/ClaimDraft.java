package io.offtake.claim;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import io.offtake.commitment.Citation;
import io.offtake.evidence.Measure;
import org.jspecify.annotations.Nullable;

/// A claim as somebody wrote it, before it is known whether it makes sense. What was not written is absent.
///
/// @param assumed  what the writer, or who read it, had to assume
public record ClaimDraft(
    @Nullable String id,
    @Nullable Instant saidAt,
    @Nullable LocalDate saidOn,
    @Nullable String speaker,
    Claim.@Nullable Role role,
    @Nullable Citation source,
    @Nullable String commitment,
    @Nullable TradeDraft trade,
    Claim.@Nullable Word word,
    @Nullable FigureDraft figure,
    @Nullable Measure basis,
    @Nullable LocalDate aboutOn,
    @Nullable String summary,
    List<WorkingDraft> workings,
    List<String> assumed) {

  public ClaimDraft {
    workings = List.copyOf(workings);
    assumed = List.copyOf(assumed);
  }

  public record TradeDraft(@Nullable String commodity, @Nullable String seller, @Nullable String buyer) {}

  public record FigureDraft(
      @Nullable BigDecimal value,
      @Nullable BigDecimal from,
      @Nullable String unit,
      @Nullable BigDecimal roundedTo,
      ClaimFigure.@Nullable Bound bound,
      ClaimFigure.@Nullable Scope scope,
      ClaimFigure.@Nullable Destinations destinations) {}

  public record WorkingDraft(
      Working.@Nullable As as,
      @Nullable BigDecimal value,
      @Nullable String unit,
      @Nullable Measure basis) {}
}
