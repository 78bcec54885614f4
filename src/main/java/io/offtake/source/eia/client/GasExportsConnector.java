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

/// Asks for exports of liquefied natural gas by vessel, by destination.
@ApplicationScoped
class GasExportsConnector implements Connector {

  private final EnergyRoute route;

  GasExportsConnector(Clients clients, FetchConfig config) {
    this.route = new EnergyRoute(clients, config, Product.LIQUEFIED_NATURAL_GAS, "eia-lng-api",
        "/natural-gas/move/expc/data/?facets%5Bprocess%5D%5B%5D=EVE",
        YearMonth.of(2016, 1));
  }

  @Override
  public SourceId source() {
    return SourceId.EIA_LNG;
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
