package io.offtake.document;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;

/// Documents of comma-separated values (RFC 4180), read without trust.
public final class CsvText {

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,6})?");
  private static final int LONGEST_QUOTE = 60;
  private static final int LONGEST_NOTICE = 300;
  private static final int LOOKED_AT = 2_000;
  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private CsvText() {}

  /// @param line  the line the row begins on, counted from 1
  public record Row(int line, List<String> cells) {}

  /// The document as UTF-8 text, without its byte order mark.
  public static String decode(byte[] document) throws Refusal {
    Encodings.refuseWide(document, "comma-separated text");
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new Refusal("is not UTF-8 text: save it as UTF-8; a spreadsheet may have written it in the encoding of its system "
          + "(Windows-1252 or the like)");
    }
  }

  /// The rows under a header that must be `columns`; each has as many cells.
  ///
  /// @param linesAbove  how many lines of the document stand above `text`
  public static List<Row> rows(String text, int linesAbove, List<String> columns) throws Refusal {
    List<Row> rows = rows(text, linesAbove);
    if (rows.isEmpty()) {
      throw new Refusal("is empty: a header row and at least one row were expected");
    }
    if (!rows.getFirst().cells().equals(columns)) {
      throw new Refusal(rows.getFirst().line(), "the header row must be %s, but the document begins with '%s'".formatted(
          String.join(",", columns), firstWords(text)));
    }
    return rows.subList(1, rows.size());
  }

  /// All rows with the header row; each has as many cells as the first.
  public static List<Row> rows(String text, int linesAbove) throws Refusal {
    List<Row> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> reader = CsvReader.builder()
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .ofCsvRecord(text)) {
      for (CsvRecord row : reader) {
        int line = Math.toIntExact(row.getStartingLineNumber()) + linesAbove;
        if (!rows.isEmpty() && row.getFieldCount() != rows.getFirst().cells().size()) {
          throw new Refusal(line, "holds %d cells, but the header row holds %d"
              .formatted(row.getFieldCount(), rows.getFirst().cells().size()));
        }
        rows.add(new Row(line, row.getFields()));
      }
    } catch (CsvParseException e) {
      throw new Refusal(rows.isEmpty() ? null : rows.getLast().line(),
          "is not comma-separated text (RFC 4180) after this line: look for a quote that is not closed");
    } catch (IOException e) {
      throw new Refusal("could not be read as comma-separated text");
    }
    return rows;
  }

  /// A plain decimal with at most 15 digits before and 6 after the point.
  public static BigDecimal number(int line, String column, String cell) throws Refusal {
    if (!NUMBER.matcher(cell).matches()) {
      throw new Refusal(line, "%s must be a plain decimal number such as -1234.5, but was '%s'"
          .formatted(column, shortened(cell)));
    }
    return new BigDecimal(cell);
  }

  public static LocalDate day(int line, String column, String cell) throws Refusal {
    if (DAY.matcher(cell).matches()) {
      try {
        return LocalDate.parse(cell);
      } catch (DateTimeParseException e) {
        // told below, with all other cells that are no day
      }
    }
    throw new Refusal(line, "%s must be a day such as 2026-01-29, but was '%s'".formatted(column, shortened(cell)));
  }

  /// What a stranger wrote, fit to be quoted in a reason.
  public static String shortened(String text) {
    return shortened(text, LONGEST_QUOTE);
  }

  private static String shortened(String text, int most) {
    var printable = text.replaceAll("\\p{Cntrl}", " ");
    return printable.length() <= most ? printable : printable.substring(0, most) + "...";
  }

  /// The words that a document begins with, fit to be quoted: a publisher may have put a notice where a report lay.
  public static String firstWords(String document) {
    var start = document.substring(0, Math.min(document.length(), LOOKED_AT));
    return shortened(start.replaceAll("[\\s\\p{Cntrl}\uFEFF]+", " ").strip(), LONGEST_NOTICE);
  }

  /// The same of bytes, for the end of a reason; empty when there are no words.
  public static String itSays(byte[] document) {
    var words = firstWords(new String(document, 0, Math.min(document.length, LOOKED_AT), StandardCharsets.UTF_8));
    return words.isEmpty() ? "" : "; it says '" + words + "'";
  }
}
