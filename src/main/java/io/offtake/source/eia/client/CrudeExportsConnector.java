package io.offtake.source.eia.client;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.offtake.evidence.SourceId;
import io.offtake.source.Connector;
import io.offtake.source.SourceFault;
import io.offtake.source.client.Clients;
import io.offtake.source.client.FetchConfig;
import io.offtake.source.eia.EnergyExports.Product;

/// Asks for exports of crude oil by destination.
@ApplicationScoped
class CrudeExportsConnector implements Connector {

  private final EnergyRoute route;

  CrudeExportsConnector(Clients clients, FetchConfig config) {
    this.route = new EnergyRoute(clients, config, Product.CRUDE_OIL, "eia-crude-api",
        "/petroleum/move/expc/data/?facets%5Bproduct%5D%5B%5D=EPC0&facets%5Bprocess%5D%5B%5D=EEX",
        YearMonth.of(2015, 1));
  }

  @Override
  public SourceId source() {
    return SourceId.EIA_CRUDE;
  }

  @Override
  public Optional<String> missingSetting() {
    return route.missingSetting();
  }

  @Override
  public List<Ask> asks(Holdings held, LocalDate newestOut) {
    return route.asks(held, newestOut);
  }

  @Override
  public Answer fetch(Ask ask, Optional<Validators> known) throws SourceFault {
    return route.fetch(ask, known);
  }

  @Override
  public Optional<Ask> next(Ask ask, Answer.Content content) {
    return route.next(ask, content);
  }
}
