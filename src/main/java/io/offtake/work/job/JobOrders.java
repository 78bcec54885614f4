package io.offtake.work.job;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offtake.work.Job;
import io.offtake.work.Jobs;

/// Keeps what a job is asked to do, and reads it again when it is taken up.
@ApplicationScoped
public class JobOrders {

  private final Jobs jobs;
  private final ObjectMapper json;

  JobOrders(Jobs jobs, ObjectMapper json) {
    this.jobs = jobs;
    this.json = json;
  }

  public Job add(String kind, Object asked, long dataVersion) {
    try {
      return jobs.add(kind, json.writeValueAsString(asked), dataVersion);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a request that was read can be written", e);
    }
  }

  public <T> T asked(Job job, Class<T> type) {
    try {
      return json.readValue(job.request(), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a request that was kept can be read", e);
    }
  }
}
