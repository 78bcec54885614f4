package io.offtake.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// UTF-8 text, without its byte order mark. All that stands before a byte that is no UTF-8 can still be read, so
/// that whoever reads knows the line; then comes a [CharacterCodingException].
public final class StrictUtf8 extends Reader {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream in;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 16).flip();
  private boolean atStart = true;
  private boolean atEnd;

  /// @param in  is not closed here
  public StrictUtf8(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    var chars = CharBuffer.wrap(target, offset, length).slice();
    while (true) {
      CoderResult result = decoder.decode(bytes, chars, atEnd);
      if (atStart && chars.position() > 0) {
        atStart = false;
        if (target[offset] == BYTE_ORDER_MARK) {
          int rest = chars.position() - 1;
          System.arraycopy(target, offset + 1, target, offset, rest);
          chars.position(rest);
        }
      }
      if (chars.position() > 0) {
        return chars.position();
      }
      if (result.isError()) {
        throw new CharacterCodingException();
      }
      if (atEnd) {
        return -1;
      }
      fill();
    }
  }

  private void fill() throws IOException {
    bytes.compact();
    int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
    if (read < 0) {
      atEnd = true;
    } else {
      bytes.position(bytes.position() + read);
    }
    bytes.flip();
  }

  @Override
  public void close() {}
}
