import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.sun.net.httpserver.HttpServer;

/// Measures what a release that moves many alerts costs those who read meanwhile: the time `/v1/status` takes before,
/// while every receiver is told, and after.
///
/// Give it a service of its own, started with the starter's figures, `OFFTAKE_FETCH=off` and
/// `OFFTAKE_WEBHOOK_ALLOW=127.0.0.1`; it leaves rules, subscriptions and one made-up release there:
/// `java src/bench/java/LoadRelay.java http://127.0.0.1:8080 RECEIVERS ALERTS`
final class LoadRelay {

  private static final int RULES = 3;
  private static final int COMMITMENTS_EACH = 3;
  private static final int READS = 3_000;
  private static final int WARMING = 6_000;
  private static final Duration BETWEEN_READS = Duration.ofMillis(5);
  /// Within which a post must have come for the telling not to be over.
  private static final Duration QUIET = Duration.ofSeconds(5);

  private final URI root;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicLong posts = new AtomicLong();
  private volatile long lastPost;

  private LoadRelay(URI root) {
    this.root = root;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 3) {
      throw new IllegalArgumentException("usage: LoadRelay.java URL RECEIVERS ALERTS");
    }
    new LoadRelay(URI.create(arguments[0])).run(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
  }

  private void run(int receivers, int alerts) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> {
      try (exchange) {
        exchange.getRequestBody().readAllBytes();
        posts.incrementAndGet();
        lastPost = System.nanoTime();
        exchange.sendResponseHeaders(204, -1);
      }
    });
    server.start();
    try {
      int commitments = (alerts + RULES - 1) / RULES;
      for (int i = 0; i < commitments; i++) {
        commitment(i);
      }
      subscribe(server.getAddress().getPort(), receivers, commitments);
      for (int i = 0; i < RULES; i++) {
        rule(i);
      }
      long expected = (long) receivers * Math.min(COMMITMENTS_EACH, commitments) * RULES;
      System.out.printf("%d receivers, %d commitments, %d rules: %d posts to come%n",
          receivers, commitments, RULES, expected);

      times(WARMING);
      report("before", times(READS));
      long begun = System.nanoTime();
      lastPost = begun;
      CompletableFuture<Double> answered = CompletableFuture.supplyAsync(() -> {
        release();
        lastPost = System.nanoTime();
        return (lastPost - begun) / 1e9;
      });
      var meanwhile = new ArrayList<Double>();
      while (!answered.isDone() || posts.get() < expected && System.nanoTime() - lastPost < QUIET.toNanos()) {
        meanwhile.addAll(times(100));
      }
      System.out.printf("release answered after %.1f s%n", answered.join());
      double took = (lastPost - begun) / 1e9;
      report("meanwhile", meanwhile);
      System.out.printf("%d of %d posts in %.1f s, %.0f a second%n", posts.get(), expected, took, posts.get() / took);
      report("after", times(READS));
    } finally {
      server.stop(0);
    }
  }

  /// Of which nothing is heard any more: its evidence ends with the starter's.
  private void commitment(int number) {
    LocalDate begin = LocalDate.of(2025, 11, 1);
    LocalDate deadline = LocalDate.now(ZoneOffset.UTC).plusYears(1);
    post("/v1/commitments", "application/json", """
        {"id": "load-%d", "title": "made for a measurement", "buyer": "CN", "seller": "US",
         "commodities": ["soybeans"], "strength": "statement",
         "terms": {"announcedOn": "%2$s", "announcedBy": "a measurement", "summary": "made for a measurement",
           "source": {"publisher": "a measurement"}, "headline": "sold",
           "tranches": [{"id": "all", "windowStart": "%2$s", "deadline": "%3$s",
             "target": {"operator": "atLeast", "value": %4$d, "unit": "t"}}]},
         "readings": [{"id": "sold", "label": "sold within the window", "tranche": "all", "measure": "sold",
           "unknownDestinations": "none", "windowStart": "%2$s", "deadline": "%3$s",
           "evidence": ["fas-export-sales"], "statedBy": "a measurement", "statedOn": "%2$s"}]}
        """.formatted(number, begin, deadline, 200_000_000 + number * 1_000));
  }

  private void rule(int number) {
    post("/v1/alert-rules", "application/json", """
        {"id": "load-%d", "title": "The source is late", "kind": "sourceLate", "parameters": {"hours": %d},
         "severity": "watch"}""".formatted(number, 24 + number));
  }

  /// Adds one invented week, for which everything is looked at again.
  private void release() {
    LocalDate week = LocalDate.now(ZoneOffset.UTC).minusWeeks(8).with(TemporalAdjusters.next(DayOfWeek.THURSDAY));
    post("/v1/sources/fas-export-sales/documents", "text/csv", """
        # offtake evidence table 1
        # source: fas-export-sales
        # publisher: made for a measurement
        # address: https://example.org/
        # read: %s
        # terms: made for a measurement
        releasedAt,basis,report,periodStart,periodEnd,commodity,origin,destination,cadence,marketYear,kind,unit,coverage,\
        complete,netSales,exported,accumulatedExports,outstandingSales
        %sT13:30:00Z,reported,-,%s,%s,soybeans,US,PE,weekly,2027,print,t,listed,no,30000,0,0,30000
        """.formatted(LocalDate.now(ZoneOffset.UTC), week.plusDays(7), week.minusDays(6), week));
  }

  private void subscribe(int port, int receivers, int commitments) {
    for (int i = 0; i < receivers; i++) {
      int first = i;
      String watched = IntStream.range(0, Math.min(COMMITMENTS_EACH, commitments))
          .mapToObj(each -> "\"load-%d\"".formatted((first + each) % commitments))
          .collect(Collectors.joining(", "));
      String rules = IntStream.range(0, RULES).mapToObj("\"load-%d\""::formatted).collect(Collectors.joining(", "));
      post("/v1/subscriptions", "application/json", """
          {"name": "desk %d", "channel": "webhook", "url": "http://127.0.0.1:%d/%d",
           "match": {"commitments": [%s], "rules": [%s]}}""".formatted(i, port, i, watched, rules));
    }
  }

  private void post(String path, String type, String body) {
    HttpResponse<String> response = http.sendAsync(HttpRequest.newBuilder(root.resolve(path))
        .header("Content-Type", type).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString()).join();
    if (response.statusCode() != 201) {
      throw new IllegalStateException("POST %s: %d %s".formatted(path, response.statusCode(), response.body()));
    }
  }

  private String get(String path) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(root.resolve(path)).build(), BodyHandlers.ofString()).body();
  }

  /// @return milliseconds
  private List<Double> times(int reads) throws IOException, InterruptedException {
    var times = new ArrayList<Double>();
    for (int i = 0; i < reads; i++) {
      long begun = System.nanoTime();
      get("/v1/status");
      times.add((System.nanoTime() - begun) / 1e6);
      Thread.sleep(BETWEEN_READS);
    }
    return times;
  }

  private static void report(String when, List<Double> times) {
    List<Double> sorted = times.stream().sorted().toList();
    System.out.printf("/v1/status %-9s p50 %5.2f ms, p99 %6.2f ms, longest %6.1f ms, %d reads%n", when,
        sorted.get(sorted.size() / 2), sorted.get((int) (sorted.size() * .99)), sorted.getLast(), sorted.size());
  }
}
