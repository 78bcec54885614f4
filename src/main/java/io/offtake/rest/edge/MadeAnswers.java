package io.offtake.rest.edge;

import java.util.function.Supplier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.offtake.work.Heap;
import jakarta.inject.Singleton;

/// Answers that have been made, as they are sent: what desks poll is written once for each data version.
@Singleton
class MadeAnswers {

  /// Of the heap.
  private static final double MOST_KEPT = 1.0 / 48;

  private static final int BYTES_A_CHARACTER = 2;

  /// Beside its texts.
  private static final int ENTRY = 200;

  private final ObjectMapper json;
  private final Cache<String, String> kept = Caffeine.newBuilder()
      .maximumWeight(Heap.part(MOST_KEPT))
      .<String, String>weigher((key, answer) -> ENTRY + BYTES_A_CHARACTER * (key.length() + answer.length()))
      .executor(Runnable::run)
      .build();

  MadeAnswers(ObjectMapper json) {
    this.json = json;
  }

  /// The body for `determining`, which says all that its text depends on, in its written form.
  ///
  /// The framework's JSON writer sends a text as it is, so the text takes the place of the model that it was made
  /// from; bytes are passed through.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  <T> T once(String determining, Supplier<T> body) {
    String known = kept.getIfPresent(determining);
    if (known != null) {
      return (T) known;
    }
    T answer = body.get();
    if (answer instanceof byte[]) {
      return answer;
    }
    String text = answer instanceof String plain ? plain : written(answer);
    kept.put(determining, text);
    return (T) text;
  }

  private String written(Object answer) {
    try {
      return json.writeValueAsString(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer of the contract can always be written", e);
    }
  }
}
