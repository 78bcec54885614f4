package io.offtake.setting;

import java.util.Optional;
import java.util.function.UnaryOperator;

/// A variable of the environment that operators may set.
///
/// @param name  begins with `OFFTAKE_`
/// @param property  what it sets; empty when it sets nothing by itself
/// @param preset  the value that holds when it is not set; empty when none does
/// @param usually  what holds then, in words for the page of settings
/// @param shown  how a refused value is told; it may hold a secret
/// @param meaning  in words for the page of settings
public record Setting(
    String name,
    Optional<String> property,
    Form form,
    Optional<String> preset,
    String usually,
    UnaryOperator<String> shown,
    String meaning) {

  public static final String PREFIX = "OFFTAKE_";

  private static final String NONE = "none";

  public Setting {
    if (!name.startsWith(PREFIX)) {
      throw new IllegalArgumentException("a setting begins with %s, but was %s".formatted(PREFIX, name));
    }
  }

  /// One that nobody has to set.
  public static Setting of(String name, Form form, String meaning) {
    return new Setting(name, Optional.empty(), form, Optional.empty(), NONE, value -> "=" + value, meaning);
  }

  /// The same, which sets a property.
  public Setting setting(String property) {
    return new Setting(name, Optional.of(property), form, preset, usually, shown, meaning);
  }

  /// The same with a value that holds when it is not set.
  public Setting preset(String value) {
    return new Setting(name, property, form, Optional.of(value), "`" + value + "`", shown, meaning);
  }

  /// The same, of which words say what holds when it is not set.
  public Setting usually(String words) {
    return new Setting(name, property, form, preset, words, shown, meaning);
  }

  /// The same, whose value is never told.
  public Setting secret() {
    return new Setting(name, property, form, preset, usually, _ -> "", meaning);
  }

  /// The same, of whose value a part is told.
  public Setting shownAs(UnaryOperator<String> part) {
    return new Setting(name, property, form, preset, usually, value -> "=" + part.apply(value), meaning);
  }

  /// What is wrong with a value, in a line that names the variable and what is allowed; empty when nothing is.
  public Optional<String> fault(String value) {
    return form.fault(value).map(allowed -> "%s%s: %s".formatted(name, shown.apply(value), allowed));
  }
}
