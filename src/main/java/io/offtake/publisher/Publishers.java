package io.offtake.publisher;

import java.util.List;

import io.offtake.publisher.agreements.GrainAgreements;
import io.offtake.publisher.census.Census;
import io.offtake.publisher.comtrade.Comtrade;
import io.offtake.publisher.customs.ChineseCustoms;
import io.offtake.publisher.eia.Eia;
import io.offtake.publisher.fas.Fas;
import io.offtake.publisher.fgis.Fgis;

/// The publishers that come with Offtake, in the order in which they are listed.
public final class Publishers {

  private static final List<Publisher> ALL = List.of(
      Fgis.PUBLISHER,
      Fas.PUBLISHER,
      Census.PUBLISHER,
      Eia.PUBLISHER,
      Comtrade.PUBLISHER,
      ChineseCustoms.PUBLISHER,
      GrainAgreements.PUBLISHER);

  private Publishers() {}

  public static List<Publisher> all() {
    return ALL;
  }
}
