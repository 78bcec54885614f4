package io.offtake.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.offtake.calendar.MarketingYear;
import io.offtake.outbox.job.Receiver;
import io.offtake.platform.Packaged.Service;
import io.offtake.platform.Papers.Paper;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Three services on a PostgreSQL with a replica, as a platform runs them: while documents are handed in, receivers are told and
/// many poll, each part is killed and comes back, the replica takes over, one service is cut off, and all are replaced one by
/// one. Whoever asks another replica when one does not answer is answered; figures and messages are neither lost nor doubled, and
/// one data version reads the same wherever it is asked. Runs in `mvn verify`; how often it all happens is set by `offtake-test.rounds`.
class ClusterIT {

  private static final int ROUNDS = Integer.getInteger("offtake-test.rounds", 1);
  private static final int POLLERS = 4;
  private static final int PAUSE_MILLIS = 50;
  private static final Duration CUT = Duration.ofSeconds(12);
  private static final Duration ASK = Duration.ofSeconds(20);
  private static final String COMMITMENT = "us-pe-soybeans";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path temporary;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final List<AtomicReference<Service>> services = new CopyOnWriteArrayList<>();
  private final Map<String, Duration> recovered = new LinkedHashMap<>();
  private final Map<Long, String> portfolios = new ConcurrentHashMap<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger askedAgain = new AtomicInteger();
  private final Set<String> pings = ConcurrentHashMap.newKeySet();
  private volatile boolean over;
  private Packaged packaged;
  private DatabasePair database;
  private Wire toPrimary;
  private Wire toReplica;
  private int logs;

  @Test
  void outlivesTheLossOfEachPart() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(DatabasePair.PROGRAMS.resolve("pg_basebackup")),
        "needs PostgreSQL 15 with its client programs in " + DatabasePair.PROGRAMS);
    List<Paper> papers = Papers.some(60 * ROUNDS);
    try (var pair = DatabasePair.start(temporary.resolve("pair")); var receiver = new Receiver();
        var first = new Wire(pair.primaryPort()); var second = new Wire(pair.replicaPort());
        var started = new Packaged(temporary)) {
      database = pair;
      packaged = started;
      toPrimary = first;
      toReplica = second;
      for (int i = 0; i < 3; i++) {
        services.add(new AtomicReference<>(serve(i)));
      }
      String subscription = subscribe(receiver);
      List<Thread> load = new ArrayList<>();
      for (int i = 0; i < POLLERS; i++) {
        int poller = i;
        load.add(Thread.ofVirtual().start(() -> poll(poller)));
      }
      Thread writer = Thread.ofVirtual().start(() -> handIn(papers, subscription));
      for (int round = 0; round < ROUNDS; round++) {
        breakEachPart(round == ROUNDS - 1);
      }
      writer.join();
      over = true;
      for (Thread each : load) {
        each.join();
      }
      assertThat(faults).isEmpty();
      nothingIsLostOrDoubled(papers, receiver);
      System.out.printf("cluster: %d polls answered, %d asked another replica, %d data versions, %d messages; seconds to recover: %s%n",
          answered.get(), askedAgain.get(), portfolios.size(), pings.size(), recovered);
    }
  }

  private void breakEachPart(boolean last) throws Exception {
    for (int i = 0; i < services.size(); i++) {
      Service victim = services.get(i).get();
      long from = System.nanoTime();
      victim.process().destroyForcibly().waitFor();
      services.get(i).set(serve(i));
      recovers("service %d killed".formatted(i), from);
    }
    long from = System.nanoTime();
    database.kill();
    database.restart();
    recovers("database killed", from);

    toPrimary.cut();
    toReplica.cut();
    Thread.sleep(CUT);
    from = System.nanoTime();
    toPrimary.mend();
    toReplica.mend();
    recovers("one service cut off", from);

    if (last) {
      from = System.nanoTime();
      database.kill();
      database.promote();
      recovers("replica promoted", from);
    }
    for (int i = 0; i < services.size(); i++) {
      Service old = services.get(i).get();
      services.get(i).set(serve(i));
      old.process().destroy();
      assertThat(Packaged.exitCode(old.process())).as("a replaced one ends by itself").isIn(0, 143);
    }
    recovers("all replaced", System.nanoTime());
  }

  /// Waits until every service takes a change and all others have it.
  private void recovers(String what, long from) throws Exception {
    for (AtomicReference<Service> each : services) {
      long deadline = System.nanoTime() + Packaged.PATIENCE.toNanos();
      while (!takesAChange(each.get())) {
        assertThat(System.nanoTime()).as("%s: %s takes changes again", what, each.get()).isLessThan(deadline);
        Thread.sleep(100);
      }
    }
    recovered.merge(what, Duration.ofNanos(System.nanoTime() - from), (one, other) -> one.compareTo(other) > 0 ? one : other);
  }

  private boolean takesAChange(Service service) throws InterruptedException {
    try {
      var made = send(service, "POST", "/v1/silences", """
          {"severity": "info", "owner": "The desk", "reason": "known", "end": "%s"}""".formatted(
          Clock.systemUTC().instant().plusSeconds(86_400)));
      return made.statusCode() == 201
          && send(service, "DELETE", "/v1/silences/" + JsonPath.from(made.body()).getString("id"), "").statusCode() == 200;
    } catch (IOException away) {
      return false;
    }
  }

  /// As a desk behind a Service: who is not answered, or told to come back, asks another one.
  private void poll(int poller) {
    for (int turn = poller; !over; turn++) {
      try {
        Thread.sleep(PAUSE_MILLIS);
        HttpResponse<String> answer = askAnyone(turn, "/v1/status");
        answered.incrementAndGet();
        long version = JsonPath.from(answer.body()).getLong("dataVersion");
        String known = portfolios.putIfAbsent(version, answer.body());
        if (known != null && !known.equals(answer.body())) {
          faults.add("data version %d reads differently:%n%s%n%s".formatted(version, known, answer.body()));
          return;
        }
      } catch (IOException unanswered) {
        faults.add(unanswered.toString());
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// @throws IOException  when nobody answered for as long as somebody may be asked
  private HttpResponse<String> askAnyone(int first, String path) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Packaged.PATIENCE.toNanos();
    String last = "";
    for (int i = first; System.nanoTime() < deadline; i++) {
      Service service = services.get(Math.floorMod(i, services.size())).get();
      try {
        HttpResponse<String> answer = send(service, "GET", path, "");
        if (answer.statusCode() == 200) {
          return answer;
        }
        last = answer.statusCode() + ": " + answer.body();
        if (answer.statusCode() != 503 || answer.headers().firstValue("Retry-After").isEmpty()) {
          throw new IOException("%s: %s".formatted(path, last));
        }
      } catch (ConnectException | HttpTimeoutException gone) {
        last = gone.toString();
      } catch (IOException cutOff) {
        if (!String.valueOf(cutOff.getMessage()).matches("(?s).*(EOF|reset|header parser|closed|Broken pipe).*")) {
          throw cutOff;
        }
        last = cutOff.toString();
      }
      askedAgain.incrementAndGet();
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new IOException("nobody answered: " + last);
  }

  /// Hands everything in and rings the receiver between, each with the same key until it is confirmed.
  private void handIn(List<Paper> papers, String subscription) {
    try {
      for (int i = 0; i < papers.size(); i++) {
        Paper paper = papers.get(i);
        confirm(i, "/v1/sources/" + paper.source() + "/documents", "text/csv", paper.bytes(), "paper-" + i);
        pings.add(JsonPath.from(confirm(i + 1, "/v1/subscriptions/" + subscription + "/test", "application/json",
            new byte[0], "ping-" + i)).getString("messageKey"));
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (IOException | AssertionError e) {
      faults.add(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String confirm(int first, String path, String type, byte[] body, String key) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Packaged.PATIENCE.toNanos();
    String last = "";
    for (int i = first; System.nanoTime() < deadline; i++) {
      Service service = services.get(Math.floorMod(i, services.size())).get();
      try {
        var answer = client.send(HttpRequest.newBuilder(service.at(path)).timeout(ASK).header("Content-Type", type)
            .header("Idempotency-Key", key).POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
        if (answer.statusCode() / 100 == 2) {
          return answer.body();
        }
        last = answer.statusCode() + ": " + answer.body();
        // 409: the one that was cut off is still at it, or its end is not known yet.
        if (answer.statusCode() != 503 && answer.statusCode() != 409) {
          throw new AssertionError(path + ": " + last);
        }
      } catch (IOException gone) {
        last = gone.toString();
      }
      Thread.sleep(200);
    }
    throw new IOException("nobody took %s: %s".formatted(path, last));
  }

  private void nothingIsLostOrDoubled(List<Paper> papers, Receiver receiver) throws Exception {
    List<String> expected = heldByOneThatNothingHappenedTo(papers);
    try (var connection = database.connect()) {
      assertThat(Papers.everything(connection)).hasSizeGreaterThan(papers.size() * 10).containsExactlyElementsOf(expected);
    }
    long deadline = System.nanoTime() + Packaged.PATIENCE.toNanos();
    while (!bodies(receiver).keySet().containsAll(pings) && System.nanoTime() < deadline) {
      Thread.sleep(200);
    }
    Map<String, List<String>> bodies = bodies(receiver);
    assertThat(pings).hasSameSizeAs(papers);
    assertThat(bodies.keySet()).as("messages").containsAll(pings);
    assertThat(bodies).allSatisfy((key, told) -> assertThat(told).as(key).containsOnly(told.getFirst()));
    // An alert fires once, whichever of the services looks: its messages have its id before the point.
    List<String> fired = bodies.entrySet().stream().filter(each -> each.getValue().getFirst().contains("\"alert.firing\""))
        .map(each -> each.getKey().substring(0, each.getKey().indexOf('.'))).toList();
    List<String> firing = packaged.get(services.getFirst().get(), "/v1/alerts?state=firing").getList("alerts.id");
    assertThat(fired).as("alerts that fired, by what was told").hasSize(2).containsExactlyInAnyOrderElementsOf(firing);
  }

  private static Map<String, List<String>> bodies(Receiver receiver) {
    return receiver.posts().stream().collect(groupingBy(post -> post.header("webhook-id"),
        mapping(Receiver.Post::body, toList())));
  }

  private List<String> heldByOneThatNothingHappenedTo(List<Paper> papers) throws Exception {
    Path quiet = temporary.resolve("quiet");
    Service alone = packaged.serve(Map.of("OFFTAKE_DATA_DIR", quiet.toString(), "OFFTAKE_STARTER", "off"), "quiet.log");
    declare(alone);
    for (Paper paper : papers) {
      assertThat(packaged.post(alone, "/v1/sources/" + paper.source() + "/documents", "text/csv", paper.bytes()).statusCode())
          .isEqualTo(201);
    }
    alone.process().destroy();
    Packaged.exitCode(alone.process());
    var server = EmbeddedPostgres.start(quiet);
    try (var connection = server.connect()) {
      return Papers.everything(connection);
    } finally {
      server.close();
    }
  }

  private Service serve(int number) throws Exception {
    Map<String, String> environment = new HashMap<>(Map.of(
        "OFFTAKE_DATABASE_URL", number == 2
            ? DatabasePair.url(toPrimary.port(), toReplica.port())
            : DatabasePair.url(database.primaryPort(), database.replicaPort()),
        "OFFTAKE_DATABASE_USER", DatabasePair.USER,
        "OFFTAKE_DATABASE_PASSWORD", DatabasePair.PASSWORD,
        "OFFTAKE_STARTER", "off",
        "OFFTAKE_ADDRESS_REQUESTS", "0",
        "OFFTAKE_SECRET_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        "OFFTAKE_WEBHOOK_ALLOW", "127.0.0.1",
        "OFFTAKE_LOG", number == 1 ? "json" : "text"));
    // One only answers: the others do its rounds.
    environment.put("OFFTAKE_ROLE", number == 0 ? "api" : "all");
    return packaged.serve(environment, "service-%d-%d.log".formatted(number, logs++));
  }

  private String subscribe(Receiver receiver) throws Exception {
    Service one = services.getFirst().get();
    var made = send(one, "POST", "/v1/subscriptions", """
        {"name": "The desk", "channel": "webhook", "url": "http://127.0.0.1:%d/desk"}""".formatted(receiver.port()));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    declare(one);
    return JsonPath.from(made.body()).getString("id");
  }

  /// Of a commitment's evidence one old week is held and the later ones are late, which one rule tells.
  private void declare(Service service) throws Exception {
    LocalDate today = LocalDate.now(Clock.systemUTC());
    LocalDate begin = today.minusDays(60);
    LocalDate week = begin.with(TemporalAdjusters.next(DayOfWeek.THURSDAY));
    accepted(packaged.post(service, "/v1/sources/fas-export-sales/documents", "text/csv", """
        # offtake evidence table 1
        # source: fas-export-sales
        # publisher: a test
        # address: https://example.org/
        # read: %s
        # terms: made for a test
        releasedAt,basis,report,periodStart,periodEnd,commodity,origin,destination,cadence,marketYear,kind,unit,coverage,\
        complete,netSales,exported,accumulatedExports,outstandingSales
        %sT13:30:00Z,reported,-,%s,%s,soybeans,US,PE,weekly,%d,print,t,listed,no,30000,0,0,30000
        """.formatted(today, week.plusDays(7), week.minusDays(6), week,
            MarketingYear.of(week, Month.SEPTEMBER).endingYear()).getBytes(UTF_8)));
    accepted(send(service, "POST", "/v1/commitments", """
        {"id": "%s", "title": "made for a test", "buyer": "PE", "seller": "US", "commodities": ["soybeans"],
         "strength": "statement",
         "terms": {"announcedOn": "%s", "announcedBy": "a test", "summary": "made for a test",
           "source": {"publisher": "a test"}, "headline": "sold",
           "tranches": [{"id": "all", "windowStart": "%s", "deadline": "%s",
             "target": {"operator": "atLeast", "value": 1000000, "unit": "t"}}]},
         "readings": [%s]}""".formatted(COMMITMENT, begin, begin, today.plusYears(1), reading("sold", begin))));
    accepted(send(service, "POST", "/v1/alert-rules", """
        {"id": "late", "title": "The source is late", "kind": "sourceLate", "parameters": {"hours": 1},
         "severity": "watch", "scope": {"readings": ["%s/sold"]}}""".formatted(COMMITMENT)));
    accepted(send(service, "POST", "/v1/commitments/" + COMMITMENT + "/readings", reading("sold-again", begin)));
  }

  private static String reading(String id, LocalDate begin) {
    return """
        {"id": "%s", "label": "sold within the year", "tranche": "all", "measure": "sold", "unknownDestinations": "none",
         "windowStart": "%s", "deadline": "%s", "evidence": ["fas-export-sales"], "statedBy": "a test",
         "statedOn": "%s"}""".formatted(id, begin, begin.plusDays(60).plusYears(1), begin);
  }

  private static void accepted(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private HttpResponse<String> send(Service service, String method, String path, String body)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(service.at(path)).timeout(ASK).header("If-Match", "*");
    return client.send((body.isEmpty() ? request.method(method, HttpRequest.BodyPublishers.noBody())
        : request.header("Content-Type", "application/json").method(method, HttpRequest.BodyPublishers.ofString(body))).build(),
        BodyHandlers.ofString());
  }
}
