package io.offtake.rest;

import io.offtake.answer.Standings;
import io.offtake.api.model.ProjectionSummaryDto;
import io.offtake.api.model.ReasonDto;
import io.offtake.assessment.Assessment;
import io.offtake.projection.Projection;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.rest.edge.Amounts;

/// Puts projections into the contract's words.
final class ProjectionMapper {

  private ProjectionMapper() {}

  static ProjectionSummaryDto summary(Projection projection, Assessment assessment) {
    boolean stale = Standings.isStale(assessment);
    return switch (projection) {
      case Projection.NotEstimable(var reason, String detail) -> ProjectionSummaryDto.builder()
          .status(ProjectionSummaryDto.StatusEnum.DECLINED)
          .declined(ReasonDto.builder().code(code(reason)).text(detail).build())
          .fromStaleEvidence(stale)
          .build();
      case Projection.Estimated estimated -> {
        Quantity target = assessment.target().orElseThrow();
        Unit unit = target.unit();
        String[] method = estimated.method().split("/", 2);
        yield ProjectionSummaryDto.builder()
            .status(ProjectionSummaryDto.StatusEnum.ESTIMATED)
            .method(method[0])
            .methodVersion(method[1])
            .seed(estimated.seed())
            .seasons(estimated.seasons())
            .p10(Amounts.estimate(estimated.total().quantile(0.1), unit))
            .p50(Amounts.estimate(estimated.total().quantile(0.5), unit))
            .p90(Amounts.estimate(estimated.total().quantile(0.9), unit))
            .shortfallProbability(Amounts.share(estimated.shortfallProbability()))
            .expectedShortfall(Amounts.estimate(estimated.expectedShortfall(), unit))
            .shortfallP10(Amounts.estimate(Standings.shortfall(estimated, 0.9, target), unit))
            .shortfallP50(Amounts.estimate(Standings.shortfall(estimated, 0.5, target), unit))
            .shortfallP90(Amounts.estimate(Standings.shortfall(estimated, 0.1, target), unit))
            .fromStaleEvidence(stale)
            .build();
      }
    };
  }

  static String code(Projection.Reason reason) {
    return switch (reason) {
      case NO_EVIDENCE -> "noEvidence";
      case PARTLY_HELD -> "partlyHeld";
      case TOO_LITTLE_HISTORY -> "tooLittleHistory";
      case TOO_FAR -> "tooFar";
    };
  }
}
