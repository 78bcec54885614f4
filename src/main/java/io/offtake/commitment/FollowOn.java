package io.offtake.commitment;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// Tells a problem that may only follow from another one: what is wrong there was left out or replaced by a stand-in, and
/// the rest was held against that.
public final class FollowOn {

  private static final String TERMS = "(?:/terms(?:/\\d+)?)?";
  private static final String IN_TERMS = "((?:/terms(?:/\\d+)?)?)";
  private static final String IN_READING = "((?:/readings/\\d+)?)";
  private static final String COMMODITIES = "(?:/commodities.*|" + TERMS + "/tranches/\\d+/commodity)";

  /// Of a place and, after a space, the other one.
  private static final List<Pattern> PLACES = List.of(
      pattern(TERMS + "/headline", "/readings(?:/\\d+(?:/id|/retired)?)?"),
      pattern("(?:/readings/\\d+)?/tranche", TERMS + "(?:/tranches(?:/\\d+(?:/id)?)?)?"),
      pattern(IN_READING + "/measure", "\\1/evidence.*"),
      pattern(IN_READING + "/unknownDestinations", "\\1/measure"),
      pattern(IN_READING + "/share.*", "\\1/unknownDestinations"),
      pattern(IN_READING + "/(?:marketingYear|windowStart|deadline)", COMMODITIES),
      pattern(IN_READING + "/(?:windowStart|deadline)", "\\1/marketingYear"),
      pattern(IN_READING + "/stated(?:On|At)", "\\1/stated(?:On|At)"),
      pattern("(?:/readings/\\d+)?/components/\\d+", "/commodities.*"),
      pattern(IN_TERMS + "/announced(?:On|At)", "\\1/announced(?:On|At)"),
      pattern(TERMS + "/tranches/\\d+/commodity", "/commodities.*"),
      pattern(TERMS + "/tranches/\\d+/target.*", COMMODITIES),
      pattern("(.*/target)/.*", "\\1/.*"));

  private FollowOn() {}

  /// Whether a problem at `place` may be told because of one of those at `wrong` alone: one there, beneath, above, or where
  /// it was held against.
  public static boolean isOf(String place, Collection<String> wrong) {
    return wrong.stream().anyMatch(each -> place.equals(each) || place.startsWith(each + "/") || each.startsWith(place + "/")
        || PLACES.stream().anyMatch(pair -> pair.matcher(place + " " + each).matches()));
  }

  private static Pattern pattern(String place, String wrong) {
    return Pattern.compile(place + " " + wrong);
  }
}
