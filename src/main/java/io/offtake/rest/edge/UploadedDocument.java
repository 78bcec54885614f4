package io.offtake.rest.edge;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.regex.Pattern;

import io.offtake.text.PlainText;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/// A document as it was handed in: bare bytes, or the part `file` of a form (RFC 7578).
///
/// @param name  the file name that a form carries
/// @param contentType  the media type of the document itself
@SuppressWarnings("ArrayRecordComponent") // large, read once, never compared
public record UploadedDocument(byte[] bytes, @Nullable String name, String contentType) {

  private static final int LONGEST = 200;
  private static final Pattern FIELD = Pattern.compile("(?i)content-disposition:[^\r\n]*[; ]name=\"([^\"]*)\"");
  private static final Pattern FILE_NAME = Pattern.compile("(?i)content-disposition:[^\r\n]*[; ]filename=\"([^\"]*)\"");
  private static final Pattern TYPE = Pattern.compile("(?i)content-type:\\s*([^\r\n]+)");

  /// @throws ProblemException  if a form has no boundary, or other parts than one `file`
  public static UploadedDocument of(MediaType type, byte[] body) {
    if (!type.getType().equals("multipart")) {
      if (type.toString().length() > LONGEST) {
        throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE,
            "The header Content-Type has more than %d characters".formatted(LONGEST));
      }
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
    String fileName = name.find() ? text("file name", name.group(1)) : null;
    String contentType = type.find() ? text("media type", type.group(1).strip()) : MediaType.APPLICATION_OCTET_STREAM;
    return new UploadedDocument(content.getBytes(StandardCharsets.ISO_8859_1),
        fileName == null || fileName.isBlank() ? null : fileName, contentType);
  }

  /// A text of a part's head, which is UTF-8 (RFC 7578, section 5.1).
  private static String text(String what, String latin1) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder()
          .decode(ByteBuffer.wrap(latin1.getBytes(StandardCharsets.ISO_8859_1))).toString();
    } catch (CharacterCodingException notUtf8) {
      throw invalid("The %s of the part is not UTF-8".formatted(what));
    }
    PlainText.faultOfLine(text).ifPresent(wrong -> {
      throw invalid("The %s of the part cannot be taken: %s".formatted(what, wrong));
    });
    if (text.length() > LONGEST) {
      throw invalid("The %s of the part has more than %d characters".formatted(what, LONGEST));
    }
    return text;
  }

  private static ProblemException invalid(String detail) {
    return new ProblemException(ProblemType.INVALID_BODY, detail, Fault.inBody("", detail,
        "send one part with the document, named 'file': Content-Disposition: form-data; name=\"file\"; filename=\"report.txt\""));
  }
}
