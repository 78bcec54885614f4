package io.offtake.fetching;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// Why a publisher's document could not be had. Nothing of what it sent is used.
public final class SourceFault extends Exception {

  private static final long serialVersionUID = 1L;

  /// What went wrong, so that an operator knows whose turn it is.
  public enum Kind {
    /// No connection, or it was lost before the answer began.
    UNREACHABLE(true),
    /// The answer did not arrive whole within the time allowed, as when a host sends a byte now and then.
    TIMED_OUT(true),
    /// The body ended before its announced end.
    BROKEN_OFF(true),
    /// A status of 500 or more.
    SERVER_ERROR(true),
    /// 429.
    RATE_LIMITED(true),
    /// 401 or 403: the key is missing, unknown or blocked, or the host refuses programs.
    REFUSED(false),
    /// Any other status that is no success.
    UNEXPECTED_STATUS(false),
    /// The host points to another host, or round in a circle.
    REDIRECTED(false),
    /// Not the media type that was asked for, or a page (HTML) where figures were.
    WRONG_TYPE(false),
    /// More bytes than any such document has, as sent or once unpacked.
    TOO_LARGE(false),
    /// The document came, and its reader refused it.
    UNREADABLE(false),
    /// What was asked for came; our clock and the publisher's are minutes apart.
    CLOCK_DIFFERS(false),
    /// Not asked: the source failed too often just now, or was asked as often as it allows.
    NOT_ASKED(false),
    /// The service itself failed.
    INTERNAL(false);

    private final boolean passing;

    Kind(boolean passing) {
      this.passing = passing;
    }

    /// `serverError`, as the API writes it.
    public String id() {
      String[] words = name().toLowerCase(Locale.ROOT).split("_");
      return words[0] + Arrays.stream(words).skip(1)
          .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
          .reduce("", String::concat);
    }

    public static Optional<Kind> ofId(String id) {
      return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }
  }

  private final Kind kind;
  private final @Nullable Duration retryAfter;

  /// @param text  for a stranger: what was seen, and what may be done; never a key
  public SourceFault(Kind kind, String text) {
    this(kind, text, null);
  }

  /// @param retryAfter  how long the publisher asks us to wait
  public SourceFault(Kind kind, String text, @Nullable Duration retryAfter) {
    super(text, null, false, false);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  public Kind kind() {
    return kind;
  }

  /// Whether it is the document's alone: another may well be had, and asking again will not help.
  public boolean isOfTheDocument() {
    return kind == Kind.UNREADABLE || kind == Kind.UNEXPECTED_STATUS;
  }

  /// Whether asking again in a moment may help.
  public boolean isPassing() {
    return kind.passing;
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  public String text() {
    return String.valueOf(getMessage());
  }
}
