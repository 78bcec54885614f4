package io.offtake.rest.edge;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.offtake.work.Heap;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;

/// Answers that have been made, as they are sent: what desks poll is written and compressed once for each data version.
@Singleton
class MadeAnswers {

  /// Of the heap.
  private static final double MOST_KEPT = 1.0 / 48;

  private static final int BYTES_A_CHARACTER = 2;

  /// Beside its key and its bytes.
  private static final int ENTRY = 300;

  private final ObjectMapper json;
  private final Cache<Form, Buffer> kept = Caffeine.newBuilder()
      .maximumWeight(Heap.part(MOST_KEPT))
      .<Form, Buffer>weigher((form, bytes) -> weight(form.determining(), bytes))
      .executor(Runnable::run)
      .build();

  MadeAnswers(ObjectMapper json) {
    this.json = json;
  }

  private record Form(String determining, String coding) {}

  /// What an answer and the text that it is found by take of the memory, about.
  static int weight(String foundBy, Buffer bytes) {
    return ENTRY + BYTES_A_CHARACTER * foundBy.length() + bytes.length();
  }

  /// The body for `determining`, which says all that its text depends on, in its written form.
  ///
  /// What is written takes the place of the model that it was made from, and [WrittenOut] sends it; bytes are passed
  /// through.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  <T> T once(String determining, String coding, Supplier<T> body) {
    Buffer known = kept.getIfPresent(new Form(determining, coding));
    if (known != null) {
      return (T) new Written(known, coding);
    }
    var plain = new Form(determining, ContentCoding.IDENTITY);
    Buffer text = kept.getIfPresent(plain);
    if (text == null) {
      T answer = body.get();
      if (answer instanceof byte[]) {
        return answer;
      }
      text = keep(plain, (answer instanceof String written ? written : written(answer)).getBytes(StandardCharsets.UTF_8));
    }
    Buffer bytes = coding.equals(ContentCoding.IDENTITY)
        ? text
        : keep(new Form(determining, coding), ContentCoding.encoded(text.getBytes(), coding));
    return (T) new Written(bytes, coding);
  }

  /// A text that goes with an answer.
  String text(String determining, Supplier<String> text) {
    return kept.get(new Form(determining, ""), _ -> Buffer.buffer(text.get())).toString();
  }

  /// Whoever was first: all are given the same object.
  private Buffer keep(Form form, byte[] bytes) {
    Buffer made = Buffer.buffer(bytes);
    Buffer known = kept.asMap().putIfAbsent(form, made);
    return known == null ? made : known;
  }

  private String written(Object answer) {
    try {
      return json.writeValueAsString(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer of the contract can always be written", e);
    }
  }
}
