package io.offtake.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

import io.offtake.answer.FreshStart;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.offtake.rest.edge.ProblemType;

/// What every operation has in common.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class EdgeTest {

  private static final String PROBLEM = "application/problem+json";
  private static final String TERMS = """
      {"announcedAt": "2025-12-03T15:00:00+01:00", "announcedBy": "Somebody", "summary": "At least 12 Mt",
       "source": {"publisher": "A paper"},
       "tranches": [{"id": "initial", "target": {"operator": "atLeast", "value": 12000000, "unit": "t"}}]}""";

  @TestHTTPResource
  URI root;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @Test
  void listsTheUnitsWithTheirCodes() {
    given().get("/v1/units").then()
        .statusCode(200).contentType("application/json")
        .body("units.find { it.id == 't' }.code", equalTo("TNE"))
        .body("units.find { it.id == 'USD' }.codeList", equalTo("iso4217"));
  }

  @Test
  void refusesAnUnknownParameterAndNamesIt() {
    given().get("/v1/units?asof=2026-02-10").then()
        .statusCode(400).contentType(PROBLEM)
        .body("type", equalTo("/problems/unknown-parameter"), "instance", equalTo("/v1/units"),
            "errors[0].parameter", equalTo("asof"), "errors[0].remedy", equalTo("none is taken"));
  }

  @Test
  void answersAnUnknownPathWithAProblem() {
    for (String path : new String[] {"/nothing/here", "/v1/nothing", "/v1/units/t"}) {
      given().accept("text/html").get(path).then()
          .statusCode(404).contentType(PROBLEM).body("type", equalTo("/problems/not-found"));
    }
  }

  @Test
  void namesTheMethodsThatAreAllowed() {
    given().delete("/v1/units").then()
        .statusCode(405).contentType(PROBLEM).header("Allow", containsString("GET"))
        .body("type", equalTo("/problems/method-not-allowed"));
  }

  @Test
  void refusesFormsItDoesNotHaveOrTake() {
    given().accept("image/png").get("/v1/units").then()
        .statusCode(406).contentType(PROBLEM).body("type", equalTo("/problems/not-acceptable"));
    given().contentType("text/plain").body("x").post("/probe/terms").then()
        .statusCode(415).contentType(PROBLEM).body("type", equalTo("/problems/unsupported-media-type"));
  }

  @Test
  void callsAnAnswerJsonWhateverTheClientPrefers() {
    given().accept(PROBLEM + ", application/json;q=0.9").get("/v1/units").then()
        .statusCode(200).contentType("application/json");
  }

  @Test
  void tellsNothingOfTheProgramWhenItFails() {
    given().get("/probe/failure").then()
        .statusCode(500).contentType(PROBLEM)
        .body(allOf(
            not(containsString("secret")), not(containsString("Exception")), not(containsString("io.offtake"))));
  }

  @Test
  void explainsEachKindOfProblemOnAPage() {
    for (ProblemType type : ProblemType.values()) {
      given().get(type.uri()).then().statusCode(200).contentType(ContentType.HTML).body(containsString(type.title()));
    }
    given().get("/problems").then().statusCode(200).body(containsString("/problems/too-large"));
    given().get("/problems/nonsense").then().statusCode(404).contentType(PROBLEM);
  }

  /// Whatever an answer, the contract or a page may name.
  @Test
  void everyProblemThatIsNamedAnywhereHasAPage() throws Exception {
    var named = new TreeSet<String>();
    var name = Pattern.compile("/problems/([a-z]+(?:-[a-z]+)*)");
    for (String top : List.of("src/main", "openapi", "charts", "README.md", "src/site")) {
      try (var files = Files.walk(Path.of(top))) {
        for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)
            .filter(each -> each.toString().matches(".*\\.(java|yaml|md|html|js|tpl|txt)"))::iterator) {
          name.matcher(Files.readString(file)).results().forEach(found -> named.add(found.group(1)));
        }
      }
    }
    assertThat(named).isNotEmpty();
    for (String slug : named) {
      given().get("/problems/" + slug).then().statusCode(200).contentType(ContentType.HTML);
    }
    for (int status : new int[] {400, 403, 404, 405, 406, 409, 412, 413, 414, 415, 417, 421, 422, 428, 431, 500, 503}) {
      assertThat(ProblemType.ofStatus(status)).as("%d has a kind", status).isPresent();
    }
  }

  @Test
  void answersNotModifiedWithoutComputing() {
    var first = given().get("/probe/conditional");
    String tag = first.header("ETag");
    assertThat(tag).startsWith("\"7-");
    assertThat(first.header("Cache-Control")).isEqualTo("public, max-age=0, must-revalidate");
    assertThat(first.header("Vary").toLowerCase(Locale.ROOT)).isEqualTo("accept-encoding");
    int computed = Probe.COMPUTED.get();
    for (String held : new String[] {tag, "*", "\"other\", " + tag, "W/" + tag}) {
      given().header("If-None-Match", held).get("/probe/conditional").then()
          .statusCode(304).header("ETag", tag).body(is(""));
    }
    assertThat(Probe.COMPUTED).hasValue(computed);
    given().header("If-None-Match", "\"other\"").get("/probe/conditional").then().statusCode(200);
    given().get("/probe/conditional?immutable=true").then()
        .header("Cache-Control", containsString("immutable")).header("ETag", not(equalTo(tag)));
  }

  @Test
  void compressesForThoseWhoAskUnderAnotherTag() throws Exception {
    var plain = send(HttpRequest.newBuilder(root.resolve("/v1/units")).build());
    var packed = send(HttpRequest.newBuilder(root.resolve("/v1/units")).header("Accept-Encoding", "gzip").build());
    assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(packed.headers().firstValue("ETag")).isPresent().isNotEqualTo(plain.headers().firstValue("ETag"));
    assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes()).isEqualTo(plain.body());
  }

  /// One tag for gzip and deflate, whose bytes differ, let a cache answer with the wrong ones.
  @Test
  void eachCodingHasATagOfItsOwnThatIsNotModifiedForThatCodingOnly() throws Exception {
    var tags = new TreeMap<String, String>();
    for (String accepted : List.of("identity", "gzip", "deflate")) {
      var answer = send(HttpRequest.newBuilder(root.resolve("/v1/units")).header("Accept-Encoding", accepted).build());
      assertThat(answer.headers().firstValue("Content-Encoding").orElse("identity")).isEqualTo(accepted);
      assertThat(answer.headers().firstValue("Vary").orElse("").toLowerCase(Locale.ROOT)).contains("accept-encoding");
      tags.put(accepted, answer.headers().firstValue("ETag").orElseThrow());
    }
    assertThat(tags.values()).doesNotHaveDuplicates().allMatch(tag -> tag.startsWith("\""));
    for (String accepted : tags.keySet()) {
      for (String of : tags.keySet()) {
        for (String written : List.of(tags.get(of), "W/" + tags.get(of))) {
          var answer = send(HttpRequest.newBuilder(root.resolve("/v1/units"))
              .header("Accept-Encoding", accepted).header("If-None-Match", written).build());
          assertThat(answer.statusCode()).as("%s asked with the tag of %s", accepted, of)
              .isEqualTo(accepted.equals(of) ? 304 : 200);
          assertThat(answer.headers().firstValue("ETag")).contains(tags.get(accepted));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "gzip, deflate | gzip", "gzip;q=0.1, deflate | deflate", "*;q=0.5, gzip;q=0 | deflate", "* | gzip", "x-gzip | gzip",
      "br | identity", "gzip;q=0 | identity", "GZIP | identity", "'' | identity", "nonsense;q=x | identity"})
  void theTagIsThatOfTheCodingThatIsSent(String accepted, String coding) throws Exception {
    var answer = send(HttpRequest.newBuilder(root.resolve("/v1/units")).header("Accept-Encoding", accepted).build());
    assertThat(answer.headers().firstValue("Content-Encoding").orElse("identity")).isEqualTo(coding);
    var same = send(HttpRequest.newBuilder(root.resolve("/v1/units")).header("Accept-Encoding", coding).build());
    assertThat(answer.headers().firstValue("ETag")).isEqualTo(same.headers().firstValue("ETag"));
    assertThat(answer.body()).isEqualTo(same.body());
  }

  @Test
  void anAnswerWithoutABodyNamesNoCoding() throws Exception {
    for (String path : List.of("/v1/alerts.atom", "/v1/units", "/v1/status.csv", "/v1/calendar.ics")) {
      for (String accepted : List.of("identity", "gzip")) {
        var notModified = send(HttpRequest.newBuilder(root.resolve(path))
            .header("Accept-Encoding", accepted).header("If-None-Match", "*").build());
        assertThat(notModified.statusCode()).isEqualTo(304);
        assertThat(notModified.headers().firstValue("Content-Encoding")).as(path).isEmpty();
        var head = send(HttpRequest.newBuilder(root.resolve(path)).header("Accept-Encoding", accepted).HEAD().build());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Encoding")).as(path).isEmpty();
        assertThat(head.headers().firstValue("ETag")).isEqualTo(notModified.headers().firstValue("ETag"));
      }
    }
  }

  @Test
  void aWeakTagIsNoBasisForAChange() {
    String tag = given().get("/probe/conditional").header("ETag");
    given().header("If-Match", "W/" + tag).post("/probe/change").then().statusCode(400)
        .body("errors[0].parameter", equalTo("If-Match"));
  }

  @Test
  void wantsAChangeToSayWhatItIsBasedOn() {
    String tag = given().get("/probe/conditional").header("ETag");
    given().post("/probe/change").then().statusCode(428).body("errors[0].parameter", equalTo("If-Match"));
    given().header("If-Match", "\"6-abc\"").post("/probe/change").then().statusCode(412);
    given().header("If-Match", tag).post("/probe/change").then().statusCode(204);
  }

  @Test
  void writesNumbersPlainlyInstantsInUtcAndFieldsInTheOrderOfTheContract() {
    given().get("/probe/conditional").then().body(is("{\"value\":9886612,\"unit\":\"t\"}"));
    given().contentType(ContentType.JSON).body(TERMS).post("/probe/terms").then()
        .statusCode(200)
        .body(containsString("{\"announcedAt\":\"2025-12-03T14:00:00Z\",\"announcedBy\""))
        .body(not(containsString("null")));
    given().queryParam("at", "2026-02-10T12:00:00.123456789+01:00").get("/probe/instant").then()
        .body(is("\"2026-02-10T11:00:00.123456Z\""));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "\"announcedBy\": \"Somebody\", | '' | /announcedBy",
      "\"summary\": | \"colour\": 1, \"summary\": | /colour",
      "\"Somebody\" | 5 | /announcedBy",
      "2025-12-03T15:00:00+01:00 | yesterday | /announcedAt",
      "\"atLeast\" | \"atleast\" | /tranches/0/target/operator",
      "12000000 | \"12000000\" | /tranches/0/target/value",
      "[{ | {\"a\": [{ | ''",
      "\"initial\" | \"In itial\" | /tranches/0/id",
      "\"publisher\": \"A paper\" | \"title\": \"A paper\" | /source/publisher",
      "\"A paper\" | {} | /source/publisher"})
  void pointsAtWhatIsWrongWithABody(String right, String wrong, String pointer) {
    var response = given().contentType(ContentType.JSON).body(TERMS.replace(right, wrong)).post("/probe/terms");
    response.then().statusCode(400).contentType(PROBLEM).body("type", equalTo("/problems/invalid-body"))
        .body(not(containsString("io.offtake")));
    if (!pointer.isEmpty()) {
      response.then().body("errors.pointer", hasItem(pointer));
    }
  }

  @Test
  void refusesAnEmptyBodyAndOneThatIsNotJson() {
    given().contentType(ContentType.JSON).post("/probe/terms").then().statusCode(400).contentType(PROBLEM);
    given().contentType(ContentType.JSON).body("null").post("/probe/terms").then().statusCode(400).contentType(PROBLEM);
    given().contentType(ContentType.JSON).body("{} {}").post("/probe/terms").then().statusCode(400);
    given().contentType(ContentType.JSON).body("<xml/>").post("/probe/terms").then()
        .statusCode(400).body("detail", containsString("line 1"));
  }

  @Test
  void refusesABodyThatIsTooLargeAsAProblem() {
    given().contentType("application/octet-stream").body(new byte[WithoutClockwork.MAX_BODY + 1]).post("/probe/document")
        .then().statusCode(413).contentType(PROBLEM).body("type", equalTo("/problems/too-large"));
    given().contentType("application/octet-stream").body(new byte[WithoutClockwork.MAX_BODY]).post("/probe/document")
        .then().statusCode(200);
  }

  @Test
  void takesADocumentBareAndAsAForm() {
    byte[] bytes = "a\r\n--b\r\nc é".getBytes(StandardCharsets.UTF_8);
    given().contentType("text/plain").body(bytes).post("/probe/document").then()
        .statusCode(200).body(startsWith("null text/plain"), endsWith(" " + bytes.length));
    given().multiPart("file", "wa.txt", bytes, "text/plain").post("/probe/document").then()
        .statusCode(200).body(is("wa.txt text/plain " + bytes.length));
    given().multiPart("other", "wa.txt", bytes, "text/plain").post("/probe/document").then()
        .statusCode(400).contentType(PROBLEM);
    given().multiPart("file", "a", bytes).multiPart("file", "b", bytes).post("/probe/document").then()
        .statusCode(400).contentType(PROBLEM);
  }

  private static HttpResponse<byte[]> send(HttpRequest request) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, BodyHandlers.ofByteArray());
    }
  }
}
