package io.offtake.publisher.eia.client;

import java.time.Month;
import java.time.YearMonth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.offtake.evidence.SourceId;
import io.offtake.fetching.Connector;
import io.offtake.fetching.client.Clients;
import io.offtake.publisher.eia.Eia;
import io.offtake.publisher.eia.EnergyExports.Product;

/// The products that EIA is asked for.
@ApplicationScoped
class EnergyConnectors {

  @Produces
  @Singleton
  Connector crudeOil(Clients clients) {
    return new EnergyExportsConnector(SourceId.EIA_CRUDE, Product.CRUDE_OIL, Eia.CRUDE,
        "/petroleum/move/expc/data/?facets%5Bproduct%5D%5B%5D=EPC0&facets%5Bprocess%5D%5B%5D=EEX",
        YearMonth.of(2015, Month.JANUARY), clients);
  }

  /// By vessel.
  @Produces
  @Singleton
  Connector liquefiedNaturalGas(Clients clients) {
    return new EnergyExportsConnector(SourceId.EIA_LNG, Product.LIQUEFIED_NATURAL_GAS, Eia.LNG,
        "/natural-gas/move/expc/data/?facets%5Bprocess%5D%5B%5D=EVE",
        YearMonth.of(2016, Month.JANUARY), clients);
  }
}
