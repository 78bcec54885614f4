package io.offtake.alert;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/// What a rule looks at. Some kinds speak of a condition that stands or does not; the others of something that happened,
/// which is told once and is over with the next release.
public sealed interface RuleKind {

  /// The probability of a shortfall reaches `level`. The hysteresis is in points of probability.
  ///
  /// @param below  it is another rule's matter from this probability on: this rule does not begin there, though it
  ///     goes on there; 1 or more where there is no such rule
  record ShortfallProbability(double level, double below) implements RuleKind {
    public ShortfallProbability {
      if (!(0 < level && level < below && level < 1)) {
        throw new IllegalArgumentException("need 0 < level < below and level < 1, but was %s, %s"
            .formatted(level, below));
      }
    }
  }

  /// The actual rate is below the required one over 4 and over 12 weeks. The hysteresis is a fraction of the required
  /// rate.
  record PaceBelowRequired() implements RuleKind {}

  /// The last safe date is at most so many days ahead. The hysteresis is in days.
  record LastSafeDateWithin(int days) implements RuleKind {
    public LastSafeDateWithin {
      if (days < 0) {
        throw new IllegalArgumentException("days are not negative, but were " + days);
      }
    }
  }

  /// The verdict is another than the one before it. Verdicts that could not be given do not count.
  record VerdictChanged() implements RuleKind {}

  /// Another version of the terms came into force.
  record TermsAmended() implements RuleKind {}

  /// Cancellations outweighed new business in a week of the window.
  ///
  /// @param size  from so much on, in the unit of the reading
  record NetCancellation(double size) implements RuleKind {
    public NetCancellation {
      if (!(size > 0)) {
        throw new IllegalArgumentException("the size is above 0, but was " + size);
      }
    }
  }

  /// A release was due so many hours ago and has not come.
  record SourceLate(int hours) implements RuleKind {
    public SourceLate {
      if (hours < 0) {
        throw new IllegalArgumentException("hours are not negative, but were " + hours);
      }
    }
  }

  /// A release that the reading counted was withdrawn.
  record EvidenceRetracted() implements RuleKind {}

  /// What kinds ask for, by name.
  record Parameters(
      @Nullable Double level,
      @Nullable Double below,
      @Nullable Integer days,
      @Nullable Double size,
      @Nullable Integer hours) {

    /// The most that is taken of a new rule: beyond it lies a slip of the hand.
    public static final int MOST_DAYS = 3_660;
    public static final int MOST_HOURS = 87_600;
    public static final double MOST_SIZE = 1e12;

    /// The names of those that are given and that a kind does not take.
    public List<String> besides(String kind) {
      var given = new LinkedHashMap<String, @Nullable Object>();
      given.put("level", level);
      given.put("below", below);
      given.put("days", days);
      given.put("size", size);
      given.put("hours", hours);
      Set<String> taken = switch (kind) {
        case "shortfallProbability" -> Set.of("level", "below");
        case "lastSafeDateWithin" -> Set.of("days");
        case "netCancellation" -> Set.of("size");
        case "sourceLate" -> Set.of("hours");
        default -> Set.of();
      };
      return given.entrySet().stream()
          .filter(each -> each.getValue() != null && !taken.contains(each.getKey()))
          .map(Map.Entry::getKey)
          .toList();
    }

    /// The name of the parameter that a kind needs and that is not given.
    public Optional<String> missing(String kind) {
      return switch (kind) {
        case "shortfallProbability" -> level == null ? Optional.of("level") : Optional.empty();
        case "lastSafeDateWithin" -> days == null ? Optional.of("days") : Optional.empty();
        case "netCancellation" -> size == null ? Optional.of("size") : Optional.empty();
        case "sourceLate" -> hours == null ? Optional.of("hours") : Optional.empty();
        default -> Optional.empty();
      };
    }

    /// What is out of its bounds of those that a kind takes, in words, by name. Rules that were kept before are not asked.
    public SortedMap<String, String> beyond(String kind) {
      var beyond = new TreeMap<String, String>();
      switch (kind) {
        case "shortfallProbability" -> {
          if (level != null && !(0 < level && level < 1)) {
            beyond.put("level", level <= 0
                ? "A level of %s fires at any time".formatted(plain(level))
                : "A level of %s fires at a shortfall that is certain alone, or never".formatted(plain(level)));
          }
          if (below != null && level != null && below <= level) {
            beyond.put("below", "It would never begin: below (%s) is not above the level (%s)".formatted(
                plain(below), plain(level)));
          }
        }
        case "lastSafeDateWithin" -> {
          if (days != null && (days < 0 || days > MOST_DAYS)) {
            beyond.put("days", "days are from 0 to %d, but were %d".formatted(MOST_DAYS, days));
          }
        }
        case "netCancellation" -> {
          if (size != null && !(0 < size && size <= MOST_SIZE)) {
            beyond.put("size", "the size is above 0 and at most 1000000000000, but was " + plain(size));
          }
        }
        case "sourceLate" -> {
          if (hours != null && (hours < 0 || hours > MOST_HOURS)) {
            beyond.put("hours", "hours are from 0 to %d, but were %d".formatted(MOST_HOURS, hours));
          }
        }
        default -> { }
      }
      return beyond;
    }

    private static String plain(double number) {
      return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
  }

  /// The kind of that id; empty when there is none, or a parameter that it needs is absent.
  ///
  /// @throws IllegalArgumentException if a parameter is out of its bounds
  static Optional<RuleKind> of(String id, Parameters given) {
    return switch (id) {
      case "shortfallProbability" -> given.level() == null
          ? Optional.empty()
          : Optional.of(new ShortfallProbability(given.level(), given.below() == null ? 1 : given.below()));
      case "paceBelowRequired" -> Optional.of(new PaceBelowRequired());
      case "lastSafeDateWithin" -> Optional.ofNullable(given.days()).map(LastSafeDateWithin::new);
      case "verdictChanged" -> Optional.of(new VerdictChanged());
      case "termsAmended" -> Optional.of(new TermsAmended());
      case "netCancellation" -> Optional.ofNullable(given.size()).map(NetCancellation::new);
      case "sourceLate" -> Optional.ofNullable(given.hours()).map(SourceLate::new);
      case "evidenceRetracted" -> Optional.of(new EvidenceRetracted());
      default -> Optional.empty();
    };
  }

  /// Which parameters a kind needs, in words.
  static String needs(String id) {
    return switch (id) {
      case "shortfallProbability" -> "give level, above 0 and below 1, and below, if at all, above level";
      case "lastSafeDateWithin" -> "give days, from 0 to 3660";
      case "netCancellation" -> "give size, above 0 and at most 1000000000000";
      case "sourceLate" -> "give hours, from 0 to 87600";
      default -> "leave the parameters out";
    };
  }

  /// Stable, lower camel case.
  default String id() {
    return switch (this) {
      case ShortfallProbability _ -> "shortfallProbability";
      case PaceBelowRequired _ -> "paceBelowRequired";
      case LastSafeDateWithin _ -> "lastSafeDateWithin";
      case VerdictChanged _ -> "verdictChanged";
      case TermsAmended _ -> "termsAmended";
      case NetCancellation _ -> "netCancellation";
      case SourceLate _ -> "sourceLate";
      case EvidenceRetracted _ -> "evidenceRetracted";
    };
  }

  /// Whether it speaks of something that happened, not of a condition that stands.
  default boolean isEvent() {
    return switch (this) {
      case VerdictChanged _, TermsAmended _, NetCancellation _, EvidenceRetracted _ -> true;
      case ShortfallProbability _, PaceBelowRequired _, LastSafeDateWithin _, SourceLate _ -> false;
    };
  }

  /// Whether it judges how a reading will end, and so has nothing to say while evidence is missing.
  default boolean needsWholeEvidence() {
    return switch (this) {
      case ShortfallProbability _, PaceBelowRequired _, LastSafeDateWithin _, VerdictChanged _ -> true;
      case TermsAmended _, NetCancellation _, SourceLate _, EvidenceRetracted _ -> false;
    };
  }
}
