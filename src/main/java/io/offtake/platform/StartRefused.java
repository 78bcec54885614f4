package io.offtake.platform;

/// The service cannot start. The message is one line for whoever started it: what is wrong, and what to do.
public final class StartRefused extends Exception {

  private final String line;

  public StartRefused(String line) {
    super(line);
    this.line = line;
  }

  public StartRefused(String line, Throwable cause) {
    super(line, cause);
    this.line = line;
  }

  /// The message.
  public String line() {
    return line;
  }
}
