package io.offtake.claim;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The words of the contract for the constants of an enumeration: `AT_LEAST` is `atLeast`.
public final class Ids {

  private Ids() {}

  public static String of(Enum<?> constant) {
    var id = new StringBuilder();
    for (String word : constant.name().toLowerCase(Locale.ROOT).split("_", -1)) {
      id.append(id.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return id.toString();
  }

  public static <E extends Enum<E>> Optional<E> find(Class<E> type, String id) {
    return Arrays.stream(type.getEnumConstants()).filter(each -> of(each).equals(id)).findFirst();
  }
}
