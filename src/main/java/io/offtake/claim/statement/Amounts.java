package io.offtake.claim.statement;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.ParsePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import com.ibm.icu.text.RuleBasedNumberFormat;
import org.jspecify.annotations.Nullable;

/// Finds amounts in a sentence: "12 million tonnes", "12,5 Mt", "douze millions de tonnes", "82 %", "ten cargoes".
final class Amounts {

  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  /// 60 lb of 0.45359237 kg: a bushel of soybeans or wheat.
  private static final BigDecimal SIXTY_POUNDS = new BigDecimal("0.0272155422");
  /// 56 lb: a bushel of corn or sorghum.
  private static final BigDecimal FIFTY_SIX_POUNDS = new BigDecimal("0.0254011727");
  /// What a cargo of grain to Asia holds.
  private static final BigDecimal SMALL_CARGO = BigDecimal.valueOf(55_000);
  private static final BigDecimal LARGE_CARGO = BigDecimal.valueOf(66_000);
  private static final BigDecimal MOST = BigDecimal.TEN.pow(15);
  /// Between a number and its unit: "12 millions de tonnes".
  private static final int LONGEST_GAP = 4;
  private static final int LONGEST_BOUND = 4;
  private static final Pattern DIGITS = Pattern.compile(
      "(?<![\\p{L}\\p{N}.,$€£])(\\d{1,3}(?:[,.\\u00a0\\u202f ]\\d{3})+(?:[.,]\\d{1,3})?|\\d{1,15}(?:[.,]\\d{1,6})?)(?![\\d])(m\\b)?");
  private static final Pattern LINK = Pattern.compile("\\s*(?:de |d'|of )?\\s*");
  private static final Pattern SPELLED = Pattern.compile("(?<![\\p{L}])\\p{L}+(?:[- ]\\p{L}+){0,3}");

  private final Words words;
  private final RuleBasedNumberFormat spellout;
  private final boolean commaIsDecimal;

  Amounts(Words words, String language) {
    this.words = words;
    this.commaIsDecimal = language.equals("fr");
    this.spellout = new RuleBasedNumberFormat(Locale.of(language), RuleBasedNumberFormat.SPELLOUT);
  }

  /// An amount as it was written.
  ///
  /// @param from  the lower end, where a unit is a range
  /// @param roundedTo  one of the last digit that was printed, in the unit
  /// @param bound  word of the contract
  /// @param assumed  what the unit was taken for
  record Amount(
      BigDecimal value,
      @Nullable BigDecimal from,
      String unit,
      @Nullable BigDecimal roundedTo,
      @Nullable String bound,
      Span span,
      @Nullable String assumed) {}

  /// @param commodity  of the sentence, by which a bushel is weighed
  List<Amount> in(String sentence, String commodity) {
    var found = new ArrayList<Amount>();
    DIGITS.matcher(sentence).results().forEach(match -> number(match.group(1)).ifPresent(number ->
        amount(sentence, number, match.start(), match.end(), match.group(2) != null, commodity).ifPresent(found::add)));
    words.all(sentence, "unit").forEach(unit -> spelled(sentence, unit.span().start()).ifPresent(each ->
        amount(sentence, each.number(), each.start(), each.end(), false, commodity).ifPresent(found::add)));
    words.all(sentence, "fraction").forEach(each -> found.add(fraction(sentence, each)));
    return found.stream().sorted(Comparator.comparingInt(amount -> amount.span().start())).distinct().toList();
  }

  /// "A third" is not more exact than a percent.
  private Amount fraction(String sentence, Words.Found fraction) {
    Optional<Words.Found> bound = boundBefore(sentence, fraction.span().start());
    return new Amount(new BigDecimal(fraction.meaning()), null, "percent", BigDecimal.ONE,
        bound.map(Words.Found::meaning).orElse(null),
        new Span(bound.map(each -> each.span().start()).orElse(fraction.span().start()), fraction.span().end()), null);
  }

  private Optional<BigDecimal> number(String digits) {
    String plain = digits.replaceAll("[\\u00a0\\u202f ]", "");
    boolean grouped = commaIsDecimal
        ? plain.matches("\\d{1,3}(\\.\\d{3})+(,\\d+)?")
        : plain.matches("\\d{1,3}(,\\d{3})+(\\.\\d+)?");
    String english = commaIsDecimal
        ? (grouped ? plain.replace(".", "") : plain).replace(',', '.')
        : grouped || plain.matches("\\d+,\\d{3}") ? plain.replace(",", "") : plain.replace(',', '.');
    return english.matches("\\d{1,15}(\\.\\d{1,6})?") ? Optional.of(new BigDecimal(english)) : Optional.empty();
  }

  private record Spelled(BigDecimal number, int start, int end) {}

  /// A number in words that ends right before a unit, or before the scale before it.
  private Optional<Spelled> spelled(String sentence, int unit) {
    String before = sentence.substring(Math.max(0, unit - 60), unit);
    int offset = unit - before.length();
    return SPELLED.matcher(before).results().flatMap(run -> starts(before, run).stream()
            .flatMap(start -> parsed(before, start, offset).stream()))
        .filter(each -> words.first(sentence.substring(each.end(), unit), "scale").isPresent()
            || LINK.matcher(sentence.substring(each.end(), unit)).matches())
        .max(Comparator.comparingInt(each -> each.end() - each.start()));
  }

  private static List<Integer> starts(String text, MatchResult run) {
    var starts = new ArrayList<Integer>();
    starts.add(run.start());
    for (int i = run.start(); i < run.end(); i++) {
      if (text.charAt(i) == ' ') {
        starts.add(i + 1);
      }
    }
    return starts;
  }

  /// The format reads scales as well ("twelve million"): then the scale is in the number.
  private Optional<Spelled> parsed(String text, int start, int offset) {
    var place = new ParsePosition(start);
    Number number = spellout.parse(text.toLowerCase(Locale.ROOT), place);
    boolean whole = place.getIndex() > start && (place.getIndex() >= text.length()
        || !Character.isLetter(text.charAt(place.getIndex())));
    return number == null || !whole || number.doubleValue() <= 0 || number.doubleValue() >= MOST.doubleValue()
        ? Optional.empty()
        : Optional.of(new Spelled(new BigDecimal(number.toString()), start + offset, place.getIndex() + offset));
  }

  private Optional<Amount> amount(
      String sentence, BigDecimal number, int start, int end, boolean millions, String commodity) {
    BigDecimal scale = millions ? MILLION : BigDecimal.ONE;
    int at = end;
    Optional<Words.Found> scaled = next(sentence, at, "scale");
    if (scaled.isPresent()) {
      scale = new BigDecimal(scaled.get().meaning());
      at = scaled.get().span().end();
    }
    Optional<Words.Found> unit = next(sentence, at, "unit");
    if (unit.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal step = BigDecimal.ONE.movePointLeft(Math.max(0, number.scale())).multiply(scale);
    BigDecimal value = number.multiply(scale);
    var bound = boundBefore(sentence, start);
    var span = new Span(bound.map(each -> each.span().start()).orElse(start), unit.get().span().end());
    String how = bound.map(Words.Found::meaning).orElse(null);
    boolean rounds = scale.compareTo(BigDecimal.ONE) > 0;
    Amount amount = switch (unit.get().meaning()) {
      case "Mt" -> new Amount(value.multiply(MILLION), null, "t", step.multiply(MILLION), how, span, null);
      case "bushel" -> {
        boolean light = commodity.equals("corn") || commodity.equals("sorghum");
        BigDecimal each = light ? FIFTY_SIX_POUNDS : SIXTY_POUNDS;
        yield new Amount(whole(value.multiply(each)), null, "t", whole(step.multiply(each)).max(BigDecimal.ONE), how, span,
            "A bushel of %s is taken for %s kg.".formatted(commodity, each.movePointRight(3).stripTrailingZeros()));
      }
      case "cargo" -> new Amount(value.multiply(LARGE_CARGO), value.multiply(SMALL_CARGO), "t", null, how, span,
          "A cargo is taken for 55,000 to 66,000 t.");
      default -> new Amount(value, null, unit.get().meaning(), rounds ? step : null, how, span, null);
    };
    return Optional.of(amount).filter(each -> each.value().compareTo(MOST) < 0);
  }

  private static BigDecimal whole(BigDecimal amount) {
    return amount.setScale(0, RoundingMode.HALF_EVEN);
  }

  private Optional<Words.Found> next(String sentence, int from, String kind) {
    String rest = sentence.substring(from, Math.min(sentence.length(), from + 30));
    return words.first(rest, kind).filter(found -> found.span().start() <= LONGEST_GAP)
        .map(found -> new Words.Found(found.meaning(), found.span().shifted(from)));
  }

  private Optional<Words.Found> boundBefore(String sentence, int start) {
    return words.all(sentence, "bound").filter(found -> found.span().end() <= start
        && start - found.span().end() <= LONGEST_BOUND).max(Comparator.comparingInt(found -> found.span().end()));
  }
}
