package io.offtake.publisher.fgis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.offtake.document.CsvText;
import io.offtake.document.ParseOutcome.Problem;
import io.offtake.document.Refusal;
import io.offtake.reference.CommodityId;
import org.jspecify.annotations.Nullable;

/// The report's table by region and country of destination, in tonnes.
///
/// Its columns change from week to week, because only grains that were shipped have one, and a head can be broken
/// over two lines (`BAR-` above `LEY`). Columns are therefore told apart by their order and never by their place.
///
/// @param titleLine  the line of its title, counted from 1
/// @param columns  the grain of each column; corn has two, yellow and white
/// @param totals  the printed sums, as many as there are columns
/// @param totalLine  the line of the sums, on which the table ends
record CountryTable(
    int titleLine, List<Column> columns, List<Row> rows, List<Long> totals, int totalLine) {

  static final String TITLE = "BY REGION AND COUNTRY OF DESTINATION";

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern WIDE_GAP = Pattern.compile("\\s{2,}");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9][0-9,]{0,13}");
  private static final int LINES_FROM_TITLE_TO_HEAD = 10;

  /// @param name  its head, as printed
  record Column(String name, CommodityId grain) {}

  /// One country in one region.
  ///
  /// @param tonnes  as many as there are columns
  record Row(int line, String region, String country, List<Long> tonnes) {}

  private record Place(String region, String country) {}

  /// @throws Refusal if the table is absent, cut off or laid out in a way that is not known
  static CountryTable read(List<String> lines) throws Refusal {
    int title = titleIndex(lines);
    int head = headIndex(lines, title);
    var columns = columns(lines, title, head);
    return new Body(lines, title, columns).read(head + 1);
  }

  /// One problem for each column whose rows do not add up to the printed sum.
  List<Problem> failingTotals() {
    return IntStream.range(0, columns.size())
        .mapToObj(this::failingTotal)
        .flatMap(List::stream)
        .toList();
  }

  private List<Problem> failingTotal(int column) {
    long sum = rows.stream().mapToLong(row -> row.tonnes().get(column)).sum();
    long total = totals.get(column);
    return sum == total ? List.of() : List.of(new Problem(totalLine, String.format(Locale.ROOT,
        "the column %s adds up to %,d t, but its TOTAL says %,d t: fetch the report again, it may be damaged",
        columns.get(column).name(), sum, total)));
  }

  private static int titleIndex(List<String> lines) throws Refusal {
    int found = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(TITLE)) {
        if (found >= 0) {
          throw new Refusal(i + 1, "the table \"%s\" stands here a second time: hand in one report at a time"
              .formatted(TITLE));
        }
        found = i;
      }
    }
    if (found < 0) {
      throw new Refusal(("has no table \"%s\": a whole report WA_GR101 was expected, "
          + "as www.ams.usda.gov/mnreports/wa_gr101.txt has it; this document says '%s'").formatted(TITLE,
              CsvText.firstWords(String.join(" ", lines))));
    }
    return found;
  }

  private static int headIndex(List<String> lines, int title) throws Refusal {
    for (int i = title + 1; i < Math.min(lines.size(), title + LINES_FROM_TITLE_TO_HEAD); i++) {
      if (lines.get(i).contains("COUNTRY") && lines.get(i).contains("TOTALS")) {
        return i;
      }
    }
    throw new Refusal(title + 1, "the table \"%s\" has no head with COUNTRY and TOTALS: the report was cut off or "
        .formatted(TITLE) + "has a layout that is not known");
  }

  private static List<Column> columns(List<String> lines, int title, int head) throws Refusal {
    var above = String.join(" ", lines.subList(title + 1, head));
    var text = lines.get(head);
    var words = words(text.substring(text.indexOf("COUNTRY") + "COUNTRY".length()));
    List<Column> columns = new ArrayList<>();
    int last = words.indexOf("TOTALS");
    if (last < 0) {
      throw new Refusal(head + 1, "the table's head does not end with TOTALS: its layout is not known");
    }
    for (String word : words.subList(0, last)) {
      var whole = whole(word, above);
      if (whole == null) {
        continue;
      }
      var grain = Grains.ofWord(whole).orElseThrow(() -> new Refusal(head + 1,
          "no grain is known by the column '%s'".formatted(CsvText.shortened(word))));
      if (columns.stream().anyMatch(column -> column.name().equals(whole))) {
        throw new Refusal(head + 1, "the column %s stands twice".formatted(whole));
      }
      columns.add(new Column(whole, grain));
    }
    if (columns.isEmpty()) {
      throw new Refusal(head + 1, "the table has no columns of grain");
    }
    return columns;
  }

  /// The head that `word` ends; null when it is a left-over that no column belongs to, as in two reports whose
  /// editor deleted the canola column and left the lower half of its head.
  private static @Nullable String whole(String word, String above) {
    return switch (word) {
      case "LEY" -> "BARLEY";
      case "OLA" -> "CANOLA";
      case "LA" -> above.contains("CANO") ? "CANOLA" : null;
      case "FLAX" -> "FLAXSEED";
      case "SEED" -> above.contains("FLAX") ? "FLAXSEED" : above.contains("SUN") ? "SUNFLOWER" : word;
      default -> word;
    };
  }

  private static List<String> words(String text) {
    return List.of(SPACES.split(text.strip()));
  }

  /// Goes through the rows under the head.
  private static final class Body {

    private final List<String> lines;
    private final int title;
    private final List<Column> columns;
    private final List<Row> rows = new ArrayList<>();
    private final Map<Place, Integer> seen = new HashMap<>();
    private @Nullable String region;

    Body(List<String> lines, int title, List<Column> columns) {
      this.lines = lines;
      this.title = title;
      this.columns = columns;
    }

    CountryTable read(int from) throws Refusal {
      for (int i = from; i < lines.size(); i++) {
        var text = lines.get(i);
        if (text.isBlank()) {
          continue;
        }
        if (text.strip().startsWith("---")) {
          break;
        }
        var words = words(text);
        if (words.stream().noneMatch(word -> NUMBER.matcher(word).matches())) {
          lineWithoutFigures(i, text);
          continue;
        }
        var figures = figures(i, words);
        var label = label(text, words.size() - columns.size() - 1);
        if (label.equals("TOTAL")) {
          return new CountryTable(title + 1, columns, rows, figures, i + 1);
        }
        addRow(i, text, label, figures);
      }
      throw new Refusal(title + 1,
          "the table \"%s\" ends without its TOTAL line: the report was not received whole, fetch it again"
              .formatted(TITLE));
    }

    /// The oldest reports give a region a line of its own; a broken head can go on under the head.
    private void lineWithoutFigures(int index, String text) throws Refusal {
      if (!Character.isWhitespace(text.charAt(0))) {
        region = text.strip();
      } else if (region != null) {
        throw new Refusal(index + 1, "the row '%s' has no figures".formatted(CsvText.shortened(text.strip())));
      }
    }

    /// The figures that end the row, without the last, TOTALS: it also holds grains that have no column.
    private List<Long> figures(int index, List<String> words) throws Refusal {
      int first = words.size();
      while (first > 0 && NUMBER.matcher(words.get(first - 1)).matches()) {
        first--;
      }
      int expected = columns.size() + 1;
      if (first == 0 || words.size() - first != expected) {
        throw new Refusal(index + 1, "the row should have a name and %d figures, one for each column and TOTALS, but "
            .formatted(expected) + "has %d after '%s'".formatted(words.size() - first,
                CsvText.shortened(String.join(" ", words.subList(0, first)))));
      }
      return words.subList(first, words.size() - 1).stream()
          .map(word -> Long.valueOf(word.replace(",", "")))
          .toList();
    }

    /// What stands before the figures, with the region if it opens one.
    private static String label(String text, int words) {
      var stripped = text.strip();
      var matcher = SPACES.matcher(stripped);
      int end = stripped.length();
      for (int i = 0; i < words && matcher.find(); i++) {
        end = matcher.start();
      }
      return stripped.substring(0, end);
    }

    /// A region opens where a line begins at the margin, and is open until the next one does. A subtotal does not
    /// end it: three reports print a country that the subtotal already holds under it.
    private void addRow(int index, String text, String label, List<Long> figures) throws Refusal {
      var country = label;
      if (!Character.isWhitespace(text.charAt(0))) {
        var parts = WIDE_GAP.split(label, 2);
        if (parts.length == 2) {
          region = parts[0];
          country = parts[1];
        }
      }
      if (country.equals("SUBTOTAL")) {
        return;
      }
      if (region == null) {
        throw new Refusal(index + 1, "the row '%s' stands in no region".formatted(CsvText.shortened(country)));
      }
      var before = seen.putIfAbsent(new Place(region, country), index + 1);
      if (before != null) {
        throw new Refusal(index + 1, "%s stands twice in the region %s, here and on line %d: one of them is too many"
            .formatted(CsvText.shortened(country), CsvText.shortened(region), before));
      }
      rows.add(new Row(index + 1, region, country, figures));
    }
  }
}
