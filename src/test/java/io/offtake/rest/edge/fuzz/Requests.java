package io.offtake.rest.edge.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offtake.rest.edge.Contract;

/// Makes requests for the operations of the contract: each begins as the contract has it, and then one to three things of it
/// go wrong. One seed makes one request, always the same.
final class Requests {

  /// Where a value of JSON is to be written that no tree holds.
  private static final String PLACE = "§place§";
  private static final int BOMB = 20_000_000;

  private final Contract contract;
  private final List<Contract.Operation> operations;
  private final Map<String, List<String>> places;
  private final String host;

  /// @param places  what stands for each parameter of a path
  Requests(Contract contract, Map<String, List<String>> places, String host) {
    this.contract = contract;
    this.operations = contract.operations();
    this.places = places;
    this.host = host;
  }

  /// @param of  which operation, from 0, counted on beyond the last
  Request one(int of, long seed) {
    var random = new SplittableRandom(seed);
    Request request = right(operations.get(of % operations.size()), random);
    int faults = 1 + random.nextInt(3);
    for (int i = 0; i < faults; i++) {
      request = wrong(request, operations.get(of % operations.size()), random);
    }
    return request;
  }

  private Request right(Contract.Operation operation, SplittableRandom random) {
    String path = operation.template();
    for (var place : places.entrySet()) {
      path = path.replace("{" + place.getKey() + "}", Oddities.one(random, place.getValue()));
    }
    var query = new ArrayList<String>();
    operation.parameters().values().stream()
        .filter(parameter -> parameter.in().equals("query") && random.nextInt(4) == 0)
        .forEach(parameter -> query.add(parameter.name() + "=" + encoded(value(parameter, random))));
    List<String> headers = new ArrayList<>(List.of("Host: " + host));
    if (operation.parameters().containsKey("If-Match")) {
      headers.add("If-Match: *");
    }
    byte[] body = {};
    if (!operation.bodyTypes().isEmpty()) {
      headers.add("Content-Type: " + Oddities.one(random, operation.bodyTypes()));
      body = (operation.bodySchema() == null ? Oddities.one(random, Oddities.BODIES)
          : new Samples(contract, random).of(operation.bodySchema()).toString()).getBytes(StandardCharsets.UTF_8);
    }
    return new Request(operation.method(), path + (query.isEmpty() ? "" : "?" + String.join("&", query)), headers, body, false);
  }

  private String value(Contract.Parameter parameter, SplittableRandom random) {
    return parameter.name().equals("pageToken") || parameter.name().equals("cursor")
        ? Oddities.token(random)
        : new Samples(contract, random).of(parameter.schema()).asText();
  }

  private Request wrong(Request request, Contract.Operation operation, SplittableRandom random) {
    int kinds = operation.bodyTypes().isEmpty() ? 6 : 14;
    return switch (random.nextInt(kinds)) {
      case 0, 1 -> request.with(Oddities.one(random, Oddities.HEADERS));
      case 2, 3 -> parameter(request, operation, random);
      case 4 -> segment(request, random);
      case 5 -> random.nextBoolean() ? request.by(Oddities.one(random, Oddities.METHODS))
          : request.to(request.path() + Oddities.one(random, Oddities.QUERIES));
      case 6 -> request.with("Content-Type: " + Oddities.one(random, Oddities.TYPES));
      case 7 -> request.saying(Oddities.one(random, Oddities.BODIES).getBytes(StandardCharsets.UTF_8));
      case 8 -> compressed(request, random);
      case 9 -> inAnotherCharset(request, random);
      case 10 -> damaged(request, random);
      default -> operation.bodySchema() == null
          ? request.saying(Oddities.one(random, Oddities.TEXTS).getBytes(StandardCharsets.UTF_8))
          : field(request, operation, random);
    };
  }

  private Request parameter(Request request, Contract.Operation operation, SplittableRandom random) {
    List<Contract.Parameter> known = operation.parameters().values().stream()
        .filter(parameter -> parameter.in().equals("query")).toList();
    if (known.isEmpty()) {
      return request.to(request.path() + Oddities.one(random, Oddities.QUERIES));
    }
    Contract.Parameter one = Oddities.one(random, known);
    String value = one.name().equals("pageToken") || one.name().equals("cursor") ? Oddities.token(random)
        : Oddities.one(random, Oddities.TEXTS);
    return request.to(request.target() + (request.target().contains("?") ? "&" : "?") + one.name() + "=" + encoded(value));
  }

  private static Request segment(Request request, SplittableRandom random) {
    String[] segments = request.path().split("/", -1);
    if (segments.length < 3) {
      return request;
    }
    segments[2 + random.nextInt(segments.length - 2)] = Oddities.one(random, Oddities.SEGMENTS);
    return request.to(String.join("/", segments) + request.target().substring(request.path().length()));
  }

  private static Request compressed(Request request, SplittableRandom random) {
    boolean gzip = random.nextBoolean();
    byte[] body = random.nextBoolean() ? request.body() : new byte[BOMB];
    var bytes = new ByteArrayOutputStream();
    try (var out = gzip ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return request.saying(bytes.toByteArray())
        .with("Content-Encoding: " + (gzip ? "gzip" : Oddities.one(random, List.of("deflate", "br", "gzip, gzip", "identity", "x"))));
  }

  private static Request inAnotherCharset(Request request, SplittableRandom random) {
    String charset = Oddities.one(random, List.of("UTF-16", "UTF-32", "ISO-8859-1", "windows-1252"));
    Request said = request.saying(new String(request.body(), StandardCharsets.UTF_8).getBytes(Charset.forName(charset)));
    return random.nextBoolean() ? said : said.with("Content-Type: application/json; charset=" + charset);
  }

  /// Some bytes are others, missing or there twice; or the body comes in pieces.
  private static Request damaged(Request request, SplittableRandom random) {
    byte[] body = request.body().clone();
    if (body.length == 0 || random.nextInt(4) == 0) {
      return request.inPieces();
    }
    int at = random.nextInt(body.length);
    if (random.nextBoolean()) {
      body[at] = (byte) random.nextInt(256);
      return request.saying(body);
    }
    return request.saying(Arrays.copyOf(body, at));
  }

  /// One value of a right body is another, is there twice, has a name of its own, or is missing.
  private Request field(Request request, Contract.Operation operation, SplittableRandom random) {
    JsonNode tree = new Samples(contract, random).of(operation.bodySchema());
    var objects = new ArrayList<ObjectNode>();
    collect(tree, objects);
    if (objects.isEmpty()) {
      return request;
    }
    ObjectNode one = Oddities.one(random, objects);
    List<String> names = new ArrayList<>();
    one.fieldNames().forEachRemaining(names::add);
    String name = names.isEmpty() ? "more" : Oddities.one(random, names);
    String placed;
    switch (random.nextInt(8)) {
      case 0 -> {
        one.remove(name);
        placed = "1";
      }
      case 1 -> {
        one.put(Oddities.one(random, Oddities.TEXTS), PLACE);
        placed = Oddities.one(random, Oddities.VALUES);
      }
      case 2 -> {
        one.put(name, PLACE);
        placed = "1, \"%s\": 2".formatted(name);
      }
      case 3, 4 -> {
        one.put(name, Oddities.one(random, Oddities.TEXTS));
        placed = "1";
      }
      default -> {
        one.put(name, PLACE);
        placed = Oddities.one(random, Oddities.VALUES);
      }
    }
    return request.saying(tree.toString().replace('"' + PLACE + '"', placed).getBytes(StandardCharsets.UTF_8));
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      objects.add(object);
    }
    if (node instanceof ObjectNode || node instanceof ArrayNode) {
      node.forEach(child -> collect(child, objects));
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
