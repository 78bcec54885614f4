package io.offtake.rest;

import java.util.Comparator;
import java.util.List;

import io.offtake.api.ReferenceApi;
import io.offtake.api.model.CommodityDto;
import io.offtake.api.model.CommodityListDto;
import io.offtake.api.model.PartyDto;
import io.offtake.api.model.PartyListDto;
import io.offtake.reference.Commodities;
import io.offtake.reference.Commodity;
import io.offtake.reference.Parties;
import io.offtake.reference.Party;
import io.offtake.rest.edge.Conditional;
import org.jboss.resteasy.reactive.RestResponse;

/// Tells the commodities and the parties.
class ReferenceResource implements ReferenceApi {

  private static final PartyListDto PARTIES = PartyListDto.builder()
      .parties(Parties.standard().all().stream()
          .sorted(Comparator.comparing(Party::id))
          .<PartyDto>map(ReferenceResource::party)
          .toList())
      .build();
  private static final String PARTIES_VALIDATOR = PARTIES.toString();

  private final Conditional conditional;
  private final Commodities commodities;

  ReferenceResource(Conditional conditional, Commodities commodities) {
    this.conditional = conditional;
    this.commodities = commodities;
  }

  @Override
  public RestResponse<CommodityListDto> listCommodities() {
    CommodityListDto list = CommodityListDto.builder()
        .commodities(commodities.all().stream()
            .sorted(Comparator.comparing(Commodity::id))
            .<CommodityDto>map(ReferenceResource::commodity)
            .toList())
        .build();
    return conditional.answer(list.toString(), false, () -> list);
  }

  @Override
  public RestResponse<PartyListDto> listParties() {
    return conditional.answer(PARTIES_VALIDATOR, false, () -> PARTIES);
  }

  private static CommodityDto commodity(Commodity commodity) {
    var start = commodity.marketingYearStart();
    return CommodityDto.builder()
        .id(commodity.id().value())
        .name(commodity.name())
        .hsCodes(List.of())
        .marketingYearStart(start == null ? null : start.getValue())
        .unit(commodity.unit().id())
        .build();
  }

  private static PartyDto party(Party party) {
    return PartyDto.builder()
        .id(party.id().value())
        .name(party.name())
        .kind(switch (party.kind()) {
          case COUNTRY -> PartyDto.KindEnum.COUNTRY;
          case BLOC -> PartyDto.KindEnum.BLOC;
          case TERRITORY, FORMER -> PartyDto.KindEnum.OTHER;
          case UNKNOWN -> PartyDto.KindEnum.UNKNOWN;
          case TOTAL -> PartyDto.KindEnum.WORLD;
        })
        .build();
  }
}
