package io.offtake.publisher.fgis.client;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.evidence.SourceId;
import io.offtake.fetching.Connector;
import io.offtake.fetching.SourceFault;
import io.offtake.fetching.client.Clients;
import io.offtake.fetching.client.FetchConfig;
import io.offtake.fetching.client.PublisherClient;

/// Asks for the report WA_GR101. One address holds the newest report only: a week that was missed is not there any
/// more, and stays missing until somebody hands it in.
@ApplicationScoped
class WeeklyInspectionsConnector implements Connector {

  private static final String FORM = "fgis-wa-gr101";
  private static final String NAME = "wa_gr101.txt";

  private final PublisherClient client;
  private final URI address;

  WeeklyInspectionsConnector(Clients clients, FetchConfig config) {
    this.client = clients.create();
    this.address = config.fgis().url();
  }

  @Override
  public SourceId source() {
    return SourceId.FGIS_WEEKLY;
  }

  @Override
  public Optional<String> missingSetting() {
    return Optional.empty();
  }

  @Override
  public List<Ask> asks(Holdings held, LocalDate newestOut) {
    return List.of(new Ask(address, FORM, NAME, null, null, null));
  }

  @Override
  public Answer fetch(Ask ask, Optional<Validators> known) throws SourceFault {
    return client.get(ask.address(), Set.of("text/plain"), Optional.empty(), known);
  }
}
