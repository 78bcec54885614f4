package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a new user does with the README alone: declare money, a band and a basket, read their verdicts, paste a paragraph of
/// news, confirm the claim and see it in the timeline.
@QuarkusTest
@Tag("http")
class FirstWalkTest {

  private static final Pattern DECLARED = Pattern.compile("/v1/commitments -d '\n(.*?)'\n", Pattern.DOTALL);
  private static final Pattern PASTED = Pattern.compile("--data-binary '(On 3 March[^']*)'.*?'http://127.0.0.1:8080(/v1/statements[^']*)'", Pattern.DOTALL);
  private static final String AT = "2026-03-20";

  private final List<String> declared = new ArrayList<>();

  /// The other tests of this service see what the starter brings.
  @AfterEach
  void takeBack() {
    declared.forEach(id -> given().header("If-Match", "*").delete("/v1/commitments/" + id));
  }

  @Test
  void theReadmeAloneLeadsFromADeclarationToAClaimInTheTimeline() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    Matcher bodies = DECLARED.matcher(readme);
    while (bodies.find()) {
      Response made = given().contentType("application/json").body(bodies.group(1)).post("/v1/commitments");
      assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
      declared.add(made.jsonPath().getString("id"));
    }
    assertThat(declared).containsExactly("vietnam-wheat-2025", "bangladesh-soybeans-2026", "vietnam-feed-2025");
    for (String id : declared) {
      JsonPath reading = given().queryParam("asOf", AT).get("/v1/commitments/{c}/status", id).then().statusCode(200).extract().jsonPath();
      assertThat(reading.getDouble("readings[0].fulfilled.value")).as(id).isPositive();
      assertThat(reading.getString("readings[0].verdict")).as(reading.getString("readings[0].why.summary"))
          .isIn("met", "missed", "onTrack", "atRisk", "shortfallLikely", "unobserved");
    }
    given().queryParam("asOf", AT).get("/v1/commitments/bangladesh-soybeans-2026/status").then()
        .body("readings[0].targetMax.value", equalTo(600_000));

    Matcher news = PASTED.matcher(readme);
    assertThat(news.find()).isTrue();
    Response kept = given().urlEncodingEnabled(false).contentType("text/plain").body(news.group(1).getBytes(UTF_8)).post(news.group(2));
    kept.then().statusCode(201).body("proposals[0].commitment", equalTo("bangladesh-soybeans-2026"));
    String claim = given().post(kept.header("Location") + "/proposals/1/confirmation").then().statusCode(201).extract().header("Location");
    String id = claim.substring(claim.lastIndexOf('/') + 1);
    given().get("/v1/commitments/bangladesh-soybeans-2026/timeline").then().statusCode(200)
        .body("rows.kind", hasItem("terms"), "rows.claim", hasItem(id));
    given().get(claim + "/verdict").then().statusCode(200);
    given().header("If-Match", "*").contentType("application/json").body("{\"reason\": \"a test\"}").post(claim + "/withdrawal")
        .then().statusCode(201);
  }
}
