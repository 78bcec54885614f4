package io.offtake.setting;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// The form that a setting's value has.
///
/// @param fault  what is allowed in place of a value, in words; empty when the value is
/// @param property  what a value is written as where it is used
public record Form(Function<String, Optional<String>> fault, UnaryOperator<String> property) {

  private static final int MOST_PORT = 65_535;
  private static final int LONGEST_NUMBER = 9;
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]+");
  private static final Pattern ADDRESS = Pattern.compile("https?://[\\x21-\\x7e&&[^?#@<>\"]]{1,500}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1," + LONGEST_NUMBER + "}");

  /// @param takes  whether a value is allowed
  /// @param allowed  what is, in words: "a number is allowed"
  public static Form of(Predicate<String> takes, String allowed) {
    return new Form(value -> takes.test(value) ? Optional.empty() : Optional.of(allowed), UnaryOperator.identity());
  }

  public static Form of(Pattern pattern, String allowed) {
    return of(value -> pattern.matcher(value).matches(), allowed);
  }

  /// One of some words.
  public static Form word(List<String> words, String allowed) {
    return of(words::contains, allowed);
  }

  /// `on` or `off`.
  public static Form onOrOff() {
    return word(List.of("on", "off"), "on or off is allowed")
        .writtenAs(value -> Boolean.toString(value.equals("on")));
  }

  public static Form wholeNumber(int least, int most) {
    return of(value -> NUMBER.matcher(value).matches() && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most,
        "a whole number from %d to %d is allowed".formatted(least, most));
  }

  public static Form port() {
    return wholeNumber(1, MOST_PORT);
  }

  /// @param allowed  what is, in words
  public static Form host(String allowed) {
    return of(HOST, allowed);
  }

  public static Form httpAddress() {
    return of(ADDRESS, "an http or https address without user, query and fragment is allowed");
  }

  /// This one, whose values are written otherwise where they are used.
  public Form writtenAs(UnaryOperator<String> other) {
    return new Form(fault, other);
  }

  /// This one, of whose values another check tells more.
  public Form also(Function<String, Optional<String>> check) {
    return new Form(value -> fault.apply(value).or(() -> check.apply(value)), property);
  }

  /// What is allowed in place of a value; empty when it is.
  public Optional<String> fault(String value) {
    return fault.apply(value);
  }
}
