package io.offtake.evidence;

/// Who moved the data version.
///
/// @param name  of a person or a job, or the prefix of a key; empty when it is not known
public record Actor(Kind kind, String name) {

  public enum Kind {
    /// Somebody who needed no key.
    PERSON,
    /// Who holds an API key.
    KEY,
    /// The service itself.
    JOB,
    /// From before this was written down.
    UNRECORDED
  }

  public static Actor job(String name) {
    return new Actor(Kind.JOB, name);
  }

  /// Somebody who did not have to say who he is.
  public static Actor anybody() {
    return new Actor(Kind.PERSON, "");
  }
}
