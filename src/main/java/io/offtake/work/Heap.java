package io.offtake.work;

/// The heap that this process was given. What is remembered is bounded by shares of it.
public final class Heap {

  private Heap() {}

  /// @param share  of it, from 0 to 1
  /// @return bytes
  public static long part(double share) {
    return Math.round(Runtime.getRuntime().maxMemory() * share);
  }
}
