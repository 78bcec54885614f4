package io.offtake.rest.edge;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;

/// Holds every answer that a test receives against the contract, refusals included. An answer with a status, a media
/// type or a body that the contract does not describe fails the test that received it.
///
/// It stands before every test that starts the application, so that no test has to ask for it. Paths outside the
/// contract are held to one rule: what they refuse is a problem.
public class ContractValidation implements Filter, QuarkusTestBeforeEachCallback {

  private static final Contract CONTRACT = new Contract();
  private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();
  private static final String PROBLEM_SCHEMA = "#/components/schemas/Problem";
  private static final String PROBLEM_JSON = "application/problem+json";

  @Override
  public void beforeEach(QuarkusTestMethodContext context) {
    RestAssured.replaceFiltersWith(this);
  }

  @Override
  public Response filter(
      FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
    Response response = context.next(request, expected);
    String path = request.getURI().replaceFirst("^https?://[^/]+", "").replaceFirst("[?#].*", "");
    check(request.getMethod(), path.isEmpty() ? "/" : path, response.statusCode(), response.contentType(),
        response.asString());
    return response;
  }

  /// @throws AssertionError  if the contract does not describe such an answer
  public static void check(String method, String path, int status, String contentType, String body) {
    String answer = "%s %s answered %d".formatted(method, path, status);
    String mediaType = contentType == null ? "" : contentType.replaceFirst(";.*", "").strip();
    var operation = CONTRACT.find(method, path);
    if (operation.isEmpty()) {
      if (status >= 400 && !path.startsWith("/q/")) {
        requireProblem(answer, method, mediaType, body);
      }
      return;
    }
    JsonNode responses = CONTRACT.document().get("paths").get(operation.get().template())
        .get(operation.get().method().toLowerCase(Locale.ROOT)).get("responses");
    JsonNode described = responses.has(String.valueOf(status))
        ? responses.get(String.valueOf(status))
        : status >= 400 ? responses.path("default") : responses.path("none");
    if (described.isMissingNode()) {
      throw new AssertionError(answer + ", which the contract does not describe");
    }
    JsonNode content = CONTRACT.resolved(described).path("content");
    if (method.equals("HEAD")) {
      return;
    }
    if (content.isMissingNode()) {
      if (!body.isEmpty()) {
        throw new AssertionError(answer + " with a body, which the contract does not describe");
      }
      return;
    }
    if (!content.has(mediaType)) {
      throw new AssertionError("%s as '%s'; the contract has %s"
          .formatted(answer, mediaType, content.properties().stream().map(Map.Entry::getKey).toList()));
    }
    if (mediaType.endsWith("json")) {
      requireValid(answer, content.get(mediaType).get("schema").get("$ref").textValue(), body);
    }
  }

  /// Holds what is sent to a receiver against a schema of the contract. Receivers must expect that fields are added, so the
  /// schemas are open; here they are closed, so that none is sent which nobody described.
  ///
  /// @throws AssertionError  if the contract does not describe such a body
  public static void requireDescribed(String schemaName, String body) {
    ObjectNode document = new ObjectMapper().createObjectNode();
    document.put("$ref", "#/components/schemas/" + schemaName);
    ObjectNode components = CONTRACT.document().get("components").deepCopy();
    components.get("schemas").forEach(schema -> {
      if (schema.has("properties")) {
        ((ObjectNode) schema).put("additionalProperties", false);
      }
    });
    document.set("components", components);
    requireValid(schemaName, JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(document, SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build()), body);
  }

  private static void requireProblem(String answer, String method, String mediaType, String body) {
    if (method.equals("HEAD")) {
      return;
    }
    if (!mediaType.equals(PROBLEM_JSON)) {
      throw new AssertionError("%s as '%s' and not as a problem: %s".formatted(answer, mediaType, body));
    }
    requireValid(answer, PROBLEM_SCHEMA, body);
  }

  private static void requireValid(String answer, String reference, String body) {
    requireValid(answer, SCHEMAS.computeIfAbsent(reference, ContractValidation::schema), body);
  }

  private static void requireValid(String answer, JsonSchema schema, String body) {
    try {
      Set<?> faults = schema.validate(new ObjectMapper().readTree(body));
      if (!faults.isEmpty()) {
        throw new AssertionError("%s with a body that the contract does not describe: %s%n%s"
            .formatted(answer, faults, body));
      }
    } catch (JsonProcessingException e) {
      throw new AssertionError(answer + " with a body that is not JSON: " + body, e);
    }
  }

  /// From 3.1 on, the schemas of a contract are JSON Schema of 2020-12 as they stand.
  private static JsonSchema schema(String reference) {
    ObjectNode document = new ObjectMapper().createObjectNode();
    document.put("$ref", reference);
    document.set("components", CONTRACT.document().get("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(document, SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
  }
}
