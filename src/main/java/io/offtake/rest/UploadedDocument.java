package io.offtake.rest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.regex.Pattern;

import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/// A document as it was handed in: bare bytes, or the part `file` of a form (RFC 7578).
///
/// @param name  the file name that a form carries
/// @param contentType  the media type of the document itself
@SuppressWarnings("ArrayRecordComponent") // large, read once, never compared
record UploadedDocument(byte[] bytes, @Nullable String name, String contentType) {

  private static final Pattern FIELD = Pattern.compile("(?i)content-disposition:[^\r\n]*[; ]name=\"([^\"]*)\"");
  private static final Pattern FILE_NAME = Pattern.compile("(?i)content-disposition:[^\r\n]*[; ]filename=\"([^\"]*)\"");
  private static final Pattern TYPE = Pattern.compile("(?i)content-type:\\s*([^\r\n]+)");

  /// @throws ProblemException  if a form has no boundary, or other parts than one `file`
  static UploadedDocument of(MediaType type, byte[] body) {
    if (!type.getType().equals("multipart")) {
      return new UploadedDocument(body, null, type.toString());
    }
    String boundary = type.getParameters().get("boundary");
    if (boundary == null) {
      throw invalid("The form names no boundary");
    }
    // One character a byte, so that positions and bytes are the same both ways.
    String form = new String(body, StandardCharsets.ISO_8859_1);
    String delimiter = "\r\n--" + boundary;
    var parts = new ArrayList<UploadedDocument>();
    int start = form.startsWith("--" + boundary) ? boundary.length() + 2 : form.indexOf(delimiter) + delimiter.length();
    while (start >= delimiter.length() - 2 && !form.startsWith("--", start)) {
      int end = form.indexOf(delimiter, start);
      int content = form.indexOf("\r\n\r\n", start);
      if (end < 0 || content < 0 || content > end) {
        throw invalid("The form is cut off");
      }
      parts.add(part(form.substring(start, content), form.substring(Math.min(content + 4, end), end)));
      start = end + delimiter.length();
    }
    if (parts.size() != 1) {
      throw invalid("The form has %d parts; one named 'file' is taken".formatted(parts.size()));
    }
    return parts.getFirst();
  }

  private static UploadedDocument part(String headers, String content) {
    var field = FIELD.matcher(headers);
    if (!field.find() || !field.group(1).equals("file")) {
      throw invalid("The form has a part that is not named 'file'");
    }
    var name = FILE_NAME.matcher(headers);
    var type = TYPE.matcher(headers);
    return new UploadedDocument(content.getBytes(StandardCharsets.ISO_8859_1),
        name.find() ? new String(name.group(1).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8) : null,
        type.find() ? type.group(1).strip() : MediaType.APPLICATION_OCTET_STREAM);
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(ProblemType.INVALID_BODY, detail);
  }
}
