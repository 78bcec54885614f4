package io.offtake.rest.edge.fuzz;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.offtake.access.KeysTest;
import io.offtake.access.Scope;
import io.offtake.answer.FreshStart;
import io.offtake.fetching.client.HandsOfTheClock;
import io.offtake.rest.edge.Contract;
import io.offtake.rest.edge.ContractValidation;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Requests for every operation of the contract of which something is wrong: whatever is sent, the service answers in time, as
/// the contract says, and whoever may not changes nothing.
///
/// Each has a seed of its own, which a failure names. How many there are is set by `offtake-test.fuzz`.
@QuarkusTest
@Tag("http")
@TestProfile(KeysTest.Closed.class)
class FuzzTest {

  private static final int REQUESTS = Integer.getInteger("offtake-test.fuzz", 2_000);
  private static final int WITH_ONE_KEY = 400;
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final String COMMITMENT = """
      {"id": "us-cn-soybeans-2025", "title": "made for a test", "buyer": "CN", "seller": "US",
       "commodities": ["soybeans"], "strength": "statement",
       "terms": {"announcedOn": "2025-10-30", "announcedBy": "a test", "summary": "made for a test",
         "source": {"publisher": "a test"},
         "tranches": [{"id": "all", "windowStart": "2025-10-30", "deadline": "2026-12-31",
           "target": {"operator": "atLeast", "value": 1000000, "unit": "t"}}]},
       "readings": [{"id": "sold", "label": "sold by the end of the year", "measure": "sold",
         "evidence": ["fas-export-sales"]}]}""";
  private static final String SALES = """
      # offtake evidence table 1
      # source: fas-export-sales
      # publisher: a test
      # address: https://example.org/
      # read: 2026-11-24
      # terms: made for a test
      releasedAt,basis,report,periodStart,periodEnd,commodity,origin,destination,cadence,marketYear,kind,unit,coverage,complete,exported
      2025-11-13T13:30:00Z,reported,-,2025-10-24,2025-10-30,soybeans,US,CN,weekly,2026,print,t,listed,no,7000
      2025-11-20T13:30:00Z,reported,-,2025-10-31,2025-11-06,soybeans,US,CN,weekly,2026,print,t,listed,no,9000
      """;

  private final Contract contract = new Contract();
  private final Set<String> types = new ConcurrentSkipListSet<>();
  private final List<String> faults = new ArrayList<>();
  private final Map<Scope, String> keys = new EnumMap<>(Scope.class);

  @Inject AgroalDataSource database;

  @TestHTTPResource
  URI service;

  /// Somebody who asks.
  ///
  /// @param header  with which he says who he is
  /// @param scope  what he may; null for nothing
  private record Caller(String header, Scope scope) {

    boolean may(Scope wanted) {
      return wanted == null || scope != null && scope.covers(wanted);
    }
  }

  @BeforeEach
  void alone() {
    QuarkusMock.installMockForType(new HandsOfTheClock(NOW), Clock.class);
    FreshStart.ofTheStore();
  }

  @Test
  void whateverIsSentIsAnsweredInTimeAsTheContractSaysAndWhoeverMayNotChangesNothing() throws Exception {
    var requests = new Requests(contract, filled(), "%s:%d".formatted(service.getHost(), service.getPort()));
    for (int i = 0; i < REQUESTS / 2; i++) {
      renewKeys(i);
      ask(requests.one(i, i), i, new Caller("X-Api-Key: " + keys.get(Scope.ADMIN), Scope.ADMIN));
    }
    for (int first = REQUESTS / 2; first < REQUESTS; first += WITH_ONE_KEY) {
      renewKeys(0);
      Map<String, Long> before = rows();
      for (int i = first; i < Math.min(REQUESTS, first + WITH_ONE_KEY); i++) {
        Request request = requests.one(i, i);
        Caller caller = whoMayNot(request, i);
        if (caller != null) {
          ask(request, i, caller);
        }
      }
      assertThat(rows()).as("after requests from %d on by who may not", first).isEqualTo(before);
    }
    assertThat(faults).isEmpty();
    assertThat(types).isNotEmpty().allSatisfy(type -> given().get(type).then().statusCode(200));
  }

  /// Whoever lacks least of what the request needs; null when it needs nothing.
  private Caller whoMayNot(Request request, int seed) {
    Scope wanted = contract.find(request.method(), request.path()).map(Contract.Operation::scope).orElse(Scope.READ);
    if (wanted == null) {
      return null;
    }
    List<Caller> all = new ArrayList<>(List.of(new Caller("X-None: none", null), new Caller("X-Api-Key: é", null),
        new Caller("Authorization: Bearer otk_11111111_" + "x".repeat(43), null), new Caller("Authorization: Basic YTpi", null),
        new Caller("X-Api-Key: " + "a".repeat(3_000), null)));
    for (Scope scope : Scope.values()) {
      if (!scope.covers(wanted)) {
        all.add(new Caller("Authorization: Bearer " + keys.get(scope), scope));
      }
    }
    return all.get(seed % all.size());
  }

  private void ask(Request request, int seed, Caller caller) {
    Answer answer;
    try {
      answer = Answer.to(service, request.with(caller.header()).bytes());
    } catch (IOException | RuntimeException e) {
      faults.add("%d: %s%n -> %s".formatted(seed, request, e));
      return;
    }
    try {
      check(request, answer, caller);
    } catch (AssertionError | Exception e) {
      faults.add("%d: %s%n -> %s%n -> %s".formatted(seed, request, answer, e.getMessage()));
    }
  }

  private void check(Request request, Answer answer, Caller caller) throws IOException {
    assertThat(answer.status() < 500 || answer.status() == 503).as("fails by a fault of its own").isTrue();
    if (answer.status() == 503) {
      assertThat(answer.header("retry-after")).matches("\\d+");
    }
    Scope wanted = contract.find(request.method(), request.path()).map(Contract.Operation::scope).orElse(null);
    if (!caller.may(wanted)) {
      assertThat(answer.status()).as("to somebody who may not").isGreaterThanOrEqualTo(400);
    }
    if (answer.status() >= 400 && !request.method().equals("HEAD")) {
      isProblem(answer);
    }
    if (!answer.isStream() && request.path().startsWith("/")) {
      ContractValidation.check(request.method(), request.path(), answer.status(), answer.header("content-type"), answer.body());
    }
  }

  private void isProblem(Answer answer) throws IOException {
    assertThat(answer.header("content-type")).startsWith("application/problem+json");
    JsonNode problem = new ObjectMapper().readTree(answer.body());
    assertThat(problem.path("type").asText()).startsWith("/problems/");
    assertThat(problem.path("status").asInt()).isEqualTo(answer.status());
    assertThat(problem.path("title").asText()).isNotBlank();
    assertThat(problem.path("detail").asText()).isNotBlank();
    types.add(problem.get("type").textValue());
  }

  /// So that none asks more often than a key may.
  private void renewKeys(int request) {
    if (request % WITH_ONE_KEY == 0) {
      for (Scope scope : Scope.values()) {
        keys.put(scope, admin().body("{\"owner\": \"a test\", \"scopes\": [\"%s\"]}".formatted(scope.id()))
            .post("/v1/keys").then().statusCode(201).extract().path("key"));
      }
    }
  }

  /// Something of each kind that there can be.
  ///
  /// @return what stands for each parameter of a path: what there is, and what there is not
  private Map<String, List<String>> filled() {
    given().header("X-Api-Key", KeysTest.FIRST).contentType("text/csv").body(SALES.getBytes(UTF_8))
        .post("/v1/sources/fas-export-sales/documents").then().statusCode(201);
    made("/v1/commitments", COMMITMENT);
    made("/v1/claims", """
        {"id": "said-for-a-test", "saidOn": "2026-01-02", "speaker": "A trader", "role": "trade",
         "source": {"publisher": "A paper"}, "commitment": "us-cn-soybeans-2025", "summary": "Bought so far",
         "figure": {"value": 400000, "unit": "t"}}""");
    made("/v1/alert-rules", """
        {"id": "rule-of-a-test", "title": "Late", "kind": "sourceLate", "parameters": {"hours": 48}, "severity": "info"}""");
    var places = new HashMap<String, List<String>>();
    places.put("commitment", List.of("us-cn-soybeans-2025", "nobody-owes-that"));
    places.put("claim", List.of("said-for-a-test", "nobody-said-so"));
    places.put("rule", List.of("rule-of-a-test", "pace-behind", "no-rule"));
    places.put("reading", List.of("sold", "shipped"));
    places.put("proposal", List.of("1", "2"));
    places.put("series", List.of("fas-export-sales.exported.soybeans.US.CN.weekly.t", "fas-export-sales.netSales.soybeans.US.PE.weekly.t"));
    places.put("source", List.of("fas-export-sales", "fgis-weekly", "no-source"));
    places.put("silence", List.of(id("/v1/silences", """
        {"rule": "rule-of-a-test", "owner": "The desk", "reason": "known", "end": "2026-12-31"}"""), "99999"));
    places.put("subscription", List.of(id("/v1/subscriptions", """
        {"name": "a receiver", "channel": "webhook", "url": "http://127.0.0.1:9/hook"}"""), "2f1c0a52-7a4e-4c0b-9a55-1f2e3d4c5b6a"));
    places.put("job", List.of(id("/v1/jobs", "{\"kind\": \"recheck\"}"), "99999"));
    places.put("key", List.of(id("/v1/keys", "{\"owner\": \"a test\", \"scopes\": [\"read\"]}"), "2f1c0a52-7a4e-4c0b-9a55-1f2e3d4c5b6a"));
    places.put("statement", List.of(given().header("X-Api-Key", KeysTest.FIRST).contentType("text/plain")
        .body("He said Japan has bought 12 million tonnes of soybeans.").post("/v1/statements?publishedOn=2026-01-02&publisher=A")
        .then().statusCode(201).extract().path("id").toString(), "0f3a5c1e9b7d2468"));
    for (String numbered : List.of("release", "document", "heldBack", "delivery")) {
      places.put(numbered, List.of("1", "2", "99999"));
    }
    places.put("alert", List.of("0f3a5c1e9b7d2468"));
    places.put("token", List.of("2f1c0a52-7a4e-4c0b-9a55-1f2e3d4c5b6a.ytPgA0dX6yXlq3rZ8m0oHnB6s2cYxq0dJf5wO3kVb1Q"));
    assertThat(places.keySet()).containsAll(parametersOfPaths());
    return places;
  }

  private Set<String> parametersOfPaths() {
    var names = new TreeSet<String>();
    contract.operations().forEach(operation -> operation.parameters().values().stream()
        .filter(parameter -> parameter.in().equals("path"))
        .forEach(parameter -> names.add(parameter.name())));
    return names;
  }

  private static String id(String collection, String body) {
    return made(collection, body).path("id").toString();
  }

  private static Response made(String collection, String body) {
    Response made = admin().body(body).post(collection);
    made.then().statusCode(201);
    return made;
  }

  private static RequestSpecification admin() {
    return given().header("X-Api-Key", KeysTest.FIRST).contentType("application/json");
  }

  /// The text of all rows, by table: a change of a row counts as well.
  private Map<String, Long> rows() throws SQLException {
    var rows = new TreeMap<String, Long>();
    try (var connection = database.getConnection(); var statement = connection.createStatement()) {
      var tables = new ArrayList<String>();
      try (var found = statement.executeQuery("""
          select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'""")) {
        while (found.next()) {
          tables.add(found.getString(1));
        }
      }
      for (String table : tables) {
        try (var found = statement.executeQuery(
            "select count(*) + coalesce(sum(hashtext(t::text)::bigint), 0) * 1000000 from %s t".formatted(table))) {
          found.next();
          rows.put(table, found.getLong(1));
        }
      }
    }
    return rows;
  }
}
