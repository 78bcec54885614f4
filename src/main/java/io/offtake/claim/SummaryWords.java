package io.offtake.claim;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.offtake.claim.ClaimDraft.WorkingDraft;
import io.offtake.evidence.Measure;
import io.offtake.reference.ReferenceTable;

/// Reads from a claim's summary what its figure is: what bounds it, whether it is a total, and whose it is.
final class SummaryWords {

  private static final List<String> COLUMNS = List.of("field", "meaning", "phrase");
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  private static final String NUMBER = "(\\d{1,3}(?:,\\d{3})+|\\d+(?:\\.\\d+)?)";
  private static final Pattern IMPLIED = Pattern.compile("implies " + NUMBER + " t\\b");
  private static final Pattern ADDED = Pattern.compile(
      "adding " + NUMBER + " t of ([a-z ]{1,30}) and " + NUMBER + " t of ([a-z ]{1,30})");
  private static final Pattern PART_OF = Pattern.compile("(?:half|third|quarter|percent) of " + NUMBER + " million");

  /// One phrase and what it says.
  private record Phrase(String field, String meaning, Pattern pattern, String text) {}

  private static final List<Phrase> PHRASES = ReferenceTable.load("claims/summary-words.csv", COLUMNS).stream()
      .map(row -> new Phrase(row.get(0), row.get(1),
          Pattern.compile("(?<![\\p{L}\\d])" + Pattern.quote(row.get(2)) + "(?![\\p{L}\\d])"), row.get(2)))
      .toList();

  private SummaryWords() {}

  /// What a summary says of a field.
  ///
  /// @param phrase  that says so
  record Read(String meaning, String phrase) {}

  /// @param before  only what stands before this place
  private static Optional<Read> last(String text, String field, int before) {
    record At(Phrase phrase, int end) {}
    return PHRASES.stream().filter(phrase -> phrase.field().equals(field))
        .flatMap(phrase -> phrase.pattern().matcher(text).results()
            .filter(found -> found.end() <= before).map(found -> new At(phrase, found.end())))
        .max(Comparator.comparingInt(At::end))
        .map(at -> new Read(at.phrase().meaning(), at.phrase().text()));
  }

  private static Optional<Read> first(String text, String field) {
    return PHRASES.stream().filter(phrase -> phrase.field().equals(field) && phrase.pattern().matcher(text).find())
        .findFirst().map(phrase -> new Read(phrase.meaning(), phrase.text()));
  }

  /// What bounds the figure; empty where the summary does not print it, or nothing does.
  static Optional<Read> bound(String summary, BigDecimal figure) {
    String text = summary.toLowerCase(Locale.ROOT);
    return place(text, figure).flatMap(place -> last(text, "bound", place.start())
        .filter(read -> text.lastIndexOf(read.phrase(), place.start()) >= place.start() - LONGEST_GAP)
        .or(() -> PHRASES.stream().filter(phrase -> phrase.field().equals("bound"))
            .filter(phrase -> text.startsWith(phrase.text(), Math.min(text.length(), place.end() + 1))
                || text.startsWith(phrase.text(), Math.min(text.length(), text.indexOf(' ', place.end() + 1) + 1)))
            .filter(phrase -> phrase.text().equals("at least") || phrase.text().equals("or more"))
            .findFirst().map(phrase -> new Read(phrase.meaning(), phrase.text()))));
  }

  /// Between "up to" and the upper end of a range a lower one may stand.
  private static final int LONGEST_GAP = 24;

  static Optional<Read> field(String summary, String field) {
    return first(summary.toLowerCase(Locale.ROOT), field);
  }

  private record Place(int start, int end) {}

  /// Where the summary prints the figure: whole, in millions, or as a fraction.
  private static Optional<Place> place(String text, BigDecimal figure) {
    BigDecimal plain = figure.stripTrailingZeros();
    String whole = String.format(Locale.ROOT, "%,d", plain.toBigInteger());
    String inMillions = plain.divide(MILLION).stripTrailingZeros().toPlainString() + " million";
    List<Pattern> forms = new ArrayList<>(Stream.of(whole, inMillions, plain.toPlainString())
        .map(form -> Pattern.compile("(?<![\\d.,])" + Pattern.quote(form) + "(?![\\d]|[.,]\\d)")).toList());
    PHRASES.stream().filter(phrase -> phrase.field().equals("fraction")
        && new BigDecimal(phrase.meaning()).compareTo(figure) == 0).forEach(phrase -> forms.add(phrase.pattern()));
    return forms.stream().flatMap(form -> form.matcher(text).results().limit(1))
        .findFirst().map(found -> new Place(found.start(), found.end()));
  }

  /// Further figures that the summary gives to explain the first.
  static List<WorkingDraft> workings(String summary) {
    String text = summary.toLowerCase(Locale.ROOT);
    var workings = new ArrayList<WorkingDraft>();
    Matcher implied = IMPLIED.matcher(text);
    if (implied.find()) {
      workings.add(new WorkingDraft(Working.As.SAME, number(implied.group(1)), "t", null));
    }
    Matcher added = ADDED.matcher(text);
    if (added.find()) {
      workings.add(part(added.group(1), added.group(2)));
      workings.add(part(added.group(3), added.group(4)));
    }
    Matcher whole = PART_OF.matcher(text);
    if (whole.find()) {
      workings.add(new WorkingDraft(Working.As.WHOLE, number(whole.group(1)).multiply(MILLION), "t", null));
    }
    return workings;
  }

  private static WorkingDraft part(String amount, String what) {
    return new WorkingDraft(Working.As.PART, number(amount), "t", what.contains("daily sales") ? Measure.ANNOUNCED : null);
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text.replace(",", ""));
  }
}
