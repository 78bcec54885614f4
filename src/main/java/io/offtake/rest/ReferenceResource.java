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
import io.offtake.rest.edge.FlatTable;
import io.offtake.rest.edge.TableForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

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
  private final FlatTable table;

  ReferenceResource(Conditional conditional, Commodities commodities, FlatTable table) {
    this.conditional = conditional;
    this.commodities = commodities;
    this.table = table;
  }

  @Override
  public RestResponse<CommodityListDto> listCommodities() {
    CommodityListDto list = CommodityListDto.builder().commodities(all()).build();
    return conditional.answer(list.toString(), false, () -> list);
  }

  @Override
  public RestResponse<String> listCommoditiesCsv(Boolean bom, @Nullable String delimiter, String decimal) {
    var form = TableForm.of(bom, delimiter, decimal);
    List<CommodityDto> all = all();
    return conditional.answer(all.toString(), false, () -> table.write(all, CommodityDto.class, form));
  }

  private List<CommodityDto> all() {
    return commodities.all().stream()
        .sorted(Comparator.comparing(Commodity::id))
        .<CommodityDto>map(ReferenceResource::commodity)
        .toList();
  }

  @Override
  public RestResponse<PartyListDto> listParties() {
    return conditional.answer(PARTIES_VALIDATOR, false, () -> PARTIES);
  }

  @Override
  public RestResponse<String> listPartiesCsv(Boolean bom, @Nullable String delimiter, String decimal) {
    var form = TableForm.of(bom, delimiter, decimal);
    return conditional.answer(PARTIES_VALIDATOR, false, () -> table.write(PARTIES.getParties(), PartyDto.class, form));
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
