package io.offtake.publisher.eia;

import java.net.URI;
import java.util.List;

import io.offtake.evidence.Cadence;
import io.offtake.calendar.MonthlyReleases;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.publisher.Publisher;
import io.offtake.publisher.Publisher.Asked;
import io.offtake.publisher.Publisher.Publication;
import io.offtake.publisher.Publisher.ReadForm;
import io.offtake.publisher.Publisher.Service;
import io.offtake.publisher.Source;
import io.offtake.publisher.eia.EnergyExports.Product;
import io.offtake.reference.DestinationNames;
import io.offtake.reference.NameTable;

/// The US Energy Information Administration.
public final class Eia {

  /// Version 2 of its data service.
  public static final Service SERVICE = new Service("eia", URI.create("https://api.eia.gov/v2"), Asked.WITH_A_KEY,
      "key of [EIA](https://www.eia.gov/opendata/register.php), for `eia-crude` and `eia-lng`");

  /// The type of documents on crude oil.
  public static final String CRUDE = "eia-crude-api";
  /// The type of documents on liquefied natural gas.
  public static final String LNG = "eia-lng-api";

  public static final Publisher PUBLISHER = new Publisher(List.of(SERVICE), List.of(
      publication(SourceId.EIA_CRUDE, "US crude oil exports by destination", "https://www.eia.gov/dnav/pet/",
          CRUDE, "petroleum/move/expc", Product.CRUDE_OIL),
      publication(SourceId.EIA_LNG, "US liquefied natural gas exports by destination", "https://www.eia.gov/dnav/ng/",
          LNG, "natural-gas/move/expc", Product.LIQUEFIED_NATURAL_GAS)));

  /// Read when the first document comes.
  private static final class Names {
    static final DestinationNames AREAS = NameTable.load("reference/eia-destinations.csv");
  }

  private Eia() {}

  private static Publication publication(
      SourceId id, String name, String address, String form, String route, Product product) {
    return Publication.named(
        new Source(id, name, "US Energy Information Administration", Cadence.MONTHLY, List.of(Measure.EXPORTED), address),
        MonthlyReleases::energyByDestination,
        ReadForm.of(id, form, "1", "an answer of the data service, version 2, route %s, JSON".formatted(route),
            submission -> EnergyExports.parse(submission.content(), product, Names.AREAS)));
  }
}
