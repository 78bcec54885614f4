package io.offtake.rest.edge;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.annotation.Priority;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import org.jspecify.annotations.Nullable;

/// Holds a JSON body against the contract before it is read, so that all faults of its form are told at once. Reading
/// alone stops at the first.
///
/// It comes after those that bound the stream.
@Provider
@Priority(BodyForm.LAST)
public class BodyForm implements ReaderInterceptor {

  static final int LAST = 6_000;

  private final Contract contract;
  private final ObjectReader json;
  private final Request request;
  private final UriInfo address;

  BodyForm(Contract contract, ObjectMapper json, Request request, UriInfo address) {
    this.contract = contract;
    // A number such as 1e999 is to be seen as it is written.
    this.json = json.reader(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    this.request = request;
    this.address = address;
  }

  @Override
  public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    if (context.getType() != byte[].class && MediaType.APPLICATION_JSON_TYPE.isCompatible(context.getMediaType())) {
      var operation = contract.find(request.getMethod(), address.getRequestUri().getPath());
      JsonNode schema = operation.map(Contract.Operation::bodySchema).orElse(null);
      if (schema != null) {
        byte[] body = context.getInputStream().readAllBytes();
        context.setInputStream(new ByteArrayInputStream(body));
        List<Fault> faults = faults(body, schema);
        if (!faults.isEmpty()) {
          throw ProblemException.of(ProblemType.INVALID_BODY, faults);
        }
      }
    }
    return context.proceed();
  }

  /// None where the body is no JSON at all: who reads it says where.
  private List<Fault> faults(byte[] body, JsonNode schema) throws IOException {
    try {
      JsonNode tree = json.readTree(body);
      return tree.isMissingNode() || tree.isNull() ? List.of() : new BodyFaults(contract).of(tree, schema);
    } catch (JsonProcessingException notJson) {
      return List.of();
    } catch (NumberFormatException beyondAll) {
      return List.of(Fault.inBody("", "The body holds a number with an exponent that no number here can have",
          "write numbers of at most 20 digits"));
    }
  }
}
