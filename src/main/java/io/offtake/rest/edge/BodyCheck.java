package io.offtake.rest.edge;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offtake.api.model.ProblemDto;
import io.offtake.text.PlainText;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Holds every body against what the contract cannot say of each field: its length, the characters of its texts and the
/// digits of its numbers. All faults are told at once, before the operation is entered.
@Provider
public class BodyCheck implements ReaderInterceptor {

  /// On each side of the point. A number such as `1e999999999` is short to write and long to keep.
  private static final int MOST_DIGITS = 20;
  private static final int LONGEST_ADDRESS = 2_000;
  private static final String MODELS = ProblemDto.class.getPackageName();
  private static final String MODEL_SUFFIX = "Dto";
  private static final String SEVERAL_LINES = "x-multiline";

  private final long mostBytes;
  private final ObjectMapper json;
  private final Contract contract;

  BodyCheck(
      @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit,
      ObjectMapper json,
      Contract contract) {
    this.mostBytes = limit.asLongValue();
    this.json = json;
    this.contract = contract;
  }

  @Override
  public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    var body = new Bounded(context.getInputStream(), mostBytes);
    context.setInputStream(body);
    Object read;
    try {
      read = context.proceed();
    } catch (IOException | RuntimeException e) {
      // Whoever was reading has made a failure of its own of it.
      if (body.isTooLong()) {
        throw new ProblemException(ProblemType.TOO_LARGE,
            "The body has more than the %d bytes that are taken".formatted(mostBytes));
      }
      throw e;
    }
    if (read != null && read.getClass().getPackageName().equals(MODELS)) {
      List<Fault> faults = faults(read);
      if (!faults.isEmpty()) {
        throw ProblemException.of(ProblemType.INVALID_BODY, faults);
      }
    }
    return read;
  }

  private List<Fault> faults(Object model) {
    List<Fault> faults = new ArrayList<>();
    String schema = model.getClass().getSimpleName().replaceFirst(MODEL_SUFFIX + "$", "");
    walk(json.valueToTree(model), contract.document().at("/components/schemas/" + schema), "", faults);
    return faults;
  }

  private void walk(JsonNode value, JsonNode described, String pointer, List<Fault> faults) {
    JsonNode schema = contract.resolved(described);
    if (value.isObject()) {
      value.properties().forEach(field -> walk(field.getValue(), schema.path("properties").path(field.getKey()),
          pointer + "/" + field.getKey().replace("~", "~0").replace("/", "~1"), faults));
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        if (value.get(i).isNull()) {
          faults.add(Fault.inBody(pointer + "/" + i, "The field %s/%d is null".formatted(pointer, i), "leave it out"));
        }
        walk(value.get(i), schema.path("items"), pointer + "/" + i, faults);
      }
    } else if (value.isTextual()) {
      ofText(value.textValue(), schema).ifPresent(wrong -> faults.add(
          Fault.inBody(pointer, "The field %s cannot be taken: %s".formatted(pointer, wrong), null)));
    } else if (value.isNumber() && isOutOfRange(value.decimalValue())) {
      faults.add(Fault.inBody(pointer, "The field %s is out of range".formatted(pointer),
          "use at most %d digits on each side of the point".formatted(MOST_DIGITS)));
    }
  }

  private static Optional<String> ofText(String text, JsonNode schema) {
    if (schema.path("minLength").asInt() > 0 && !text.isEmpty() && PlainText.isBlank(text)) {
      return Optional.of("there is nothing to see in it");
    }
    if (schema.path("format").asText().equals("uri") && text.length() > LONGEST_ADDRESS) {
      return Optional.of("it has more than %d characters".formatted(LONGEST_ADDRESS));
    }
    return schema.path(SEVERAL_LINES).asBoolean() ? PlainText.faultOfLines(text) : PlainText.faultOfLine(text);
  }

  private static boolean isOutOfRange(BigDecimal number) {
    return (long) number.precision() - number.scale() > MOST_DIGITS || number.scale() > MOST_DIGITS;
  }

  /// Reads no more than is taken. A body whose length was announced has been refused before it comes to this.
  private static final class Bounded extends FilterInputStream {

    private final long most;
    private long read;

    private Bounded(InputStream in, long most) {
      super(in);
      this.most = most;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      count(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] into, int start, int length) throws IOException {
      int some = super.read(into, start, length);
      count(Math.max(0, some));
      return some;
    }

    private void count(int more) throws IOException {
      read += more;
      if (isTooLong()) {
        throw new IOException("the body is too long");
      }
    }

    private boolean isTooLong() {
      return read > most;
    }
  }
}
