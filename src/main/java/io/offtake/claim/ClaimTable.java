package io.offtake.claim;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.offtake.claim.ClaimDraft.FigureDraft;
import io.offtake.claim.ClaimDraft.TradeDraft;
import io.offtake.claim.ClaimDraft.WorkingDraft;
import io.offtake.commitment.Citation;
import io.offtake.document.CsvText;
import io.offtake.document.Refusal;
import io.offtake.evidence.Measure;
import io.offtake.text.PlainText;
import org.jspecify.annotations.Nullable;

/// Claims as a table of comma-separated values: what `/v1/claims.csv` writes, and tables that people keep.
///
/// Columns are told by their names, in any order. Where none says what bounds a figure, what its scope is, whose it is or
/// which word was said, that is read from the summary, and said to be.
public final class ClaimTable {

  static final int MOST_ROWS = 5_000;
  private static final int LONGEST_LINE = 200;
  private static final int LONGEST_TEXT = 2_000;
  private static final int MOST_WORKINGS = 10;
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,16}(\\.\\d{1,6})?");
  private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");
  private static final Pattern WORKING = Pattern.compile("(same|part|whole) (-?\\d{1,15}(?:\\.\\d{1,6})?) (\\w{1,16})(?: (\\w{1,16}))?");
  private static final Pattern WORKING_AS_JSON = Pattern.compile(
      "\\{\"as\":\"(\\w+)\",\"value\":(-?\\d{1,15}(?:\\.\\d{1,6})?),\"unit\":\"(\\w{1,16})\"(?:,\"basis\":\"(\\w{1,16})\")?}");

  private static final List<String> COLUMNS = List.of("id", "saidAt", "saidOn", "speaker", "role", "sourceTitle",
      "sourcePublisher", "sourceDate", "sourceUrl", "commitment", "tradeCommodity", "tradeSeller", "tradeBuyer", "word",
      "figureValue", "figureFrom", "figureUnit", "figureRoundedTo", "figureBound", "figureScope", "figureDestinations",
      "basis", "aboutOn", "summary", "workings");

  /// Columns of `/v1/claims.csv` that say what became of a claim here, and a table-keeper's own mark: not taken over.
  private static final Set<String> LEFT_OUT = Set.of("version", "change", "assumed", "withdrawalat", "withdrawalreason",
      "recordedat", "dataversion", "reliability");

  private static final Map<String, String> ALIASES = Map.ofEntries(
      Map.entry("date", "saidOn"), Map.entry("publisher", "sourcePublisher"), Map.entry("title", "sourceTitle"),
      Map.entry("publishedon", "sourceDate"), Map.entry("url", "sourceUrl"), Map.entry("commitmentid", "commitment"),
      Map.entry("commodity", "tradeCommodity"), Map.entry("seller", "tradeSeller"), Map.entry("buyer", "tradeBuyer"),
      Map.entry("figure", "figureValue"), Map.entry("from", "figureFrom"), Map.entry("unit", "figureUnit"),
      Map.entry("roundedto", "figureRoundedTo"), Map.entry("bound", "figureBound"), Map.entry("scope", "figureScope"),
      Map.entry("destinations", "figureDestinations"), Map.entry("basisstated", "basis"),
      Map.entry("aboutperiodend", "aboutOn"));

  /// A row that can be read, whether or not it makes sense.
  ///
  /// @param line  that it begins on, counted from 1
  /// @param columns  as the table names them, by the pointers of a draft
  public record Row(int line, ClaimDraft draft, Map<String, String> columns) {}

  /// Something wrong with a cell.
  ///
  /// @param line  counted from 1; absent where it is the table
  public record Fault(@Nullable Integer line, String detail, String remedy) {}

  public sealed interface Outcome {

    record Read(List<Row> rows) implements Outcome {}

    record Refused(List<Fault> faults) implements Outcome {}
  }

  private final List<Fault> faults = new ArrayList<>();
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final Map<String, String> named = new HashMap<>();

  private ClaimTable() {}

  public static Outcome read(byte[] table) {
    return new ClaimTable().rows(table);
  }

  private Outcome rows(byte[] table) {
    List<CsvText.Row> found;
    try {
      String text = CsvText.decode(table);
      int comments = (int) text.lines().takeWhile(line -> line.startsWith("#")).count();
      found = CsvText.rows(text.lines().skip(comments).collect(Collectors.joining("\n")), comments);
    } catch (Refusal refusal) {
      return new Outcome.Refused(refusal.problems().stream().map(problem -> new Fault(problem.line(),
          "The table " + problem.reason(), "send comma-separated text in UTF-8 with a header row")).toList());
    }
    if (found.size() < 2) {
      return new Outcome.Refused(List.of(new Fault(null, "The table has no row under its header",
          "send a header row and a row for each claim")));
    }
    if (found.size() - 1 > MOST_ROWS) {
      return new Outcome.Refused(List.of(new Fault(null, "The table has more than %d rows".formatted(MOST_ROWS),
          "send it in parts")));
    }
    header(found.getFirst());
    List<Row> rows = faults.isEmpty()
        ? found.subList(1, found.size()).stream().map(this::row).toList()
        : List.of();
    return faults.isEmpty() ? new Outcome.Read(rows) : new Outcome.Refused(faults.stream().distinct().toList());
  }

  private void header(CsvText.Row header) {
    for (int i = 0; i < header.cells().size(); i++) {
      String written = header.cells().get(i).strip();
      String folded = written.toLowerCase(Locale.ROOT).replaceAll("[_\\s]", "");
      Optional<String> column = COLUMNS.stream().filter(each -> each.toLowerCase(Locale.ROOT).equals(folded)).findFirst()
          .or(() -> Optional.ofNullable(ALIASES.get(folded)));
      if (column.isPresent()) {
        if (places.putIfAbsent(column.get(), i) != null) {
          faults.add(new Fault(header.line(), "The column '%s' stands twice".formatted(CsvText.shortened(written)),
              "leave one of them out"));
        }
        named.put(column.get(), written);
      } else if (!LEFT_OUT.contains(folded)) {
        faults.add(new Fault(header.line(), "There is no column '%s'".formatted(CsvText.shortened(written)),
            "leave it out; the columns are " + String.join(", ", COLUMNS)));
      }
    }
    for (String needed : List.of("speaker", "role", "sourcePublisher", "summary")) {
      if (!places.containsKey(needed)) {
        faults.add(new Fault(header.line(), "The column '%s' is missing".formatted(needed), "add it"));
      }
    }
  }

  private Row row(CsvText.Row row) {
    var cells = new Cells(row);
    var assumed = new ArrayList<String>();
    String summary = cells.text("summary", LONGEST_TEXT, true);
    BigDecimal value = cells.number("figureValue");
    boolean told = List.of("figureBound", "figureScope", "figureDestinations", "word").stream().anyMatch(places::containsKey);
    // What a summary is asked for; nothing where columns tell it.
    String asked = told ? null : summary;
    Claim.Word word = asked != null
        ? SummaryWords.field(asked, "word").map(read -> assumed(assumed, "word", read, Claim.Word.class)).orElse(null)
        : cells.word("word", Claim.Word.class);
    FigureDraft figure = value == null && places.containsKey("figureUnit") && cells.text("figureUnit", LONGEST_LINE, false) == null
        ? null
        : figure(cells, value, asked, assumed);
    var draft = new ClaimDraft(
        cells.text("id", LONGEST_LINE, false),
        cells.saidAt(),
        cells.day("saidOn"),
        cells.text("speaker", LONGEST_LINE, false),
        cells.word("role", Claim.Role.class),
        cells.source(),
        cells.text("commitment", LONGEST_LINE, false),
        cells.trade(),
        word,
        figure,
        cells.basis(),
        cells.day("aboutOn"),
        summary,
        asked != null && !places.containsKey("workings") ? SummaryWords.workings(asked) : cells.workings(),
        assumed);
    return new Row(row.line(), draft, Map.copyOf(named));
  }

  private static @Nullable FigureDraft figure(
      Cells cells, @Nullable BigDecimal value, @Nullable String summary, List<String> assumed) {
    String unit = cells.text("figureUnit", LONGEST_LINE, false);
    if (value == null && unit == null) {
      return null;
    }
    String known = "usd".equals(unit) ? "USD" : unit;
    if (summary == null || value == null) {
      return new FigureDraft(value, cells.number("figureFrom"), known, cells.number("figureRoundedTo"),
          cells.word("figureBound", ClaimFigure.Bound.class), cells.word("figureScope", ClaimFigure.Scope.class),
          cells.word("figureDestinations", ClaimFigure.Destinations.class));
    }
    return new FigureDraft(value, cells.number("figureFrom"), known, cells.number("figureRoundedTo"),
        SummaryWords.bound(summary, value).map(read -> assumed(assumed, "bound", read, ClaimFigure.Bound.class)).orElse(null),
        SummaryWords.field(summary, "scope").map(read -> assumed(assumed, "scope", read, ClaimFigure.Scope.class)).orElse(null),
        SummaryWords.field(summary, "destinations")
            .map(read -> assumed(assumed, "destinations", read, ClaimFigure.Destinations.class)).orElse(null));
  }

  private static <E extends Enum<E>> E assumed(List<String> assumed, String field, SummaryWords.Read read, Class<E> type) {
    assumed.add("The summary says '%s': %s is taken to be %s.".formatted(read.phrase(), field, read.meaning()));
    return Ids.find(type, read.meaning()).orElseThrow();
  }

  /// The cells of one row.
  private final class Cells {

    private final CsvText.Row row;

    Cells(CsvText.Row row) {
      this.row = row;
    }

    @Nullable String text(String column, int longest, boolean severalLines) {
      Integer place = places.get(column);
      String cell = place == null ? "" : row.cells().get(place).strip();
      if (cell.isEmpty()) {
        return null;
      }
      Optional<String> wrong = severalLines ? PlainText.faultOfLines(cell) : PlainText.faultOfLine(cell);
      if (wrong.isPresent()) {
        fault(column, "cannot be taken: " + wrong.get(), "take the character out");
        return null;
      }
      if (cell.length() > longest) {
        fault(column, "has %d characters".formatted(cell.length()), "write %d at most".formatted(longest));
        return null;
      }
      return cell;
    }

    private <T> @Nullable T parsed(String column, Function<String, @Nullable T> parse, String remedy) {
      String cell = text(column, LONGEST_TEXT, false);
      if (cell == null) {
        return null;
      }
      T value;
      try {
        value = parse.apply(cell);
      } catch (DateTimeException notOne) {
        value = null;
      }
      if (value == null) {
        fault(column, "is '%s'".formatted(CsvText.shortened(cell)), remedy);
      }
      return value;
    }

    @Nullable BigDecimal number(String column) {
      return parsed(column, cell -> NUMBER.matcher(cell).matches() ? new BigDecimal(cell) : null,
          "write a plain decimal with a point and without separators, at most 16 digits before it, such as 12000000");
    }

    @Nullable LocalDate day(String column) {
      return parsed(column, LocalDate::parse, "write a day such as 2026-02-10");
    }

    /// The instant, unless it is only the end of the day that the table gives as well.
    @Nullable Instant saidAt() {
      Instant at = parsed("saidAt", Instant::parse, "write an instant such as 2026-02-10T12:00:00Z");
      LocalDate day = day("saidOn");
      return at != null && day != null && Said.on(day).at().equals(at) ? null : at;
    }

    <E extends Enum<E>> @Nullable E word(String column, Class<E> type) {
      return parsed(column, cell -> Ids.find(type, cell).orElse(null), "write one of "
          + Arrays.stream(type.getEnumConstants()).map(Ids::of).collect(Collectors.joining(", ")));
    }

    @Nullable Measure basis() {
      String cell = text("basis", LONGEST_LINE, false);
      return cell == null || cell.equals("unspecified")
          ? null
          : parsed("basis", written -> Measure.ofId(written).filter(Measure::isRung).orElse(null),
              "write one of announced, sold, inspected, exported, landed, or nothing where none was said");
    }

    @Nullable Citation source() {
      String publisher = text("sourcePublisher", LONGEST_LINE, false);
      String title = text("sourceTitle", 300, false);
      LocalDate date = day("sourceDate");
      String address = parsed("sourceUrl", cell -> ADDRESS.matcher(cell).matches() ? cell : null,
          "write an address that begins with https://, or nothing");
      return publisher == null ? null : new Citation(title, publisher, date, address);
    }

    @Nullable TradeDraft trade() {
      var trade = new TradeDraft(text("tradeCommodity", LONGEST_LINE, false), text("tradeSeller", LONGEST_LINE, false),
          text("tradeBuyer", LONGEST_LINE, false));
      return trade.commodity() == null && trade.seller() == null && trade.buyer() == null ? null : trade;
    }

    List<WorkingDraft> workings() {
      String cell = text("workings", LONGEST_TEXT, false);
      if (cell == null) {
        return List.of();
      }
      var workings = new ArrayList<WorkingDraft>();
      for (String part : cell.split(";", -1)) {
        Matcher plain = WORKING.matcher(part.strip());
        Matcher json = WORKING_AS_JSON.matcher(part.strip());
        Matcher found = plain.matches() ? plain : json;
        if (workings.size() >= MOST_WORKINGS || !plain.matches() && !json.matches()) {
          fault("workings", "is '%s'".formatted(CsvText.shortened(cell)),
              "write at most %d parts such as: same 332000 t; part 232000 t announced; whole 12500000 t".formatted(MOST_WORKINGS));
          return List.of();
        }
        workings.add(new WorkingDraft(Ids.find(Working.As.class, found.group(1)).orElse(null),
            new BigDecimal(found.group(2)), found.group(3),
            found.group(4) == null ? null : Measure.ofId(found.group(4)).orElse(null)));
      }
      return workings;
    }

    private void fault(String column, String detail, String remedy) {
      faults.add(new Fault(row.line(), "%s %s".formatted(named.getOrDefault(column, column), detail), remedy));
    }
  }
}
