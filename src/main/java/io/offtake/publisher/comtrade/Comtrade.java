package io.offtake.publisher.comtrade;

import java.net.URI;
import java.util.List;

import io.offtake.evidence.Cadence;
import io.offtake.calendar.MonthlyReleases;
import io.offtake.document.ParseOutcome;
import io.offtake.document.Submission;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.publisher.Publisher;
import io.offtake.publisher.Publisher.Asked;
import io.offtake.publisher.Publisher.Publication;
import io.offtake.publisher.Publisher.ReadForm;
import io.offtake.publisher.Publisher.Service;
import io.offtake.publisher.Source;
import io.offtake.reference.DestinationNames;
import io.offtake.reference.HsHeadings;
import io.offtake.reference.NameTable;

/// UN Comtrade.
public final class Comtrade {

  /// The data service, up to and without `/get`.
  public static final Service SERVICE = new Service(
      "comtrade", URI.create("https://comtradeapi.un.org/data/v1"), Asked.WITH_A_KEY,
      "key of [UN Comtrade](https://comtradedeveloper.un.org/), for `un-comtrade`");

  /// The type of its documents.
  public static final String IMPORTS = "un-comtrade-api";

  public static final Publisher PUBLISHER = new Publisher(List.of(SERVICE), List.of(Publication.named(
      new Source(SourceId.UN_COMTRADE, "UN Comtrade imports by origin", "United Nations Statistics Division",
          Cadence.MONTHLY, List.of(Measure.LANDED), "https://comtradeplus.un.org/"),
      MonthlyReleases::importsByOrigin,
      ReadForm.of(SourceId.UN_COMTRADE, IMPORTS, "1",
          "an answer of the data service, imports by month and heading, JSON", Comtrade::read))));

  /// Read when the first document comes.
  private static final class Names {
    static final DestinationNames AREAS = NameTable.load("reference/comtrade-areas.csv");
    static final HsHeadings HEADINGS = HsHeadings.standard();
  }

  private Comtrade() {}

  private static ParseOutcome read(Submission submission) {
    return MonthlyImports.parse(submission.content(), Names.AREAS, Names.HEADINGS);
  }
}
