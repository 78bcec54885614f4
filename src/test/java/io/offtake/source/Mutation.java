package io.offtake.source;

import java.util.SplittableRandom;

/// Documents damaged as storage, networks and hands damage them: bytes changed, cut out, doubled, cut off.
public final class Mutation {

  private Mutation() {}

  public static byte[] of(byte[] original, SplittableRandom random) {
    var bytes = original.clone();
    int times = random.nextInt(1, 4);
    for (int i = 0; i < times && bytes.length > 1; i++) {
      bytes = once(bytes, random);
    }
    return bytes;
  }

  private static byte[] once(byte[] bytes, SplittableRandom random) {
    int at = random.nextInt(bytes.length);
    int length = random.nextInt(1, Math.min(40, bytes.length) + 1);
    int end = Math.min(bytes.length, at + length);
    return switch (random.nextInt(6)) {
      case 0 -> replaced(bytes, at, (byte) random.nextInt(256));
      case 1 -> replaced(bytes, at, (byte) "0123456789-.,:{}[]\"\n eE".charAt(random.nextInt(23)));
      case 2 -> joined(bytes, at, bytes, end);
      case 3 -> joined(bytes, end, bytes, at);
      case 4 -> joined(bytes, at, bytes, bytes.length);
      default -> {
        var noise = new byte[length];
        random.nextBytes(noise);
        yield joined(joined(bytes, at, noise, 0), at + length, bytes, at);
      }
    };
  }

  private static byte[] replaced(byte[] bytes, int at, byte value) {
    bytes[at] = value;
    return bytes;
  }

  private static byte[] joined(byte[] head, int headEnd, byte[] tail, int tailStart) {
    var result = new byte[headEnd + tail.length - tailStart];
    System.arraycopy(head, 0, result, 0, headEnd);
    System.arraycopy(tail, tailStart, result, headEnd, tail.length - tailStart);
    return result;
  }
}
