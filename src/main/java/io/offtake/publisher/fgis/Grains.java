package io.offtake.publisher.fgis;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.offtake.reference.CommodityId;

/// The words the report has for a grain, at the head of a column and in a correction.
final class Grains {

  private static final Map<String, CommodityId> BY_WORD = Map.ofEntries(
      grain("WHEAT", "wheat"),
      grain("CORN", "corn"),
      grain("YELLOW", "corn"),
      grain("WHITE", "corn"),
      grain("SORGHUM", "sorghum"),
      grain("SOYBEAN", "soybeans"),
      grain("SOYBEANS", "soybeans"),
      grain("BARLEY", "barley"),
      grain("OATS", "oats"),
      grain("RYE", "rye"),
      grain("FLAXSEED", "flaxseed"),
      grain("SUNFLOWER", "sunflower-seed"),
      grain("CANOLA", "canola"),
      grain("MIXED", "mixed-grain"));

  /// A grain that was not shipped has no column, so its absence says 0. Rye, sunflower seed and mixed grain never
  /// have one: the table leaves them out even in weeks in which the national table has tonnes of them.
  static final List<CommodityId> TABLED = List.of("wheat", "corn", "sorghum", "soybeans", "barley", "oats",
      "flaxseed", "canola").stream().map(CommodityId::new).toList();

  private Grains() {}

  static Optional<CommodityId> ofWord(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }

  private static Map.Entry<String, CommodityId> grain(String word, String id) {
    return Map.entry(word, new CommodityId(id));
  }
}
