package io.offtake.publisher.fas;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

import io.offtake.calendar.BusinessDayReleases;
import io.offtake.evidence.Cadence;
import io.offtake.calendar.WeeklyReleases;
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
import io.offtake.reference.Commodities;
import io.offtake.reference.DestinationNames;
import io.offtake.reference.NameTable;
import org.jspecify.annotations.Nullable;

/// The Foreign Agricultural Service of USDA.
public final class Fas {

  /// The Export Sales data service, up to and without `/exports`. The key is one of api.data.gov.
  public static final Service SERVICE =
      new Service("fas", URI.create("https://api.fas.usda.gov/api/esr"), Asked.WITH_A_KEY,
          "key of [api.data.gov](https://api.data.gov/signup/); without it `fas-export-sales` is not fetched");

  /// The type of the data service's documents.
  public static final String SALES = "fas-esr-api";

  private static final String NAME = "USDA Foreign Agricultural Service";
  private static final Pattern YEAR_IN_NAME = Pattern.compile("market(?:ing)?Year[-_]?(\\d{4})");

  public static final Publisher PUBLISHER = new Publisher(List.of(SERVICE), List.of(
      Publication.of(
          new Source(SourceId.FAS_EXPORT_SALES, "Export Sales Reporting", NAME, Cadence.WEEKLY,
              List.of(Measure.EXPORTED, Measure.NET_SALES, Measure.OUTSTANDING_SALES, Measure.ACCUMULATED_EXPORTS,
                  Measure.NEXT_YEAR_NET_SALES, Measure.NEXT_YEAR_OUTSTANDING_SALES),
              "https://apps.fas.usda.gov/esrqs/"),
          WeeklyReleases.EXPORT_SALES,
          ReadForm.of(SourceId.FAS_EXPORT_SALES, SALES, "1",
              "an answer of the live Export Sales API, JSON; a year's first net sales contain the carry-over",
              submission -> sales(submission, Dialect.API)),
          ReadForm.of(SourceId.FAS_EXPORT_SALES, "fas-esr-query", "1",
              "the same fields from the query application's downloads, JSON; a year's first net sales leave it out",
              submission -> sales(submission, Dialect.QUERY))),
      Publication.of(
          new Source(SourceId.FAS_DAILY_SALES, "Daily export sales announcements", NAME, Cadence.DAILY,
              List.of(Measure.ANNOUNCED), "https://www.fas.usda.gov/newsroom"),
          BusinessDayReleases.ANNOUNCED_SALES,
          ReadForm.of(SourceId.FAS_DAILY_SALES, "fas-daily-sales-csv", "1",
              "announcements of single large sales, transcribed, CSV: announce_date, kind, tonnes, commodity, destination, "
                  + "marketing_year",
              Fas::announcements))));

  /// Read when the first document comes.
  private static final class Names {
    static final DestinationNames DESTINATIONS = NameTable.load("reference/fas-destinations.csv");
    static final DestinationNames COUNTRIES = NameTable.load("reference/country-names.csv");
    static final Commodities COMMODITIES = Commodities.standard();
  }

  private Fas() {}

  private static ParseOutcome sales(Submission submission, Dialect dialect) {
    return ExportSales.parse(
        submission.content(), dialect, marketingYear(submission), Names.DESTINATIONS, Names.COMMODITIES);
  }

  private static ParseOutcome announcements(Submission submission) {
    return AnnouncedSales.parse(submission.content(), Names.COUNTRIES, Names.COMMODITIES);
  }

  /// As told, or as the usual file name tells it.
  private static @Nullable Integer marketingYear(Submission submission) {
    if (submission.marketingYear() != null || submission.name() == null) {
      return submission.marketingYear();
    }
    var year = YEAR_IN_NAME.matcher(submission.name());
    return year.find() ? Integer.valueOf(year.group(1)) : null;
  }
}
