package io.offtake.rest.edge;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/// The form of JSON, in and out: nothing unknown, doubled or of the wrong kind is let in; numbers go out without an
/// exponent, instants in UTC to the microsecond (what PostgreSQL keeps), fields in the order of the contract.
@Singleton
class JsonForm implements ObjectMapperCustomizer {

  /// A full-date of RFC 3339: its year has four digits.
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  /// After the modules of the class path, whose forms of instants and days would win otherwise.
  @Override
  public int priority() {
    return MINIMUM_PRIORITY;
  }

  @Override
  @SuppressWarnings("deprecation") // the builder that replaces these calls is not what a customizer is given
  public void customize(ObjectMapper mapper) {
    mapper.configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, false);
    mapper.enable(
        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    mapper.coercionConfigFor(LogicalType.Textual)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    mapper.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
    mapper.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature());
    mapper.registerModule(new SimpleModule("offtake")
        .addSerializer(Instant.class, new InstantOut())
        .addDeserializer(Instant.class, new InstantIn())
        .addDeserializer(LocalDate.class, new DayIn()));
  }

  /// An instant with any offset; a day alone is its end in UTC, to the microsecond.
  ///
  /// @throws DateTimeException  when it is neither
  static Instant instant(String text) {
    if (DAY.matcher(text).matches()) {
      return LocalDate.parse(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minus(1, ChronoUnit.MICROS);
    }
    return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
  }

  private static final class InstantOut extends StdScalarSerializer<Instant> {

    private static final long serialVersionUID = 1L;

    private InstantOut() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant instant, JsonGenerator json, SerializerProvider provider) throws IOException {
      json.writeString(instant.truncatedTo(ChronoUnit.MICROS).toString());
    }
  }

  /// Of the years that the database and RFC 3339 know.
  private static final class InstantIn extends StdScalarDeserializer<Instant> {

    private static final long serialVersionUID = 1L;
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");

    private InstantIn() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      String text = json.getValueAsString();
      try {
        Instant instant = instant(text == null ? "" : text);
        if (!instant.isBefore(FIRST) && instant.isBefore(AFTER_LAST)) {
          return instant;
        }
        return (Instant) context.handleWeirdStringValue(Instant.class, text, "not of the years 1 to 9999");
      } catch (DateTimeException _) {
        return (Instant) context.handleWeirdStringValue(Instant.class, text == null ? "" : text, "not an instant");
      }
    }
  }

  private static final class DayIn extends StdScalarDeserializer<LocalDate> {

    private static final long serialVersionUID = 1L;
    private static final String YEAR_ZERO = "0000";

    private DayIn() {
      super(LocalDate.class);
    }

    @Override
    public LocalDate deserialize(JsonParser json, DeserializationContext context) throws IOException {
      String text = json.getValueAsString();
      try {
        if (text != null && DAY.matcher(text).matches() && !text.startsWith(YEAR_ZERO)) {
          return LocalDate.parse(text);
        }
      } catch (DateTimeException notADay) {
        // Told below, like all that does not have the form.
      }
      return (LocalDate) context.handleWeirdStringValue(LocalDate.class, text == null ? "" : text, "not a day");
    }
  }
}
