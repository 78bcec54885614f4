package io.offtake.publisher.fgis;

/// The serial numbers of a file's certificates and what each certificate said, both as marks of 64 bits: sixteen bytes a
/// certificate and as much in spare, so that a yearly file of hundreds of thousands takes some megabytes.
final class SerialNumbers {

  /// A year has some hundred thousand.
  static final int MOST = 2_000_000;

  /// What is known of a number that comes.
  enum Standing {
    NEW,
    /// It came before, with the same certificate.
    SAME,
    /// It came before, with another one.
    OTHER,
    /// No more can be kept.
    FULL
  }

  private static final int AT_FIRST = 1 << 12;

  private long[] numbers = new long[AT_FIRST];
  private long[] contents = new long[AT_FIRST];
  private int size;

  /// @param number  of the certificate; not 0
  Standing add(long number, long content) {
    int place = place(numbers, number);
    if (numbers[place] == number) {
      return contents[place] == content ? Standing.SAME : Standing.OTHER;
    }
    if (size == MOST) {
      return Standing.FULL;
    }
    numbers[place] = number;
    contents[place] = content;
    if (++size > numbers.length / 2) {
      grow();
    }
    return Standing.NEW;
  }

  /// Where it lies, or would.
  private static int place(long[] numbers, long number) {
    int place = (int) (number ^ (number >>> 32)) & (numbers.length - 1);
    while (numbers[place] != 0 && numbers[place] != number) {
      place = (place + 1) & (numbers.length - 1);
    }
    return place;
  }

  private void grow() {
    long[] before = numbers;
    long[] said = contents;
    numbers = new long[before.length * 2];
    contents = new long[numbers.length];
    for (int i = 0; i < before.length; i++) {
      if (before[i] != 0) {
        int place = place(numbers, before[i]);
        numbers[place] = before[i];
        contents[place] = said[i];
      }
    }
  }
}
