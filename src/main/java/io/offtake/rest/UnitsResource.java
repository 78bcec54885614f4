package io.offtake.rest;

import java.util.Arrays;
import java.util.Locale;

import io.offtake.api.UnitsApi;
import io.offtake.api.model.UnitDto;
import io.offtake.api.model.UnitListDto;
import io.offtake.quantity.Unit;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.FlatTable;
import io.offtake.rest.edge.TableForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Tells the units of quantities.
class UnitsResource implements UnitsApi {

  private static final UnitListDto UNITS =
      UnitListDto.builder().units(Arrays.stream(Unit.values()).map(UnitsResource::unit).toList()).build();

  private final Conditional conditional;
  private final FlatTable table;

  UnitsResource(Conditional conditional, FlatTable table) {
    this.conditional = conditional;
    this.table = table;
  }

  @Override
  public RestResponse<UnitListDto> listUnits() {
    return conditional.answer(UNITS.toString(), false, () -> UNITS);
  }

  @Override
  public RestResponse<String> listUnitsCsv(Boolean bom, @Nullable String delimiter, String decimal) {
    var form = TableForm.of(bom, delimiter, decimal);
    return conditional.answer(UNITS.toString(), false, () -> table.write(UNITS.getUnits(), UnitDto.class, form));
  }

  private static UnitDto unit(Unit unit) {
    return UnitDto.builder()
        .id(unit.id())
        .code(unit.code())
        .codeList(unit.dimension() == Unit.Dimension.MONEY
            ? UnitDto.CodeListEnum.ISO4217
            : UnitDto.CodeListEnum.UNECE_REC20)
        .dimension(UnitDto.DimensionEnum.fromValue(unit.dimension().name().toLowerCase(Locale.ROOT)))
        .description(unit.description())
        .build();
  }
}
