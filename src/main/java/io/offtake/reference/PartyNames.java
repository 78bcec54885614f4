package io.offtake.reference;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/// Says which party a written name means, so that a party is written by its code and never by a look-alike.
///
/// A party is written by its id: an ISO 3166-1 alpha-2 code, or another id of [Parties]. A firm is written in words with
/// its country, `COFCO (CN)`, or with that of the goods, `Trafigura (US origin)`. Anything else is a slip, for which the
/// ids that it can mean are told.
public final class PartyNames {

  private static final int LONGEST_CODE = 3;
  private static final int MOST_CANDIDATES = 5;
  private static final int SHORTEST_MISSPELT = 4;
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9]{1,3}|[0-9]+");
  /// Letters of Hangul that stand for nothing, and blank Braille, are drawn as empty space.
  private static final Pattern HIDDEN_LETTERS = Pattern.compile("[\\u115F\\u1160\\u3164\\uFFA0\\u2800]");
  private static final Pattern FIRM = Pattern.compile("([^()]*[^() ]) \\(([^()]*)\\)");
  private static final Pattern ORIGIN = Pattern.compile(" origin$");
  private static final Pattern BETWEEN_PARTIES = Pattern.compile("[,;/+]| and | & | or ");
  /// In which countries are called in the news, besides English.
  private static final List<String> LANGUAGES = List.of("de", "fr", "es", "pt", "it", "nl", "ru", "zh", "ja", "ko", "ar");
  private static final Pattern SAINT = Pattern.compile("\\bST\\b");
  private static final Set<Party.Kind> NOBODY = Set.of(Party.Kind.UNKNOWN, Party.Kind.TOTAL);

  private final Set<String> ids;
  private final Set<String> notParties;
  private final Map<String, Set<String>> byName = new TreeMap<>();
  private @Nullable Map<String, Set<String>> byForeignName;

  /// What a written name is.
  public sealed interface Meaning {

    /// The id of a party.
    record Known(PartyId id) implements Meaning {}

    /// A firm, in words and with a country.
    record Firm(String name) implements Meaning {}

    /// A slip.
    ///
    /// @param detail  what is wrong, a sentence without its full stop
    /// @param candidates  the ids that can be meant, in alphabetical order; empty when nobody can say
    record Slip(String detail, List<String> candidates) implements Meaning {
      public Slip {
        candidates = List.copyOf(candidates);
      }

      /// What to write instead, likewise.
      public String remedy() {
        return candidates.isEmpty()
            ? "write a code that /v1/parties lists, such as CN, or the name of a firm with its country: COFCO (CN)"
            : "did you mean %s? Write the code; a firm is written with its country: COFCO (CN)".formatted(
                String.join(" or ", candidates));
      }
    }
  }

  /// @param parties  all that have an id
  /// @param others  further names, each with the ids that it can mean
  public PartyNames(Parties parties, List<Map.Entry<String, String>> others) {
    this.ids = parties.all().stream()
        .filter(party -> !NOBODY.contains(party.kind()))
        .map(party -> party.id().value())
        .collect(Collectors.toCollection(TreeSet::new));
    this.notParties = parties.all().stream()
        .filter(party -> NOBODY.contains(party.kind()))
        .map(party -> party.id().value())
        .collect(Collectors.toSet());
    parties.all().stream().filter(party -> ids.contains(party.id().value()))
        .forEach(party -> name(party.name(), party.id().value()));
    for (String code : Locale.getISOCountries()) {
      ids.add(code);
      Locale country = Locale.of("", code);
      name(country.getDisplayCountry(Locale.ENGLISH), code);
      name(country.getISO3Country(), code);
    }
    others.stream().filter(other -> ids.contains(other.getValue()))
        .forEach(other -> name(other.getKey(), other.getValue()));
  }

  /// The tables that come with Offtake.
  public static PartyNames standard() {
    return new PartyNames(Parties.standard(), Stream.concat(
        ReferenceTable.load("reference/party-names.csv", List.of("name", "party")).stream(),
        ReferenceTable.load("reference/country-names.csv", List.of("name", "party", "firstDay", "lastDay")).stream())
        .map(row -> Map.entry(row.get(0), row.get(1)))
        .toList());
  }

  /// What `written` is.
  public Meaning of(String written) {
    if (ids.contains(written)) {
      return new Meaning.Known(new PartyId(written));
    }
    Optional<String> hidden = hidden(written);
    if (hidden.isPresent()) {
      return new Meaning.Slip("the name holds a character that cannot be seen (%s)".formatted(hidden.get()),
          candidates(HIDDEN_LETTERS.matcher(written).replaceAll("")));
    }
    if (!written.equals(written.strip()) || written.contains("  ")) {
      return new Meaning.Slip("'%s' has blanks to spare".formatted(written), candidates(written));
    }
    if (notParties.contains(written.toLowerCase(Locale.ROOT))) {
      return new Meaning.Slip("'%s' is no party that buys or sells".formatted(written), List.of());
    }
    List<String> candidates = candidates(written);
    if (!candidates.isEmpty()) {
      return new Meaning.Slip("'%s' is not the code of a party".formatted(written), candidates);
    }
    if (CODE.matcher(written).matches() || written.codePoints().noneMatch(Character::isLetter)) {
      return new Meaning.Slip("there is no party with the code '%s'".formatted(written), List.of());
    }
    var firm = FIRM.matcher(written);
    return firm.matches() ? firm(written, firm.group(1), firm.group(2)) : nobody(written);
  }

  private Meaning firm(String written, String name, String country) {
    List<String> same = candidates(name);
    if (!same.isEmpty()) {
      return new Meaning.Slip("'%s' is the name of a country and not of a firm".formatted(name), same);
    }
    if (ids.contains(ORIGIN.matcher(country).replaceFirst(""))) {
      return new Meaning.Firm(written);
    }
    return new Meaning.Slip("there is no country with the code '%s'".formatted(country),
        candidates(country).stream().map(code -> "%s (%s)".formatted(name, code)).toList());
  }

  /// Several parties in one name, a part of a name, or a firm without its country.
  private Meaning nobody(String written) {
    String[] parts = BETWEEN_PARTIES.split(written, 3);
    List<String> each = Stream.of(parts).map(String::strip)
        .flatMap(part -> (ids.contains(part) ? List.of(part) : candidates(part)).stream()).distinct().toList();
    if (parts.length > 1 && each.size() > 1) {
      return new Meaning.Slip("'%s' names several parties, and a commitment is of one".formatted(written), each);
    }
    String folded = folded(written);
    List<String> within = folded.length() < SHORTEST_MISSPELT ? List.of() : byName.entrySet().stream()
        .filter(name -> (" " + name.getKey() + " ").contains(" " + folded + " "))
        .flatMap(name -> name.getValue().stream())
        .distinct().sorted().limit(MOST_CANDIDATES).toList();
    return new Meaning.Slip("'%s' is neither the code of a party nor a firm with its country".formatted(written), within);
  }

  /// The ids that a text can mean: by a code in other letters, by a name in any spelling, or by a name with one slip.
  private List<String> candidates(String written) {
    String folded = folded(written);
    var found = new TreeSet<String>();
    ids.stream().filter(id -> id.equalsIgnoreCase(folded.replace(" ", "")) && id.length() <= LONGEST_CODE)
        .forEach(found::add);
    if (found.isEmpty()) {
      found.addAll(byName.getOrDefault(folded, Set.of()));
    }
    if (found.isEmpty()) {
      found.addAll(foreignNames().getOrDefault(folded, Set.of()));
    }
    if (found.isEmpty() && folded.length() >= SHORTEST_MISSPELT) {
      byName.forEach((name, of) -> {
        if (isOneSlipAway(folded, name)) {
          found.addAll(of);
        }
      });
    }
    return new ArrayList<>(found);
  }

  /// Made when a name is met that is none in English: it takes a while.
  private synchronized Map<String, Set<String>> foreignNames() {
    Map<String, Set<String>> names = byForeignName;
    if (names == null) {
      names = new HashMap<>();
      for (String language : LANGUAGES) {
        Locale locale = Locale.of(language);
        for (String code : Locale.getISOCountries()) {
          names.computeIfAbsent(folded(Locale.of("", code).getDisplayCountry(locale)), _ -> new TreeSet<>()).add(code);
        }
      }
      byForeignName = names;
    }
    return names;
  }

  private void name(String name, String id) {
    byName.computeIfAbsent(folded(name), _ -> new TreeSet<>()).add(id);
  }

  /// The first character that has no shape of its own.
  private static Optional<String> hidden(String text) {
    return text.codePoints()
        .filter(point -> switch (Character.getType(point)) {
          case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
              Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
          case Character.SPACE_SEPARATOR -> point != ' ';
          default -> HIDDEN_LETTERS.matcher(Character.toString(point)).matches();
        })
        .mapToObj("U+%04X"::formatted)
        .findFirst();
  }

  /// Capitals without accents, points or signs, words joined by one blank, without a leading "the", saints in full.
  private static String folded(String text) {
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKD)
        .replaceAll("\\p{M}|\\p{Cf}|[.'\u2018\u2019]", "")
        .replace("&", " and ")
        .toUpperCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", " ")
        .strip();
    String full = SAINT.matcher(plain).replaceAll("SAINT");
    return full.startsWith("THE ") ? full.substring("THE ".length()) : full;
  }

  /// One letter too many, too few or wrong, or two exchanged.
  private static boolean isOneSlipAway(String written, String name) {
    if (name.length() < SHORTEST_MISSPELT || Math.abs(written.length() - name.length()) > 1) {
      return false;
    }
    int at = Arrays.mismatch(written.toCharArray(), name.toCharArray());
    if (at < 0) {
      return true;
    }
    String writtenRest = written.substring(at);
    String nameRest = name.substring(at);
    return afterFirst(writtenRest).equals(afterFirst(nameRest))
        || afterFirst(writtenRest).equals(nameRest)
        || afterFirst(nameRest).equals(writtenRest)
        || isExchanged(writtenRest, nameRest);
  }

  private static String afterFirst(String text) {
    return text.isEmpty() ? text : text.substring(1);
  }

  private static boolean isExchanged(String one, String other) {
    return one.length() >= 2 && other.length() >= 2
        && one.charAt(0) == other.charAt(1) && one.charAt(1) == other.charAt(0)
        && one.substring(2).equals(other.substring(2));
  }
}
