package io.offtake.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

/// The laws of exact amounts, over seeded ones: as published, negative, with up to six decimals, and beyond what a `long` or
/// a `double` holds.
class QuantityTest {

  private static final int CASES = 2_000;
  private static final long SEED = 20_260_210;

  @Test
  void sumsDoNotDependOnTheirOrderAndLoseNothing() {
    var random = new SplittableRandom(SEED);
    for (int i = 0; i < CASES; i++) {
      List<Quantity> parts = new ArrayList<>();
      for (int part = random.nextInt(1, 12); part > 0; part--) {
        parts.add(any(random, Unit.TONNE));
      }
      Quantity forwards = sum(parts);
      Collections.shuffle(parts, new Random(random.nextLong()));

      assertThat(sum(parts)).isEqualTo(forwards).hasSameHashCodeAs(forwards);
      assertThat(forwards.minus(parts.getFirst()).plus(parts.getFirst())).isEqualTo(forwards);
      assertThat(forwards.minus(forwards)).isEqualTo(Quantity.zero(Unit.TONNE));
      assertThat(forwards.plus(Quantity.zero(Unit.TONNE))).isEqualTo(forwards);
    }
  }

  @Test
  void aFactorGoesOverASum() {
    var random = new SplittableRandom(SEED + 1);
    for (int i = 0; i < CASES; i++) {
      Quantity one = any(random, Unit.US_DOLLAR);
      Quantity other = any(random, Unit.US_DOLLAR);
      BigDecimal factor = any(random, Unit.PERCENT).value();

      assertThat(one.plus(other).times(factor)).isEqualTo(one.times(factor).plus(other.times(factor)));
      assertThat(one.times(BigDecimal.ONE)).isEqualTo(one);
      assertThat(one.times(BigDecimal.ZERO).isZero()).isTrue();
    }
  }

  @Test
  void orderAgreesWithTheSignOfTheDifference() {
    var random = new SplittableRandom(SEED + 2);
    for (int i = 0; i < CASES; i++) {
      Quantity one = any(random, Unit.KILOGRAM);
      Quantity other = random.nextInt(10) == 0 ? one : any(random, Unit.KILOGRAM);
      Quantity difference = one.minus(other);

      assertThat(Integer.signum(one.compareTo(other))).isEqualTo(difference.value().signum());
      assertThat(one.compareTo(other) == 0).isEqualTo(one.equals(other));
      assertThat(difference.isNegative()).isEqualTo(difference.value().signum() < 0);
      assertThat(difference.isPositive()).isEqualTo(difference.value().signum() > 0);
      assertThat(difference.isZero()).isEqualTo(!difference.isNegative() && !difference.isPositive());
    }
  }

  @Test
  void equalAmountsAreEqualHoweverTheyWereWritten() {
    Quantity plain = Quantity.tonnes(1_200);
    for (String written : List.of("1200", "1200.0", "1.2E3", "1200.000000", "12E2")) {
      Quantity same = Quantity.of(new BigDecimal(written), Unit.TONNE);
      assertThat(same).isEqualTo(plain).hasSameHashCodeAs(plain).hasToString("1200 t");
    }
    assertThat(Quantity.of(new BigDecimal("0.000"), Unit.TONNE)).isEqualTo(Quantity.zero(Unit.TONNE));
    assertThat(Quantity.of(new BigDecimal("-0.5"), Unit.TONNE)).hasToString("-0.5 t");
  }

  @Test
  void unlikeUnitsAreNeitherAddedNorCompared() {
    for (Unit unit : Unit.values()) {
      for (Unit other : Unit.values()) {
        if (unit != other) {
          Quantity one = Quantity.of(1, unit);
          Quantity another = Quantity.of(1, other);
          assertThat(one).isNotEqualTo(another);
          assertThatThrownBy(() -> one.plus(another)).isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining(unit.id()).hasMessageContaining(other.id());
          assertThatThrownBy(() -> one.minus(another)).isInstanceOf(IllegalArgumentException.class);
          assertThatThrownBy(() -> one.compareTo(another)).isInstanceOf(IllegalArgumentException.class);
        }
      }
    }
  }

  @Test
  void aUnitIsFoundByItsIdAndByNothingElse() {
    var ids = new HashSet<String>();
    for (Unit unit : Unit.values()) {
      assertThat(ids.add(unit.id())).as("%s stands once", unit.id()).isTrue();
      assertThat(Unit.ofId(unit.id())).contains(unit);
      assertThat(unit.code()).matches("[A-Z0-9]{2,3}");
      assertThat(unit.description()).isNotBlank();
    }
    assertThat(Unit.ofId("T")).isEmpty();
    assertThat(Unit.ofId("")).isEmpty();
  }

  private static Quantity sum(List<Quantity> parts) {
    return parts.stream().reduce(Quantity.zero(Unit.TONNE), Quantity::plus);
  }

  private static Quantity any(SplittableRandom random, Unit unit) {
    var value = BigDecimal.valueOf(random.nextLong(), random.nextInt(7));
    return Quantity.of(random.nextInt(5) == 0 ? value.movePointRight(12) : value, unit);
  }
}
