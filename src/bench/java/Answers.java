import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/// Keeps what a service answers, so that two builds can be held against each other: every answer about every reading of
/// every commitment at a number of instants, and the answers that stand by themselves.
///
///     src/bench/answers keep URL DIR [INSTANTS]   writes the answers of a service that runs
///     src/bench/answers compare DIR DIR           tells where two sets differ, by kind of place
///
/// `keep` asks at instants that lie evenly between [#FIRST] and [#LAST], so that two calls ask the same.
final class Answers {

  private static final Instant FIRST = Instant.parse("2025-11-06T13:00:00Z");
  private static final Instant LAST = Instant.parse("2026-10-20T13:00:00Z");
  private static final Duration LONGEST_ANSWER = Duration.ofMinutes(2);
  private static final int AT_ONCE = 2;
  private static final int MOST_PAGES = 1_000;

  /// Answers that do not speak of an instant, and refusals.
  private static final List<String> ALONE = List.of(
      "/v1/commitments", "/v1/sources", "/v1/units", "/v1/commodities", "/v1/parties", "/v1/series", "/v1/alert-rules",
      "/v1/held-back", "/v1/silences", "/v1/subscriptions", "/v1/jobs", "/openapi",
      "/v1/commitments/nobody-knows-it", "/v1/status?asOf=yesterday", "/v1/changes?cursor=x",
      "/v1/series/none", "/v1/documents/none", "/v1/status?pageSize=0", "/v1/status?pageToken=AAAA", "/v1/nothing",
      "/v1/calendar?from=2026-13-01", "/v1/jobs/none", "/v1/alerts?pageSize=99999", "/v1/scorecard?commodity=gold",
      "/v1/sources/none", "/v1/status?unknown=1", "/v1/status?dataVersion=99999999", "/v1/alerts/none");

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private Answers() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length >= 3 && arguments[0].equals("keep")) {
      keep(arguments[1], Path.of(arguments[2]), arguments.length > 3 ? Integer.parseInt(arguments[3]) : 65);
    } else if (arguments.length == 3 && arguments[0].equals("compare")) {
      compare(Path.of(arguments[1]), Path.of(arguments[2]));
    } else {
      System.err.println("answers keep URL DIR [INSTANTS] | answers compare DIR DIR");
      System.exit(2);
    }
  }

  private static void keep(String url, Path directory, int instants) throws Exception {
    Files.createDirectories(directory);
    List<String> addresses = new ArrayList<>(ALONE);
    List<String> readings = readings(url);
    for (int i = 0; i < instants; i++) {
      Instant at = FIRST.plus(Duration.between(FIRST, LAST).multipliedBy(i).dividedBy(Math.max(1, instants - 1)));
      String asOf = "asOf=" + at.truncatedTo(ChronoUnit.MINUTES);
      addresses.add("/v1/status?pageSize=100&" + asOf);
      addresses.add("/v1/status.csv?" + asOf);
      readings.stream().map(reading -> reading.substring(0, reading.indexOf("/readings/"))).distinct()
          .forEach(commitment -> addresses.add(commitment + "/status?" + asOf));
      for (String reading : readings) {
        addresses.add(reading + "/progress?" + asOf);
        addresses.add(reading + "/progress.csv?" + asOf);
        addresses.add(reading + "/evidence?pageSize=200&" + asOf);
        addresses.add(reading + "/projection?" + asOf);
      }
    }
    System.out.printf("%d readings, %d addresses%n", readings.size(), addresses.size());
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> asked = new ArrayList<>();
      for (String address : addresses) {
        asked.add(threads.submit(() -> {
          var answer = get(url + address);
          Files.writeString(directory.resolve(URLEncoder.encode(address, StandardCharsets.UTF_8)),
              answer.statusCode() + "\n" + answer.body());
          return null;
        }));
      }
      int done = 0;
      for (Future<?> one : asked) {
        one.get();
        if (++done % 1_000 == 0) {
          System.out.printf("%d of %d%n", done, addresses.size());
        }
      }
    }
  }

  /// Addresses of all readings that stand today.
  private static List<String> readings(String url) throws Exception {
    List<String> readings = new ArrayList<>();
    String next = "/v1/commitments?pageSize=100";
    for (int page = 0; page < MOST_PAGES && next != null; page++) {
      var answer = get(url + next);
      for (JsonNode commitment : JSON.readTree(answer.body()).get("commitments")) {
        for (JsonNode reading : commitment.get("readings")) {
          readings.add("/v1/commitments/" + commitment.get("id").asText() + "/readings/" + reading.asText());
        }
      }
      next = answer.headers().firstValue("Link").filter(link -> link.contains("rel=\"next\""))
          .map(link -> link.replaceFirst("<([^>]*)>.*", "$1")).orElse(null);
    }
    return readings;
  }

  private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return CLIENT.send(HttpRequest.newBuilder(URI.create(url)).timeout(LONGEST_ANSWER).build(), BodyHandlers.ofString());
  }

  private static void compare(Path before, Path after) throws IOException {
    Map<String, Place> places = new TreeMap<>();
    int same = 0;
    int differ = 0;
    var names = new TreeSet<String>();
    for (Path directory : List.of(before, after)) {
      try (Stream<Path> files = Files.list(directory)) {
        files.forEach(file -> names.add(file.getFileName().toString()));
      }
    }
    for (String name : names) {
      String left = read(before.resolve(name));
      String right = read(after.resolve(name));
      if (left.equals(right)) {
        same++;
        continue;
      }
      differ++;
      String address = URLDecoder.decode(name, StandardCharsets.UTF_8);
      String kind = address.replaceFirst("\\?.*", "").replaceAll("/commitments/[^/]+", "/commitments/*")
          .replaceAll("/readings/[^/]+", "/readings/*");
      String[] one = left.split("\n", 2);
      String[] two = right.split("\n", 2);
      if (!one[0].equals(two[0])) {
        note(places, kind + " status", address, one[0], two[0]);
      } else if (one.length == 2 && one[1].startsWith("{") && two[1].startsWith("{")) {
        walk(places, kind + " ", address, JSON.readTree(one[1]), JSON.readTree(two[1]));
      } else {
        note(places, kind + " text", address, first(one[1], two[1]), first(two[1], one[1]));
      }
    }
    System.out.printf("%d answers the same, %d differ in %d kinds of places%n", same, differ, places.size());
    places.forEach((place, seen) -> System.out.printf("%7d %s%n        %s%n        - %s%n        + %s%n",
        seen.times, place, seen.address, seen.left, seen.right));
  }

  private static void walk(Map<String, Place> places, String place, String address, JsonNode left, JsonNode right) {
    if (left.isObject() && right.isObject()) {
      var fields = new TreeSet<String>();
      left.fieldNames().forEachRemaining(fields::add);
      right.fieldNames().forEachRemaining(fields::add);
      for (String field : fields) {
        walk(places, place + "/" + field, address, left.path(field), right.path(field));
      }
    } else if (left.isArray() && right.isArray() && left.size() == right.size()) {
      for (int i = 0; i < left.size(); i++) {
        walk(places, place + "/*", address, left.get(i), right.get(i));
      }
    } else if (!left.equals(right)) {
      note(places, place, address, cut(left.toString()), cut(right.toString()));
    }
  }

  private static void note(Map<String, Place> places, String place, String address, String left, String right) {
    places.computeIfAbsent(place, key -> new Place(address, left, right)).times++;
  }

  private static String first(String text, String other) {
    String[] lines = text.split("\n");
    String[] others = other.split("\n");
    for (int i = 0; i < lines.length; i++) {
      if (i >= others.length || !lines[i].equals(others[i])) {
        return cut(lines[i]);
      }
    }
    return "(ends)";
  }

  private static String cut(String text) {
    return text.length() <= 240 ? text : text.substring(0, 240) + "...";
  }

  private static String read(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file) : "absent\n";
  }

  private static final class Place {
    private final String address;
    private final String left;
    private final String right;
    private int times;

    Place(String address, String left, String right) {
      this.address = address;
      this.left = left;
      this.right = right;
    }
  }
}
