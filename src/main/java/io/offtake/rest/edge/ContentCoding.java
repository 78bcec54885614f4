package io.offtake.rest.edge;

import java.util.List;

import io.netty.handler.codec.compression.StandardCompressionOptions;
import io.netty.handler.codec.http.HttpContentCompressor;
import org.jspecify.annotations.Nullable;

/// Foretells the content coding that an answer will be sent in, which its strong `ETag` depends on.
///
/// The server compresses at its very end, and so after the tag is written; this asks the same class with the same
/// codings, which are those that Quarkus switches on.
final class ContentCoding extends HttpContentCompressor {

  static final String IDENTITY = "identity";

  private static final ContentCoding SERVER = new ContentCoding();

  private ContentCoding() {
    super(StandardCompressionOptions.gzip(), StandardCompressionOptions.deflate());
  }

  /// @param acceptEncoding  the header's lines as sent; null or empty when there is none
  static String of(@Nullable List<String> acceptEncoding) {
    if (acceptEncoding == null || acceptEncoding.isEmpty()) {
      return IDENTITY;
    }
    String coding = SERVER.determineEncoding(String.join(",", acceptEncoding));
    return coding == null ? IDENTITY : coding;
  }
}
