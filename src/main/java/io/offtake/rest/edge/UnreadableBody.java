package io.offtake.rest.edge;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.offtake.outbox.Masked;
import io.offtake.text.PlainText;
import org.jspecify.annotations.Nullable;

/// Tells where a JSON body departs from the contract, without the names of classes.
final class UnreadableBody {

  private static final int MOST_SHOWN = 100;

  private UnreadableBody() {}

  static Fault fault(JsonMappingException e) {
    String pointer = pointer(e.getPath());
    return switch (e) {
      case UnrecognizedPropertyException unknown -> Fault.inBody(pointer,
          "There is no field " + pointer,
          "known here are " + unknown.getKnownPropertyIds().stream().map(Object::toString).sorted()
              .collect(Collectors.joining(", ")));
      // An address may be a secret, also one that is mistyped.
      case InvalidFormatException wrong when wrong.getTargetType() == URI.class -> Fault.inBody(pointer,
          "The field %s is not an address".formatted(pointer), BodyFaults.ADDRESS_REMEDY);
      case InvalidFormatException wrong -> Fault.inBody(pointer,
          "The field %s cannot be '%s'".formatted(pointer, shortened(Masked.text(String.valueOf(wrong.getValue())))),
          remedy(wrong.getTargetType()));
      case ValueInstantiationException wrong -> Fault.inBody(pointer,
          "The field %s does not have one of its values".formatted(pointer), remedy(wrong.getType().getRawClass()));
      case MismatchedInputException wrong -> Fault.inBody(pointer,
          at(pointer) + " is not of the kind it should be", remedy(wrong.getTargetType()));
      default -> Fault.inBody(pointer, at(pointer) + " cannot be read", "write it in the form of the contract");
    };
  }

  private static @Nullable String remedy(@Nullable Class<?> type) {
    if (type == null) {
      return null;
    }
    if (type.isEnum()) {
      return "write one of " + Arrays.stream(type.getEnumConstants()).map(Object::toString)
          .collect(Collectors.joining(", "));
    }
    if (type == Instant.class) {
      return Contract.INSTANT_REMEDY;
    }
    if (type == LocalDate.class) {
      return Contract.DAY_REMEDY;
    }
    if (type == Boolean.class) {
      return "write true or false";
    }
    if (Number.class.isAssignableFrom(type)) {
      return "write a number, without quotes";
    }
    if (type == String.class) {
      return "write a text in quotes";
    }
    return List.class.isAssignableFrom(type) ? "write a list in []" : "write an object in {}";
  }

  private static String shortened(@Nullable Object value) {
    String text = PlainText.asLine(String.valueOf(value));
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
  }

  private static String at(String pointer) {
    return pointer.isEmpty() ? "The body" : "The field " + pointer;
  }

  private static String pointer(List<JsonMappingException.Reference> path) {
    return path.stream()
        .map(step -> step.getFieldName() == null
            ? "/" + step.getIndex()
            : "/" + step.getFieldName().replace("~", "~0").replace("/", "~1"))
        .collect(Collectors.joining());
  }
}
