package io.offtake.rest.edge;

import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import org.jspecify.annotations.Nullable;

/// Says why bytes are no JSON that is taken, where, and what would be.
final class NotJson {

  /// As the parser words it; the name is what it repeats.
  private static final Pattern TWICE = Pattern.compile("Duplicate (?:Object property|field|key)[^'\"]*['\"](.*)['\"].*", Pattern.DOTALL);
  private static final Pattern MORE = Pattern.compile("Trailing token.*", Pattern.DOTALL);
  private static final String ORDINARY = "write names and texts in double quotes, and nothing after the last of a list";

  private NotJson() {}

  static Fault fault(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage());
    if (e instanceof StreamConstraintsException) {
      return ofBounds(message, place(e));
    }
    if (e instanceof MismatchedInputException && MORE.matcher(message).matches()) {
      return Fault.inBody("", "There is more after the end of the body's JSON" + place(e),
          "send one object, and nothing after it");
    }
    var twice = TWICE.matcher(message);
    if (twice.matches()) {
      String name = Contract.Parameter.shortened(twice.group(1));
      String pointer = BodyFaults.at(within(e.getProcessor()), name);
      return Fault.inBody(pointer, "The field %s stands twice%s".formatted(pointer, place(e)), "keep one of the two");
    }
    return Fault.inBody("", "The body is not JSON" + place(e), ORDINARY);
  }

  private static Fault ofBounds(String message, String place) {
    if (message.startsWith("Name length") || message.startsWith("Name value length")) {
      return Fault.inBody("", "The body has a field whose name is too long" + place, "write names of the contract only");
    }
    if (message.startsWith("Number")) {
      return Fault.inBody("", "The body has a number with too many digits" + place,
          "use at most 20 digits on each side of the point");
    }
    if (message.startsWith("Document nesting depth")) {
      return Fault.inBody("", "The body has lists or objects too deep within each other" + place,
          "write it in the form of the contract");
    }
    return Fault.inBody("", "The body has a text that is too long" + place, "shorten it");
  }

  /// The object that is being read, as a JSON Pointer.
  private static String within(@Nullable Object processor) {
    if (!(processor instanceof JsonParser parser) || parser.getParsingContext() == null) {
      return "";
    }
    var parent = parser.getParsingContext().getParent();
    return parent == null ? "" : parent.pathAsPointer().toString();
  }

  private static String place(JsonProcessingException e) {
    var place = e.getLocation();
    return place == null ? "" : ": line %d, column %d".formatted(place.getLineNr(), place.getColumnNr());
  }
}
