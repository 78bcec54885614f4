package io.offtake.text;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Finds what somebody may have meant by a name that is not known.
public final class Suggestions {

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
  /// So many of ten letters may differ: two letters that changed places count twice.
  private static final int MOST_EDITS_IN_TEN = 4;
  /// A shorter part is part of too many names.
  private static final int FEWEST_LETTERS_OF_A_PART = 3;
  private static final int LONGEST = 100;

  private Suggestions() {}

  /// @param id  what is to be written
  /// @param title  how people call it; the id again where it has no other name
  public record Name(String id, String title) {

    public static Name of(String id) {
      return new Name(id, id);
    }

    /// Such as `TR (Türkiye)`.
    String inWords() {
      return title.equals(id) ? id : "%s (%s)".formatted(id, title);
    }
  }

  private record Near(Name name, int distance) {}

  /// The known names nearest to `wanted`, the nearest first: the same but for case and accents, those that begin with or
  /// contain it, and those that a few edits lead to.
  public static List<String> nearest(String wanted, Collection<Name> known, int atMost) {
    String folded = folded(wanted);
    return known.stream()
        .map(name -> new Near(name, Math.min(distance(folded, folded(name.id())), distance(folded, folded(name.title())))))
        .filter(near -> near.distance() < Integer.MAX_VALUE)
        .sorted(Comparator.comparingInt(Near::distance)
            .thenComparingInt(near -> near.name().title().length())
            .thenComparing(near -> near.name().id()))
        .limit(atMost)
        .map(near -> near.name().inWords())
        .toList();
  }

  private static int distance(String wanted, String known) {
    if (wanted.isEmpty() || wanted.length() > LONGEST || known.isEmpty()) {
      return Integer.MAX_VALUE;
    }
    if (wanted.equals(known)) {
      return 0;
    }
    if (wanted.length() >= FEWEST_LETTERS_OF_A_PART && known.contains(wanted)) {
      return known.startsWith(wanted) ? 1 : 2;
    }
    if (known.length() >= FEWEST_LETTERS_OF_A_PART && wanted.contains(known)) {
      return 3;
    }
    int edits = edits(wanted, known);
    return 10 * edits <= MOST_EDITS_IN_TEN * Math.max(wanted.length(), known.length())
        ? 3 + edits
        : Integer.MAX_VALUE;
  }

  /// Without case, accents and what stands between words.
  private static String folded(String text) {
    String bare = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
    return BETWEEN_WORDS.matcher(bare.toLowerCase(Locale.ROOT)).replaceAll("");
  }

  /// Levenshtein distance, in single-character edits.
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
