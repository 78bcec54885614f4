package io.offtake.commitment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.offtake.evidence.Measure;
import io.offtake.quantity.Quantity;
import io.offtake.reference.CommodityId;
import org.jspecify.annotations.Nullable;

/// A figure of the past that a target is built on or compared with, in one vintage: a restated one is another baseline.
///
/// @param scope  what of the target it is of, in words; absent when of all
/// @param statistic  whose count, in words
/// @param period  of which time, in words
/// @param knownFrom  the day on which it was public; absent when it always was
/// @param derived  how it follows from figures that were published; absent when it was published itself
/// @param measure  of readings that count this; of all when absent
/// @param components  of readings that count just these commodities; of all when empty
public record Baseline(
    Role role,
    @Nullable String scope,
    String statistic,
    String period,
    Quantity value,
    @Nullable LocalDate knownFrom,
    @Nullable String derived,
    @Nullable Measure measure,
    List<CommodityId> components) {

  /// What it is for.
  public enum Role {
    /// The target comes on top of it.
    ADDITIVE("additive"),
    /// The target is a rise over it, in percent.
    UPLIFT_BASE("upliftBase"),
    /// Told beside the target, and no part of it.
    COMPARISON("comparison"),
    /// What can be bought at most, told beside the target.
    LIMIT("limit");

    private final String id;

    Role(String id) {
      this.id = id;
    }

    public String id() {
      return id;
    }

    public static Optional<Role> ofId(String id) {
      return Arrays.stream(values()).filter(role -> role.id.equals(id)).findFirst();
    }
  }

  public Baseline {
    components = List.copyOf(components);
  }

  /// Whether a target is built on it.
  public boolean isBuiltOn() {
    return role == Role.ADDITIVE || role == Role.UPLIFT_BASE;
  }

  /// Of a day alone the end of it counts, in UTC.
  public boolean isKnownAt(Instant asOf) {
    return knownFrom == null || Statement.onDay(knownFrom).isKnownAt(asOf);
  }
}
