package io.offtake.rest.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import java.util.List;

import io.offtake.access.KeysTest;
import io.offtake.evidence.Actor;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Whoever asks too much is told when to come again, and everybody what is left to him.
@QuarkusTest
@Tag("http")
@TestProfile(KeysTest.Closed.class)
class RateLimitsTest {

  private static final String POLLED = "/v1/commodities";
  /// Hours of what comes back, so that no delay of the test makes a request possible.
  private static final int FAR_TOO_MUCH = 1_000_000;

  private static final int SPENT = 10_000;

  @Inject RateLimits limits;

  @Test
  void everyAnswerToAKeySaysWhatIsLeft() {
    String key = made();

    get(key, POLLED).then().statusCode(200)
        .header("RateLimit-Policy", equalTo("\"key\";q=1200;w=60"))
        .header("RateLimit", matchesPattern("\"key\";r=1\\d{3};t=\\d+"));
    get(key, "/v1/commitments/nobody-knows-it").then().statusCode(404).header("RateLimit", containsString("\"key\""));
    given().get(POLLED).then().statusCode(401).header("RateLimit", nullValue());
  }

  @Test
  void whoeverAskedTooMuchIsRefusedUntilItHasComeBack() {
    String key = made();
    String other = made();
    Allowance allowance = allowance(key);
    allowance.giveBack(-FAR_TOO_MUCH);

    for (String address : List.of(POLLED, "/v1/status", "/v1/events", "/v1/commitments/nobody-knows-it")) {
      get(key, address).then().statusCode(429).contentType(Problems.PROBLEM_JSON.toString())
          .header("Retry-After", matchesPattern("[1-9]\\d*"))
          .header("RateLimit", matchesPattern("\"key\";r=0;t=\\d+"))
          .body("type", endsWith("/problems/too-many-requests"))
          .body("status", equalTo(429));
    }
    get(other, POLLED).then().statusCode(200);
    given().get("/problems/too-many-requests").then().statusCode(200).body(containsString("Retry-After"));

    allowance.giveBack(FAR_TOO_MUCH);
    get(key, POLLED).then().statusCode(200);
  }

  /// So much is spent beforehand that nothing of it is all back while a poll lasts.
  @Test
  void aPollThatFindsNothingNewCostsATenthAlsoWhenItIsAnsweredFromWhatIsKept() {
    String key = made();
    String tag = get(key, POLLED).getHeader("ETag");
    for (int poll = 0; poll < 4; poll++) {
      long before = System.nanoTime();
      Allowance allowance = allowance(key);
      allowance.giveBack((int) allowance.parts(before) - SPENT);
      long owed = allowance.parts(before);
      given().header("X-Api-Key", key).header("If-None-Match", tag).get(POLLED).then().statusCode(304)
          .header("RateLimit", containsString("\"key\""));
      assertThat(allowance.parts(before) - owed).as("parts spent by poll %d", poll).isEqualTo(Allowance.HELD);
    }
    Response whole = get(key, POLLED);
    whole.then().statusCode(200);
    assertThat(whole.getHeaders().getValues("RateLimit")).as("what is kept holds no one else's").hasSize(1);
  }

  private Allowance allowance(String key) {
    return limits.of(new Actor(Actor.Kind.KEY, key.substring(0, "otk_00000000".length())), null);
  }

  private static Response get(String key, String address) {
    return given().header("X-Api-Key", key).get(address);
  }

  private static String made() {
    return given().header("X-Api-Key", KeysTest.FIRST).contentType("application/json")
        .body("{\"owner\": \"a test of limits\", \"scopes\": [\"read\"]}").post("/v1/keys")
        .then().statusCode(201).extract().path("key");
  }
}
