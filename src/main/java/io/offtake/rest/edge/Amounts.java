package io.offtake.rest.edge;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalDouble;

import io.offtake.api.model.EstimateDto;
import io.offtake.api.model.QuantityDto;
import io.offtake.quantity.Figures;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import org.jspecify.annotations.Nullable;

/// Puts amounts into the contract's words: exact figures as they are, estimates rounded to whole units, shares and
/// probabilities to four digits.
public final class Amounts {

  private static final MathContext RATIO = new MathContext(4);

  private Amounts() {}

  public static QuantityDto quantity(Quantity quantity) {
    return QuantityDto.builder().value(quantity.value()).unit(quantity.unit().id()).build();
  }

  public static EstimateDto estimate(double value, Unit unit) {
    return EstimateDto.builder()
        .value(Figures.whole(value))
        .unit(unit.id())
        .build();
  }

  public static @Nullable EstimateDto estimate(OptionalDouble value, Unit unit) {
    return value.isPresent() ? estimate(value.getAsDouble(), unit) : null;
  }

  public static BigDecimal share(double value) {
    return Figures.share(value);
  }

  public static @Nullable BigDecimal share(OptionalDouble value) {
    return value.isPresent() ? share(value.getAsDouble()) : null;
  }

  public static @Nullable BigDecimal ratio(OptionalDouble value) {
    return value.isPresent() ? BigDecimal.valueOf(value.getAsDouble()).round(RATIO) : null;
  }
}
