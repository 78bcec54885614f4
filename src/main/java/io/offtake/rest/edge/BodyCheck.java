package io.offtake.rest.edge;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Reads no more of a body than is taken, also where none announced its length.
@Provider
public class BodyCheck implements ReaderInterceptor {

  private final long mostBytes;

  BodyCheck(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
    this.mostBytes = limit.asLongValue();
  }

  @Override
  public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    var body = new Bounded(context.getInputStream(), mostBytes);
    context.setInputStream(body);
    try {
      return context.proceed();
    } catch (IOException | RuntimeException e) {
      // Whoever was reading has made a failure of its own of it.
      if (body.isTooLong()) {
        throw new ProblemException(ProblemType.TOO_LARGE,
            "The body has more than the %d bytes that are taken".formatted(mostBytes));
      }
      throw e;
    }
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
