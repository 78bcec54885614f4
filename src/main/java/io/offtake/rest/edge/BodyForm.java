package io.offtake.rest.edge;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.offtake.rest.edge.Contract.Operation;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import jakarta.annotation.Priority;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import org.jspecify.annotations.Nullable;

/// Holds a JSON body against the contract before it is read, so that all faults of its form are told at once, and with them
/// what makes no sense in the rest. Reading alone stops at the first.
///
/// It comes after those that bound the stream.
@Provider
@Priority(BodyForm.LAST)
public class BodyForm implements ReaderInterceptor {

  static final int LAST = 6_000;

  private final Contract contract;
  private final ObjectMapper mapper;
  private final ObjectReader json;
  private final List<BodySense> senses;
  private final Request request;
  private final UriInfo address;

  BodyForm(Contract contract, ObjectMapper json, @All List<BodySense> senses, Request request, UriInfo address) {
    this.contract = contract;
    this.mapper = json;
    // A number such as 1e999 is to be seen as it is written.
    this.json = json.reader(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    this.senses = senses;
    this.request = request;
    this.address = address;
  }

  @Override
  public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    if (context.getType() != byte[].class && MediaType.APPLICATION_JSON_TYPE.isCompatible(context.getMediaType())) {
      String path = address.getRequestUri().getPath();
      var operation = contract.find(request.getMethod(), path);
      JsonNode schema = operation.map(Operation::bodySchema).orElse(null);
      if (schema != null) {
        byte[] body = context.getInputStream().readAllBytes();
        context.setInputStream(new ByteArrayInputStream(body));
        List<Fault> faults = faults(body, operation.orElseThrow(), schema, path, context.getType());
        if (!faults.isEmpty()) {
          throw ProblemException.of(ProblemType.INVALID_BODY, faults);
        }
      }
    }
    return context.proceed();
  }

  private List<Fault> faults(byte[] body, Operation operation, JsonNode schema, String path, Class<?> type)
      throws IOException {
    if (!isUtf8(body)) {
      return List.of(Fault.inBody("", "The body has bytes that are not UTF-8", "send it in UTF-8"));
    }
    try {
      JsonNode tree = json.readTree(body);
      if (tree.isMissingNode() || tree.isNull()) {
        return operation.bodyRequired() ? List.of(missing(contract.resolved(schema))) : List.of();
      }
      List<Fault> form = new BodyFaults(contract).of(tree, schema);
      return form.isEmpty() ? form : withSense(form, tree, operation, path, type);
    } catch (JsonProcessingException notJson) {
      return List.of(NotJson.fault(notJson));
    } catch (NumberFormatException beyondAll) {
      return List.of(Fault.inBody("", "The body holds a number with an exponent that no number here can have",
          "write numbers of at most 20 digits"));
    }
  }

  /// Where a body was to come.
  static Fault missing(JsonNode schema) {
    List<String> needed = schema.path("required").valueStream().map(JsonNode::asText).toList();
    return Fault.inBody("", "The body is missing", "send an object in {}"
        + (needed.isEmpty() ? "" : " with " + String.join(", ", needed)));
  }

  private List<Fault> withSense(List<Fault> form, JsonNode tree, Operation operation, String path, Class<?> type) {
    List<String> wrong = form.stream().map(Fault::pointer).filter(each -> each != null).toList();
    if (!tree.isObject()) {
      return form;
    }
    SoundBody sound = SoundBody.of(tree, wrong);
    List<Fault> faults = new ArrayList<>(form);
    for (BodySense sense : senses) {
      if (sense.speaksOf(type)) {
        faults.addAll(sense(sense, sound, operation, path, type, wrong));
      }
    }
    return faults.stream().limit(BodyFaults.MOST).toList();
  }

  private List<Fault> sense(
      BodySense sense, SoundBody sound, Operation operation, String path, Class<?> type, List<String> wrong) {
    try {
      return sense.faults(mapper.treeToValue(sound.tree(), type), operation.pathParameters(path), wrong).stream()
          .map(fault -> placed(fault, sound))
          .filter(fault -> wrong.stream().noneMatch(each -> SoundBody.touch(pointer(fault), each))
              && !sense.follows(pointer(fault), wrong))
          .toList();
    } catch (JsonProcessingException | RuntimeException e) {
      // The faults of form are told in any case; they are what has to be corrected first. Whoever sends such bodies writes no
      // log with them.
      Log.debugf(e, "what makes sense in a body of %s cannot be said", operation.template());
      return List.of();
    }
  }

  private static Fault placed(Fault fault, SoundBody sound) {
    return fault.pointer() == null
        ? fault
        : new Fault(sound.placeInBody(fault.pointer()), fault.parameter(), fault.detail(), fault.remedy());
  }

  private static String pointer(Fault fault) {
    return fault.pointer() == null ? "" : fault.pointer();
  }

  private static boolean isUtf8(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException other) {
      return false;
    }
  }
}
