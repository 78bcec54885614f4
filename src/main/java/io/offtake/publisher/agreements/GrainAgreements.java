package io.offtake.publisher.agreements;

import java.util.List;
import java.util.Optional;

import io.offtake.evidence.Cadence;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.publisher.Publisher;
import io.offtake.publisher.Publisher.Publication;
import io.offtake.publisher.Source;

/// What auditors and the press reported of deliveries under the grain agreements of the 1980s. No service holds them and
/// nothing of them is due: they are handed in, with the time that they cover, which may be years.
public final class GrainAgreements {

  public static final Publisher PUBLISHER = new Publisher(List.of(), List.of(new Publication(
      new Source(new SourceId("agreement-deliveries"), "Deliveries under grain agreements, as reported",
          "US General Accounting Office and press", Cadence.MONTHLY, List.of(Measure.EXPORTED),
          "https://www.gao.gov/products/NSIAD-89-63"),
      List.of(), Optional.empty())));

  private GrainAgreements() {}
}
