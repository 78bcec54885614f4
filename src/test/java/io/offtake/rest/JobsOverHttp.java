package io.offtake.rest;

import static io.restassured.RestAssured.given;

import java.time.Duration;

import io.offtake.work.job.JobsAtHand;
import io.restassured.path.json.JsonPath;

/// Orders long work as a client does, and waits for its end.
public final class JobsOverHttp {

  /// Generous: it bounds a hang, it measures nothing.
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private JobsOverHttp() {}

  /// @return the job once it is over
  public static JsonPath carriedOut(String order) throws InterruptedException {
    return over(given().contentType("application/json").body(order).post("/v1/jobs").then().statusCode(201)
        .extract().header("Location"));
  }

  public static JsonPath over(String path) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      JobsAtHand.takeUp();
      JsonPath job = given().get(path).then().statusCode(200).extract().jsonPath();
      if (!job.getString("state").equals("queued") && !job.getString("state").equals("running")) {
        return job;
      }
      Thread.sleep(200);
    }
    throw new AssertionError(path + " did not come to its end");
  }
}
