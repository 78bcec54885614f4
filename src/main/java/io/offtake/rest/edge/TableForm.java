package io.offtake.rest.edge;

import java.math.BigDecimal;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// How a table is written for whoever reads it.
///
/// @param bom  whether a byte order mark goes before, for spreadsheets that need one
/// @param delimiter  between two columns
/// @param decimal  before a number's decimals
public record TableForm(boolean bom, char delimiter, char decimal) {

  /// What a spreadsheet takes for a formula: it may look past blanks and unseen characters, and reads full-width forms.
  /// Apostrophes before it are part of the pattern, so that taking one away always gives the text back.
  private static final Pattern FORMULA =
      Pattern.compile("^(?:'*[\\s\\p{Z}\\p{Cf}]*[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20]|'*[\\t\\r\\n]).*", Pattern.DOTALL);

  /// @param delimiter  a name or the character itself; without it the one that goes with `decimal`
  /// @throws ProblemException  when the decimals would be told from the columns by quotes alone
  public static TableForm of(boolean bom, @Nullable String delimiter, String decimal) {
    boolean comma = decimal.equals("comma");
    char between = switch (delimiter) {
      case null -> comma ? ';' : ',';
      case "semicolon", ";" -> ';';
      case "tab" -> '\t';
      default -> ',';
    };
    if (comma && between == ',') {
      throw new ProblemException(ProblemType.INVALID_PARAMETER, "The comma cannot part columns and decimals alike",
          Fault.inParameter("delimiter", "is the comma, and decimal=comma as well", "semicolon or tab, or leave it out"));
    }
    return new TableForm(bom, between, comma ? ',' : '.');
  }

  public String number(BigDecimal value) {
    return value.toPlainString().replace('.', decimal);
  }

  /// A text that no spreadsheet runs: one apostrophe goes before what would be a formula.
  public static String text(String text) {
    return FORMULA.matcher(text).matches() ? "'" + text : text;
  }
}
