package io.offtake.rest.edge;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Instant;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/// Reads instants in parameters, with any offset.
@Provider
public class InstantParameter implements ParamConverterProvider {

  @Override
  @SuppressWarnings("unchecked")
  public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
    return type == Instant.class ? (ParamConverter<T>) new Converter() : null;
  }

  private static final class Converter implements ParamConverter<Instant> {

    @Override
    public @Nullable Instant fromString(@Nullable String text) {
      return text == null ? null : JsonForm.instant(text);
    }

    @Override
    public String toString(Instant instant) {
      return instant.toString();
    }
  }
}
