package io.offtake.commitment.store;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Month;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import io.offtake.commitment.Commitment;
import io.offtake.commitment.form.CommitmentJson.Outcome;
import io.offtake.claim.form.CatalogueFile;
import io.offtake.commitment.form.CommitmentJson;
import io.offtake.commitment.form.LocatedTree;
import io.offtake.quantity.Unit;
import io.offtake.reference.CommodityId;

/// The catalogue as shipped, for tests.
public final class StarterCatalogue {

  private static final Map<String, Month> MARKETING_YEAR_STARTS = Map.of(
      "soybeans", Month.SEPTEMBER, "corn", Month.SEPTEMBER, "sorghum", Month.SEPTEMBER, "wheat", Month.JUNE,
      "cotton", Month.AUGUST, "rice", Month.AUGUST, "soybean-meal", Month.OCTOBER);

  private static final Set<String> CROPS =
      Set.of("soybeans", "corn", "sorghum", "wheat", "rice", "soybean-meal", "beef", "coal");

  public static final CommitmentJson JSON = new CommitmentJson(
      commodity -> Optional.ofNullable(MARKETING_YEAR_STARTS.get(commodity.value())));

  /// Crops by mass; of the others nothing is known.
  public static final Function<CommodityId, Set<Unit>> UNITS = commodity -> CROPS.contains(commodity.value())
      ? EnumSet.of(Unit.TONNE, Unit.KILOGRAM, Unit.POUND)
      : Set.of();

  private StarterCatalogue() {}

  public static String text() {
    try (var stream = StarterCatalogue.class.getResourceAsStream("/starter/commitments.json")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<Outcome> outcomes() {
    try {
      return CatalogueFile.read(text(), JSON).commitments().stream().map(CatalogueFile.FileCommitment::outcome).toList();
    } catch (LocatedTree.Unreadable e) {
      throw new IllegalStateException(e);
    }
  }

  public static List<Commitment> commitments() {
    return outcomes().stream().map(outcome -> ((Outcome.Valid) outcome).commitment()).toList();
  }

  public static Commitment commitment(String id) {
    return commitments().stream()
        .collect(toMap(commitment -> commitment.id().value(), Function.identity()))
        .get(id);
  }
}
