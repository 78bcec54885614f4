package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.offtake.answer.FreshStart;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two who do the same at the same moment: one does it, and the other is told how it stands. Nobody is told of a failure.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class AtOnceTest {

  private static final int PEOPLE = 6;
  private static final int TIMES = 8;
  /// No two texts say the same.
  private static final AtomicInteger TEXTS = new AtomicInteger();

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  void aProposalIsConfirmedOnceAndTheOthersAreToldThatItIsDecided() throws Exception {
    for (int time = 0; time < TIMES; time++) {
      String place = statement();
      List<Response> answers = atOnce(_ -> given().post(place + "/proposals/1/confirmation"));
      once(answers, 201, 409);
      assertThat(answers).filteredOn(each -> each.statusCode() == 409)
          .allMatch(each -> each.jsonPath().getString("type").equals("/problems/proposal-decided"));
    }
  }

  @Test
  void aProposalIsConfirmedOrDismissedAndNotBoth() throws Exception {
    for (int time = 0; time < TIMES; time++) {
      String place = statement();
      once(atOnce(person -> person % 2 == 0
          ? given().post(place + "/proposals/1/confirmation")
          : json("{\"reason\": \"no\"}").post(place + "/proposals/1/dismissal")), 201, 409);
    }
  }

  @Test
  void aProposalIsDismissedOnce() throws Exception {
    for (int time = 0; time < TIMES; time++) {
      String place = statement();
      once(atOnce(_ -> json("{\"reason\": \"no\"}").post(place + "/proposals/1/dismissal")), 201, 409);
    }
  }

  @Test
  void theSameTextIsKeptOnce() throws Exception {
    for (int time = 0; time < TIMES; time++) {
      String text = text();
      once(atOnce(_ -> send(text)), 201, 200);
    }
  }

  @Test
  void aClaimIsAmendedOrWithdrawnByOneOfThoseWhoSawIt() throws Exception {
    for (int time = 0; time < TIMES; time++) {
      String place = given().post(statement() + "/proposals/1/confirmation").header("Location");
      String claim = given().get(place).jsonPath().getString("speaker");
      assertThat(claim).isNotBlank();
      once(atOnce(_ -> json("{\"reason\": \"a slip\"}").header("If-Match", "\"1-new\"").post(place + "/withdrawal")), 201, 412, 409);
    }
  }

  @Test
  void aCommitmentIsDeclaredOnceAndWithdrawnOnce() throws Exception {
    for (int time = 0; time < 3; time++) {
      String id = "at-once-" + UUID.randomUUID();
      once(atOnce(_ -> json(commitment(id)).post("/v1/commitments")), 201, 409);
      once(atOnce(_ -> json("{\"reason\": \"over\", \"by\": \"a test\"}").header("If-Match", "*")
          .post("/v1/commitments/" + id + "/withdrawal")), 201, 409, 412);
    }
  }

  @Test
  void aRuleIsMadeOnceAndChangedByOneOfThoseWhoSawIt() throws Exception {
    String id = "r-" + UUID.randomUUID().toString().substring(0, 8);
    once(atOnce(_ -> json("{\"id\": \"%s\", \"title\": \"T\", \"kind\": \"verdictChanged\", \"severity\": \"info\"}".formatted(id))
        .post("/v1/alert-rules")), 201, 409);
    String tag = given().get("/v1/alert-rules/" + id).header("ETag");
    once(atOnce(person -> json("{\"title\": \"T%d\"}".formatted(person)).header("If-Match", tag)
        .patch("/v1/alert-rules/" + id)), 200, 412, 409);
  }

  @Test
  void aSilenceIsEndedByWhoeverAsksAndAKeyIsRevoked() throws Exception {
    for (int time = 0; time < TIMES; time++) {
      String silence = json("{\"severity\": \"watch\", \"owner\": \"a\", \"reason\": \"b\", \"end\": \"%s\"}".formatted(java.time.Instant.now().plusSeconds(864_000)))
          .post("/v1/silences").header("Location");
      String key = json("{\"owner\": \"at once\", \"scopes\": [\"read\"]}").post("/v1/keys").header("Location");
      String rotated = json("{\"owner\": \"at once\", \"scopes\": [\"read\"]}").post("/v1/keys").header("Location");
      for (String place : new String[] {silence, key}) {
        assertThat(atOnce(_ -> given().delete(place))).extracting(Response::statusCode).containsOnly(200);
      }
      assertThat(atOnce(_ -> json("{}").post(rotated + "/rotation"))).extracting(Response::statusCode)
          .allMatch(status -> status == 201 || status == 409);
    }
  }

  /// One is carried out, and all others get one of the other statuses.
  private static void once(List<Response> answers, int done, Integer... others) {
    assertThat(answers).filteredOn(each -> each.statusCode() == done)
        .as("%s", answers.stream().map(each -> each.statusCode() + " " + each.asString()).toList()).hasSize(1);
    assertThat(answers).filteredOn(each -> each.statusCode() != done).extracting(Response::statusCode).isSubsetOf(others);
  }

  private interface Request {
    Response of(int person);
  }

  private static List<Response> atOnce(Request request) throws Exception {
    var ready = new CountDownLatch(1);
    List<Future<Response>> sent = new ArrayList<>();
    try (var executor = Executors.newFixedThreadPool(PEOPLE)) {
      for (int i = 0; i < PEOPLE; i++) {
        int person = i;
        Callable<Response> one = () -> {
          ready.await();
          return request.of(person);
        };
        sent.add(executor.submit(one));
      }
      ready.countDown();
    }
    List<Response> answers = new ArrayList<>();
    for (Future<Response> each : sent) {
      answers.add(each.get());
    }
    return answers;
  }

  private static String text() {
    return "Scott Bessent said on 3 February that China has bought 12.%03d million tonnes of soybeans.".formatted(
        TEXTS.incrementAndGet());
  }

  private static String statement() {
    Response kept = send(text());
    assertThat(kept.jsonPath().getList("proposals")).as(kept.asString()).hasSize(1);
    assertThat(kept.jsonPath().getList("proposals[0].problems")).as(kept.asString()).isEmpty();
    return kept.header("Location");
  }

  private static Response send(String text) {
    return given().contentType("text/plain").body(text.getBytes(UTF_8))
        .post("/v1/statements?publishedOn=2026-02-10&publisher=A%20paper");
  }

  private static io.restassured.specification.RequestSpecification json(String body) {
    return given().contentType("application/json").body(body);
  }

  private static String commitment(String id) {
    return """
        {"id": "%s", "title": "made for a test", "buyer": "PE", "seller": "US", "commodities": ["soybeans"],
         "strength": "statement",
         "terms": {"announcedOn": "2025-10-30", "announcedBy": "a test", "summary": "made for a test",
           "source": {"publisher": "a test"},
           "tranches": [{"id": "all", "windowStart": "2025-10-30", "deadline": "2026-03-31",
             "target": {"operator": "atLeast", "value": 1000000, "unit": "t"}}]},
         "readings": [{"id": "sold", "label": "sold", "measure": "sold", "evidence": ["fas-export-sales"]}]}""".formatted(id);
  }
}
