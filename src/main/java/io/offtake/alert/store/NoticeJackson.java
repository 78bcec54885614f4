package io.offtake.alert.store;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.offtake.alert.Notice;
import io.offtake.alert.NoticeJson;

/// The form in which notices are kept. It is their own: the API's may change.
@ApplicationScoped
class NoticeJackson implements NoticeJson {

  private final ObjectMapper json = JsonMapper.builder()
      .findAndAddModules()
      .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
      .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
      .build();

  @Override
  public String write(Notice notice) {
    try {
      return json.writeValueAsString(notice);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a notice can always be written", e);
    }
  }

  @Override
  public Notice read(String content) {
    try {
      return json.readValue(content, Notice.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this is no notice: " + e.getOriginalMessage(), e);
    }
  }
}
