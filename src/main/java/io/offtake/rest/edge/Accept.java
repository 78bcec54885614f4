package io.offtake.rest.edge;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The header `Accept`, as RFC 9110 has it in section 12.5.1.
final class Accept {

  private static final String TOKEN = "[A-Za-z0-9!#$&^_.+-]+";
  private static final Pattern RANGE = Pattern.compile(
      "(?<type>\\*|" + TOKEN + ")(/(?<subtype>\\*|" + TOKEN + "))?(?<parameters>(\\s*;[^,]*)?)");
  private static final Pattern WEIGHT = Pattern.compile(";\\s*[qQ]=([^;\\s]*)\\s*(;|$)");
  private static final Pattern WEIGHT_FORM = Pattern.compile("(0?\\.[0-9]{1,6}|[01](\\.[0-9]{0,6})?)");

  private final List<Range> ranges;

  private Accept(List<Range> ranges) {
    this.ranges = ranges;
  }

  private record Range(String type, String subtype, double weight) {

    /// How closely it names `media`: 0 not at all, 3 by type and subtype.
    int closeness(String media) {
      String[] parts = media.split("/", 2);
      if (type.equals("*")) {
        return subtype.equals("*") ? 1 : 0;
      }
      if (!type.equals(parts[0])) {
        return 0;
      }
      return subtype.equals("*") ? 2 : subtype.equals(parts[1]) ? 3 : 0;
    }
  }

  /// @param lines  the header's values, at least one
  /// @return empty when they hold no media range, or something that is none
  static Optional<Accept> parse(List<String> lines) {
    List<String> elements = lines.stream()
        .flatMap(line -> List.of(line.split(",", -1)).stream())
        .map(String::strip)
        .filter(element -> !element.isEmpty())
        .toList();
    List<Range> ranges = elements.stream().map(Accept::range).flatMap(Optional::stream).toList();
    return ranges.isEmpty() || ranges.size() < elements.size() ? Optional.empty() : Optional.of(new Accept(ranges));
  }

  private static Optional<Range> range(String element) {
    Matcher parts = RANGE.matcher(element);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String type = parts.group("type").toLowerCase(Locale.ROOT);
    String subtype = parts.group("subtype");
    // Java's own client says `*` for `*/*`.
    if (subtype == null && !type.equals("*") || type.equals("*") && subtype != null && !subtype.equals("*")) {
      return Optional.empty();
    }
    Matcher weight = WEIGHT.matcher(parts.group("parameters"));
    double value = 1;
    if (weight.find()) {
      if (!WEIGHT_FORM.matcher(weight.group(1)).matches() || Double.parseDouble(weight.group(1)) > 1) {
        return Optional.empty();
      }
      value = Double.parseDouble(weight.group(1));
    }
    return Optional.of(new Range(type, subtype == null ? "*" : subtype.toLowerCase(Locale.ROOT), value));
  }

  /// The type of `offered` that is liked best, the first of them when it is a draw.
  ///
  /// @param offered  media types without parameters
  Optional<String> best(List<String> offered) {
    String best = null;
    double most = 0;
    for (String media : offered) {
      double weight = weightOf(media);
      if (weight > most) {
        best = media;
        most = weight;
      }
    }
    return Optional.ofNullable(best);
  }

  private double weightOf(String media) {
    int closest = 0;
    double weight = 0;
    for (Range range : ranges) {
      int closeness = range.closeness(media);
      if (closeness > closest) {
        closest = closeness;
        weight = range.weight();
      }
    }
    return weight;
  }
}
