import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// Lets many write and many read at once, and tells what they were answered and how long it took. No answer may be 500;
/// whoever is refused must be told when to come back.
///
/// Give it a service of its own on this machine, started with `OFFTAKE_FETCH=off`; it leaves commitments, terms and
/// silences there: `java src/bench/java/LoadWriters.java http://127.0.0.1:8080 WRITERS READERS SECONDS`
final class LoadWriters {

  private static final List<String> READS = List.of(
      "/v1/status", "/v1/commitments", "/v1/silences", "/v1/alerts", "/v1/alerts.atom", "/v1/jobs", "/v1/sources",
      "/v1/changes?pageSize=50", "/v1/units");
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration PAUSE_OF_READERS = Duration.ofMillis(100);

  private final URI root;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
      .executor(Executors.newFixedThreadPool(4)).build();
  private final Map<String, AtomicLong> answers = new ConcurrentSkipListMap<>();
  private final Map<String, ConcurrentLinkedQueue<Long>> times = new ConcurrentSkipListMap<>();
  private final AtomicLong withoutReturn = new AtomicLong();

  private LoadWriters(URI root) {
    this.root = root;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 4) {
      throw new IllegalArgumentException("usage: LoadWriters.java URL WRITERS READERS SECONDS");
    }
    new LoadWriters(URI.create(arguments[0])).run(
        Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
    System.exit(0);
  }

  private void run(int writers, int readers, int seconds) throws Exception {
    String id = "load-" + UUID.randomUUID().toString().substring(0, 8);
    send("declare", "POST", "/v1/commitments", commitment(id));
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < writers; i++) {
        int number = i;
        executor.submit(() -> write(id, number, end));
      }
      for (int i = 0; i < readers; i++) {
        int number = i;
        executor.submit(() -> read(number, end));
      }
    }
    answers.forEach((what, count) -> System.out.printf("%-28s %7d%n", what, count.get()));
    times.forEach((kind, all) -> {
      long[] sorted = all.stream().mapToLong(Long::longValue).sorted().toArray();
      System.out.printf("%-8s n %6d  p50 %5d ms  p99 %5d ms  max %5d ms%n", kind, sorted.length,
          sorted[sorted.length / 2], sorted[(int) (sorted.length * 0.99)], sorted[sorted.length - 1]);
    });
    long failures = answers.entrySet().stream().filter(each -> !each.getKey().matches(".* (2..|304|503)"))
        .mapToLong(each -> each.getValue().get()).sum();
    System.out.printf("answers other than 2xx and 503: %d; 503 without Retry-After: %d%n", failures, withoutReturn.get());
  }

  /// By turns amends the one commitment that all amend, and makes a silence.
  private Void write(String id, int number, long end) throws Exception {
    for (int turn = 0; System.nanoTime() < end; turn++) {
      int status = (turn + number) % 2 == 0
          ? send("amend", "POST", "/v1/commitments/" + id + "/terms", terms(turn + 2))
          : send("silence", "POST", "/v1/silences", """
              {"commitment": "%s", "owner": "load %d", "reason": "load", "end": "%s"}"""
              .formatted(id, number, Instant.now().plus(Duration.ofDays(1))));
      if (status == 503) {
        Thread.sleep(500);
      }
    }
    return null;
  }

  private Void read(int number, long end) throws Exception {
    for (int turn = number; System.nanoTime() < end; turn++) {
      send("read", "GET", READS.get(turn % READS.size()), "");
      Thread.sleep(PAUSE_OF_READERS);
    }
    return null;
  }

  private int send(String kind, String method, String path, String body) throws InterruptedException {
    var request = HttpRequest.newBuilder(root.resolve(path)).timeout(LONGEST).header("If-Match", "*");
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    long began = System.nanoTime();
    int status;
    try {
      HttpResponse<String> response = http.send(
          request.method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build(),
          BodyHandlers.ofString());
      status = response.statusCode();
      if (status == 503 && response.headers().firstValue("Retry-After").isEmpty()) {
        withoutReturn.incrementAndGet();
      }
      if (status >= 400 && status != 503 && answers.getOrDefault(kind + " " + status, new AtomicLong()).get() < 2) {
        System.out.println(kind + " " + status + " " + response.body());
      }
    } catch (IOException e) {
      status = 0;
      System.out.println(kind + " " + e);
    }
    answers.computeIfAbsent(kind + " " + status, _ -> new AtomicLong()).incrementAndGet();
    times.computeIfAbsent(kind, _ -> new ConcurrentLinkedQueue<>()).add((System.nanoTime() - began) / 1_000_000);
    return status;
  }

  private static String terms(int value) {
    return """
        {"announcedOn": "2025-12-01", "announcedBy": "load", "summary": "load", "source": {"publisher": "load"},
         "headline": "sold",
         "tranches": [{"id": "all", "target": {"operator": "atLeast", "value": %d, "unit": "t"}}]}"""
        .formatted(value);
  }

  private static String commitment(String id) {
    return """
        {"id": "%s", "title": "load", "buyer": "MY", "seller": "US", "commodities": ["soybeans"],
         "strength": "statement", "terms": %s,
         "readings": [{"id": "sold", "label": "load", "tranche": "all", "measure": "sold",
           "unknownDestinations": "none", "windowStart": "2025-11-01", "deadline": "2026-02-28",
           "evidence": ["fas-export-sales"], "statedBy": "load", "statedOn": "2025-11-01"}]}"""
        .formatted(id, terms(1));
  }
}
