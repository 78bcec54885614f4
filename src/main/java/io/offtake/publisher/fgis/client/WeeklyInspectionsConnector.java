package io.offtake.publisher.fgis.client;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.evidence.SourceId;
import io.offtake.fetching.Connector;
import io.offtake.fetching.SourceFault;
import io.offtake.fetching.client.Access;
import io.offtake.fetching.client.Clients;
import io.offtake.publisher.fgis.Fgis;

/// Asks for the report WA_GR101. One address holds the newest report only: a week that was missed is not there any
/// more, and stays missing until somebody hands it in.
@ApplicationScoped
class WeeklyInspectionsConnector implements Connector {

  private static final String NAME = "wa_gr101.txt";

  private final Access service;

  WeeklyInspectionsConnector(Clients clients) {
    this.service = clients.freely(Fgis.WEEKLY_REPORT.id(), Fgis.WEEKLY_REPORT.address());
  }

  @Override
  public SourceId source() {
    return SourceId.FGIS_WEEKLY;
  }

  @Override
  public Optional<String> missingSetting() {
    return service.missingSetting();
  }

  @Override
  public List<Ask> asks(Holdings held, LocalDate newestOut) {
    return List.of(new Ask(service.address(), Fgis.WEEKLY, NAME, null, null, null));
  }

  @Override
  public Answer fetch(Ask ask, Optional<Validators> known) throws SourceFault {
    return service.client().get(ask.address(), Set.of("text/plain"), Optional.empty(), known);
  }
}
