package io.offtake.publisher.customs;

import java.util.List;
import java.util.Optional;

import io.offtake.evidence.Cadence;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.publisher.Publisher;
import io.offtake.publisher.Publisher.Publication;
import io.offtake.publisher.Source;

/// The customs of China, whose tables come without a service to ask and without a calendar: they are handed in.
public final class ChineseCustoms {

  public static final Publisher PUBLISHER = new Publisher(List.of(), List.of(new Publication(
      new Source(new SourceId("cn-customs"), "Chinese imports by origin",
          "General Administration of Customs of China", Cadence.MONTHLY, List.of(Measure.LANDED),
          "http://www.customs.gov.cn/"),
      List.of(), Optional.empty())));

  private ChineseCustoms() {}
}
