package io.offtake.rest.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import io.netty.handler.codec.compression.StandardCompressionOptions;
import io.netty.handler.codec.http.HttpContentCompressor;
import org.jspecify.annotations.Nullable;

/// Foretells the content coding that an answer will be sent in, which its strong `ETag` depends on.
///
/// What is kept is compressed once, here. Everything else the server compresses at its very end, and so after a tag is
/// written; this asks the same class with the same codings, which are those that Quarkus switches on.
final class ContentCoding extends HttpContentCompressor {

  static final String IDENTITY = "identity";
  private static final String GZIP = "gzip";
  private static final String DEFLATE = "deflate";

  private static final ContentCoding SERVER = new ContentCoding();

  private ContentCoding() {
    super(StandardCompressionOptions.gzip(), StandardCompressionOptions.deflate());
  }

  /// @param acceptEncoding  the header's lines as sent; null or empty when there is none
  static String of(@Nullable List<String> acceptEncoding) {
    if (acceptEncoding == null || acceptEncoding.isEmpty()) {
      return IDENTITY;
    }
    String coding = SERVER.determineEncoding(acceptEncoding.size() == 1
        ? acceptEncoding.getFirst()
        : String.join(",", acceptEncoding));
    return coding == null ? IDENTITY : coding;
  }

  /// @param coding  one of those that [#of] tells
  static byte[] encoded(byte[] plain, String coding) {
    var bytes = new ByteArrayOutputStream(plain.length / 4 + 64);
    try (OutputStream out = switch (coding) {
      case GZIP -> new GZIPOutputStream(bytes);
      // As in RFC 9110: with the head and the sum of zlib.
      case DEFLATE -> new DeflaterOutputStream(bytes);
      default -> throw new IllegalArgumentException("no coding of this service: " + coding);
    }) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written to", e);
    }
    return bytes.toByteArray();
  }
}
