package io.offtake.rest.edge;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;

/// Writes bytes as they are.
///
/// Where an operation has several media types, one of them for problems, the framework looks for a writer by the type
/// of the response, not of what is in it, and would write the bytes as a text.
@Provider
@Produces(MediaType.APPLICATION_OCTET_STREAM)
public class BytesOut implements MessageBodyWriter<Object> {

  @Override
  public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return type == byte[].class;
  }

  @Override
  public void writeTo(
      Object bytes,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out) throws IOException {
    out.write((byte[]) bytes);
  }
}
