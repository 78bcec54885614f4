package io.offtake.publisher.fgis.client;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.evidence.SourceId;
import io.offtake.fetching.Connector;
import io.offtake.fetching.SourceFault;
import io.offtake.fetching.client.Access;
import io.offtake.fetching.client.Clients;
import io.offtake.publisher.fgis.Fgis;
import io.offtake.reference.CommodityId;

/// Asks for the yearly files of certificates, that of the newest week first and back to the newest that is held. A file
/// that has not been rewritten is not sent again, where the publisher tells its version.
///
/// A file has tens of megabytes and is kept as received; PostgreSQL packs it. One above the largest document that is taken
/// is refused. So it is off unless asked for.
@ApplicationScoped
class CertificatesConnector implements Connector {

  /// The grain that is shipped in every week.
  private static final CommodityId CORN = new CommodityId("corn");

  private final Access service;

  CertificatesConnector(Clients clients) {
    this.service = clients.ifWanted(Fgis.CERTIFICATE_FILES.id(), Fgis.CERTIFICATE_FILES.address());
  }

  @Override
  public SourceId source() {
    return SourceId.FGIS_CERTIFICATES;
  }

  @Override
  public Optional<String> missingSetting() {
    return service.missingSetting();
  }

  @Override
  public List<Ask> asks(Holdings held, LocalDate newestOut) {
    int newest = newestOut.getYear();
    int oldest = held.newestShown(CORN).map(LocalDate::getYear).orElse(newest);
    return IntStream.iterate(newest, year -> year >= oldest, year -> year - 1)
        .mapToObj(year -> new Ask(URI.create("%s/CY%d.csv".formatted(service.address(), year)), Fgis.CERTIFICATES, null, null, null, null))
        .toList();
  }

  @Override
  public Answer fetch(Ask ask, Optional<Validators> known) throws SourceFault {
    return service.client().get(ask.address(), Set.of("text/csv", "application/csv", "application/octet-stream", "text/plain",
        "application/vnd.ms-excel"), Optional.empty(), known);
  }
}
