package io.offtake.publisher.census;

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

/// The US Census Bureau.
public final class Census {

  /// The international trade data service, up to and without `/exports`.
  public static final Service SERVICE = new Service(
      "census", URI.create("https://api.census.gov/data/timeseries/intltrade"), Asked.WITH_A_KEY,
      "key of the [Census Bureau](https://api.census.gov/data/key_signup.html), for `census-exports`");

  /// The type of its documents.
  public static final String EXPORTS = "census-exports-api";

  public static final Publisher PUBLISHER = new Publisher(List.of(SERVICE), List.of(Publication.named(
      new Source(SourceId.CENSUS_EXPORTS, "US exports by commodity code and partner", "US Census Bureau",
          Cadence.MONTHLY, List.of(Measure.EXPORTED), "https://www.census.gov/foreign-trade/"),
      MonthlyReleases::exportsByCommodity,
      ReadForm.of(SourceId.CENSUS_EXPORTS, EXPORTS, "1",
          "an answer of the international trade data service, codes of ten digits, JSON", Census::read))));

  /// Read when the first document comes.
  private static final class Names {
    static final DestinationNames COUNTRIES = NameTable.load("reference/country-names.csv");
    static final HsHeadings HEADINGS = HsHeadings.standard();
  }

  private Census() {}

  private static ParseOutcome read(Submission submission) {
    return MonthlyExports.parse(submission.content(), Names.COUNTRIES, Names.HEADINGS);
  }
}
