package io.offtake.publisher;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.offtake.calendar.DateWindow;
import io.offtake.document.ParseOutcome;
import io.offtake.document.Readers;
import io.offtake.document.Submission;
import io.offtake.document.table.EvidenceTable;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.publisher.census.MonthlyExports;
import io.offtake.publisher.comtrade.MonthlyImports;
import io.offtake.publisher.eia.EnergyExports;
import io.offtake.publisher.fas.AnnouncedSales;
import io.offtake.publisher.fas.Dialect;
import io.offtake.publisher.fas.ExportSales;
import io.offtake.publisher.fgis.CertificateReleases;
import io.offtake.publisher.fgis.WeeklyInspections;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;
import io.offtake.reference.DestinationNames;
import io.offtake.reference.HsHeadings;
import io.offtake.reference.NameTable;
import org.jspecify.annotations.Nullable;

/// The readers that come with Offtake.
public final class StandardReaders implements Readers {

  private static final Form INSPECTIONS = new Form(Optional.of(SourceId.FGIS_WEEKLY), "fgis-wa-gr101", "1",
      "the weekly report WA_GR101 as published, text");
  private static final Form SALES_API = new Form(Optional.of(SourceId.FAS_EXPORT_SALES), "fas-esr-api", "1",
      "an answer of the live Export Sales API, JSON; a year's first net sales contain the carry-over");
  private static final Form SALES_QUERY = new Form(Optional.of(SourceId.FAS_EXPORT_SALES), "fas-esr-query", "1",
      "the same fields from the query application's downloads, JSON; a year's first net sales leave it out");
  private static final Form CERTIFICATES = new Form(Optional.of(SourceId.FGIS_CERTIFICATES), "fgis-certificates-csv", "1",
      "a yearly file of inspection certificates as published, CSV");
  private static final Form ANNOUNCEMENTS = new Form(Optional.of(SourceId.FAS_DAILY_SALES), "fas-daily-sales-csv", "1",
      "announcements of single large sales, transcribed, CSV: announce_date, kind, tonnes, commodity, destination, "
          + "marketing_year");
  private static final Form CENSUS_API = new Form(Optional.of(SourceId.CENSUS_EXPORTS), "census-exports-api", "1",
      "an answer of the international trade data service, codes of ten digits, JSON");
  private static final Form CRUDE_API = new Form(Optional.of(SourceId.EIA_CRUDE), "eia-crude-api", "1",
      "an answer of the data service, version 2, route petroleum/move/expc, JSON");
  private static final Form LNG_API = new Form(Optional.of(SourceId.EIA_LNG), "eia-lng-api", "1",
      "an answer of the data service, version 2, route natural-gas/move/expc, JSON");
  private static final Form COMTRADE_API = new Form(Optional.of(SourceId.UN_COMTRADE), "un-comtrade-api", "1",
      "an answer of the data service, imports by month and heading, JSON");
  private static final List<Form> OF_ONE_SOURCE = List.of(INSPECTIONS, SALES_API, SALES_QUERY, CERTIFICATES, ANNOUNCEMENTS,
      CENSUS_API, CRUDE_API, LNG_API, COMTRADE_API);
  private static final Form TABLE = new Form(Optional.empty(), "offtake-evidence-table", "1",
      "Offtake's own table of figures, CSV");

  private static final String TABLE_START = "# offtake evidence table";
  private static final Set<String> ROLLING_NAMES = Set.of("wa_gr101.txt", "wa_gr101");
  private static final Pattern YEAR_IN_NAME = Pattern.compile("market(?:ing)?Year[-_]?(\\d{4})");

  private final DestinationNames inspectionNames;
  private final DestinationNames salesNames;
  private final DestinationNames countries = NameTable.load("reference/country-names.csv");
  private final DestinationNames energyAreas = NameTable.load("reference/eia-destinations.csv");
  private final DestinationNames comtradeAreas = NameTable.load("reference/comtrade-areas.csv");
  private final HsHeadings headings = HsHeadings.standard();
  private final Commodities commodities;

  public StandardReaders(
      DestinationNames inspectionNames, DestinationNames salesNames, Commodities commodities) {
    this.inspectionNames = inspectionNames;
    this.salesNames = salesNames;
    this.commodities = commodities;
  }

  @Override
  public List<Form> formsOf(SourceId source) {
    var forms = new ArrayList<Form>();
    for (Form form : OF_ONE_SOURCE) {
      if (form.source().filter(source::equals).isPresent()) {
        forms.add(form);
      }
    }
    forms.add(TABLE);
    return forms;
  }

  @Override
  public Optional<Form> formOf(Submission submission) {
    List<Form> forms = formsOf(submission.source());
    if (submission.documentType() != null) {
      return forms.stream().filter(form -> form.id().equals(submission.documentType())).findFirst();
    }
    // Our own table says what it is in its first line; every other form is the source's usual one.
    return Optional.of(startsLikeTable(submission.content()) ? TABLE : forms.getFirst());
  }

  @Override
  public boolean isRollingName(SourceId source, String name) {
    return source.equals(SourceId.FGIS_WEEKLY) && ROLLING_NAMES.contains(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public Map<SourceId, Set<Measure>> sources() {
    return Sources.all().stream().collect(Collectors.toUnmodifiableMap(Sources.Source::id, Sources.Source::countable));
  }

  @Override
  public Map<CommodityId, Long> totals(SourceId source, byte[] document, DateWindow period) {
    return source.equals(SourceId.FGIS_WEEKLY) ? WeeklyInspections.national(document, period) : Map.of();
  }

  @Override
  public ParseOutcome read(Submission submission, Form form) {
    if (form.equals(INSPECTIONS)) {
      return WeeklyInspections.parse(submission.content(), inspectionNames);
    }
    if (form.equals(SALES_API)) {
      return sales(submission, Dialect.API);
    }
    if (form.equals(SALES_QUERY)) {
      return sales(submission, Dialect.QUERY);
    }
    if (form.equals(CERTIFICATES)) {
      return CertificateReleases.parse(submission.content(), inspectionNames);
    }
    if (form.equals(ANNOUNCEMENTS)) {
      return AnnouncedSales.parse(submission.content(), countries, commodities);
    }
    if (form.equals(CENSUS_API)) {
      return MonthlyExports.parse(submission.content(), countries, headings);
    }
    if (form.equals(CRUDE_API)) {
      return EnergyExports.parse(submission.content(), EnergyExports.Product.CRUDE_OIL, energyAreas);
    }
    if (form.equals(LNG_API)) {
      return EnergyExports.parse(submission.content(), EnergyExports.Product.LIQUEFIED_NATURAL_GAS, energyAreas);
    }
    if (form.equals(COMTRADE_API)) {
      return MonthlyImports.parse(submission.content(), comtradeAreas, headings);
    }
    return table(submission);
  }

  private ParseOutcome sales(Submission submission, Dialect dialect) {
    return ExportSales.parse(submission.content(), dialect, marketingYear(submission), salesNames, commodities);
  }

  /// As told, or as the usual file name tells it.
  private static @Nullable Integer marketingYear(Submission submission) {
    if (submission.marketingYear() != null || submission.name() == null) {
      return submission.marketingYear();
    }
    var year = YEAR_IN_NAME.matcher(submission.name());
    return year.find() ? Integer.valueOf(year.group(1)) : null;
  }

  private ParseOutcome table(Submission submission) {
    EvidenceTable table = EvidenceTable.read(submission.content(), commodities);
    var header = table.header();
    return header != null && !header.source().equals(submission.source())
        ? ParseOutcome.Unreadable.because("the table says that its source is %s; hand it in there"
            .formatted(header.source()))
        : table.outcome();
  }

  private static boolean startsLikeTable(byte[] content) {
    int length = Math.min(content.length, TABLE_START.length());
    return new String(content, 0, length, StandardCharsets.UTF_8).equals(TABLE_START);
  }
}
