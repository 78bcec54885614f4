package io.offtake.rest.edge;

import io.vertx.core.buffer.Buffer;

/// The body of an answer as it goes over the wire.
///
/// @param bytes  shared by all who are answered with it, and never changed
/// @param coding  the content coding they are in
record Written(Buffer bytes, String coding) {

  boolean isCoded() {
    return !coding.equals(ContentCoding.IDENTITY);
  }
}
