package io.offtake.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.offtake.calendar.MarketingYear;
import io.offtake.outbox.job.Receiver;
import io.offtake.platform.Packaged.Service;
import io.restassured.path.json.JsonPath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The service is killed while it tells receivers of alerts, again and again, at moments that a seed decides. In the end
/// every message was accepted by each receiver that it concerns, in the order of its alert, and what came twice is the
/// same. Between these kills its database is killed, and the service is well again by itself. Runs in `mvn verify`; how many
/// kills of each is set by `offtake-test.kills`.
class KilledRelayIT {

  private static final int KILLS = Integer.getInteger("offtake-test.kills", 2);
  private static final long SEED = 20_260_228;

  /// One alert for each rule. The last one is taken in hand again and again, the others are silenced and fire anew.
  private static final int RULES = 12;
  private static final List<String> SEVERITIES = List.of("info", "watch", "likely");
  private static final String COMMITMENT = "us-pe-soybeans";

  /// Who is told, by the matcher of each.
  private static final List<String> MATCHERS = List.of(
      "{}",
      "{\"commitments\": [\"" + COMMITMENT + "\"]}",
      "{\"severities\": [\"watch\", \"likely\"]}",
      "{\"rules\": [\"late-3\", \"late-11\"]}",
      "{\"types\": [\"alert.firing\"]}",
      "{\"types\": [\"alert.acknowledged\"]}",
      "{\"commitments\": [\"another\"]}");

  /// What a kill waits for at most, in posts or in milliseconds.
  private static final int MOST_POSTS = 120;
  private static final int LONGEST_WAIT = 1_000;

  /// In milliseconds.
  private static final int LONGEST_ANSWER = 20;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path temporary;

  private final SplittableRandom random = new SplittableRandom(SEED);
  /// By the path of the receiver.
  private final Map<String, Webhook> signers = new ConcurrentHashMap<>();
  private final Map<String, String> subscriptions = new HashMap<>();
  private final List<String> unverified = new CopyOnWriteArrayList<>();
  private final List<Receiver.Post> broken = new CopyOnWriteArrayList<>();
  /// The pings that the service confirmed: the path of the receiver and the key.
  private final Set<List<String>> pings = new HashSet<>();
  private int confirmedFirings;
  private volatile Trap trap = new Trap(null, 0, 0);
  private Packaged packaged;

  /// Lies in wait for a number of posts, or for a time after the first.
  private final class Trap {

    private final @Nullable Process process;
    private final @Nullable DatabaseOf database;
    private final boolean session;
    private final int posts;
    private final long millis;
    private final AtomicInteger came = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile boolean struck;

    /// @param process  absent for a trap that lets everything pass
    /// @param posts  0 for one that waits for a time
    Trap(@Nullable Process process, int posts, long millis) {
      this(process, null, false, posts, millis);
    }

    /// @param database  what is killed in place of the service
    /// @param session  whether one of its sessions is
    Trap(@Nullable Process process, @Nullable DatabaseOf database, boolean session, int posts, long millis) {
      this.process = process;
      this.database = database;
      this.session = session;
      this.posts = posts;
      this.millis = millis;
    }

    /// @return whether the service was killed while this post was open
    boolean springs() throws InterruptedException {
      int number = came.incrementAndGet();
      if (process != null && number == 1) {
        begun.countDown();
        if (posts == 0) {
          Thread.ofVirtual().start(() -> {
            try {
              Thread.sleep(millis);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            strike(process);
          });
        }
      }
      if (process != null && number == posts) {
        strike(process);
        return database == null;
      }
      return false;
    }

    private void strike(Process process) {
      struck = true;
      try {
        if (database == null) {
          process.destroyForcibly().waitFor();
        } else {
          database.kill(session, new SplittableRandom(posts));
        }
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void tellsEveryoneOfEverythingInOrder() throws Exception {
    try (var receiver = new Receiver(); var started = new Packaged(temporary)) {
      packaged = started;
      receiver.does(this::answer);
      Service service = serve(0);
      raiseAlerts(service, receiver);
      for (int kill = 1; kill <= KILLS; kill++) {
        work(service, null, false);
        service.process().waitFor();
        service = serve(kill);
        work(service, new DatabaseOf(temporary.resolve("data")), kill % 2 == 0);
        awaitDatabase(service);
      }
      trap = new Trap(null, 0, 0);
      everythingIsTold(service, receiver);
    }
  }

  private Service serve(int number) throws Exception {
    return packaged.serve(Map.of(
        "OFFTAKE_DATA_DIR", temporary.resolve("data").toString(),
        "OFFTAKE_STARTER", "off",
        "OFFTAKE_WEBHOOK_ALLOW", "127.0.0.1"), "killed-%d.log".formatted(number));
  }

  private void awaitDatabase(Service service) throws InterruptedException {
    long deadline = System.nanoTime() + Packaged.PATIENCE.toNanos();
    while (true) {
      try {
        packaged.get(service, "/v1/silences");
        return;
      } catch (IOException away) {
        assertThat(service.process().isAlive()).as("the service itself").isTrue();
        assertThat(System.nanoTime()).as(away.toString()).isLessThan(deadline);
        Thread.sleep(100);
      }
    }
  }

  private void answer(Receiver.Post post, OutputStream out) throws IOException, InterruptedException {
    try {
      signers.get(post.path()).verify(post.body(), post.headers());
    } catch (WebhookVerificationException e) {
      unverified.add(post.path() + " " + e);
    }
    Thread.sleep(Math.floorMod(key(post).hashCode(), LONGEST_ANSWER));
    if (trap.springs()) {
      broken.add(post);
    }
    Receiver.answer(out, "204 No Content", "");
  }

  /// Of a commitment's evidence one old week is held and the later ones are late, by several rules. Nothing fires at
  /// first sight, but when the commitment is looked at again.
  private void raiseAlerts(Service service, Receiver receiver) throws Exception {
    for (int i = 0; i < MATCHERS.size(); i++) {
      String path = "/" + i;
      JsonPath made = response(service, "/v1/subscriptions", """
          {"name": "Desk %d", "channel": "webhook", "url": "http://127.0.0.1:%d%s", "match": %s}""".formatted(
          i, receiver.port(), path, MATCHERS.get(i)), 201);
      signers.put(path, new Webhook(made.getString("secret")));
      subscriptions.put(path, made.getString("id"));
    }
    LocalDate today = LocalDate.now(Clock.systemUTC());
    LocalDate begin = today.minusDays(60);
    LocalDate week = begin.with(TemporalAdjusters.next(DayOfWeek.THURSDAY));
    assertThat(packaged.post(service, "/v1/sources/fas-export-sales/documents", "text/csv", """
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
            MarketingYear.of(week, Month.SEPTEMBER).endingYear()).getBytes(UTF_8)).statusCode()).isEqualTo(201);
    response(service, "/v1/commitments", """
        {"id": "%s", "title": "made for a test", "buyer": "PE", "seller": "US", "commodities": ["soybeans"],
         "strength": "statement",
         "terms": {"announcedOn": "%s", "announcedBy": "a test", "summary": "made for a test",
           "source": {"publisher": "a test"}, "headline": "sold",
           "tranches": [{"id": "all", "windowStart": "%s", "deadline": "%s",
             "target": {"operator": "atLeast", "value": 1000000, "unit": "t"}}]},
         "readings": [%s]}""".formatted(COMMITMENT, begin, begin, today.plusYears(1), reading("sold", begin)), 201);
    for (int rule = 0; rule < RULES; rule++) {
      response(service, "/v1/alert-rules", """
          {"id": "late-%d", "title": "The source is late", "kind": "sourceLate", "parameters": {"hours": %d},
           "severity": "%s", "scope": {"readings": ["%s/sold"]}}""".formatted(
          rule, rule, SEVERITIES.get(rule % SEVERITIES.size()), COMMITMENT), 201);
    }
    response(service, "/v1/commitments/" + COMMITMENT + "/readings", reading("sold-again", begin), 201);
    assertThat(packaged.get(service, "/v1/alerts?state=firing").getList("alerts")).hasSizeGreaterThanOrEqualTo(RULES);
  }

  private static String reading(String id, LocalDate begin) {
    return """
        {"id": "%s", "label": "sold within the year", "tranche": "all", "measure": "sold", "unknownDestinations": "none",
         "windowStart": "%s", "deadline": "%s", "evidence": ["fas-export-sales"], "statedBy": "a test",
         "statedOn": "%s"}""".formatted(id, begin, begin.plusDays(60).plusYears(1), begin);
  }

  /// Moves alerts until the service is killed, or its database.
  private void work(Service service, @Nullable DatabaseOf database, boolean session) throws InterruptedException {
    boolean byPosts = random.nextBoolean() || broken.isEmpty();
    int posts = random.nextInt(1, MOST_POSTS);
    int millis = random.nextInt(LONGEST_WAIT);
    trap = new Trap(service.process(), database, session, byPosts ? posts : 0, millis);
    try {
      for (Object silence : packaged.get(service, "/v1/silences").getList("silences.findAll { it.active }.id")) {
        packaged.delete(service, "/v1/silences/" + silence);
      }
      String inHand = packaged.get(service, "/v1/alerts?rule=late-%d".formatted(RULES - 1)).getString("alerts[0].id");
      for (int turn = 0; service.process().isAlive() && !trap.struck; turn++) {
        move(service, inHand, turn);
        if (turn > 0) {
          trap.begun.await();
          Thread.sleep(100);
        }
      }
    } catch (IOException killed) {
      // What was not confirmed may have been kept or not.
      assertThat(trap.begun.getCount()).as("the service died by itself").isZero();
    }
  }

  private void move(Service service, String inHand, int turn) throws IOException, InterruptedException {
    response(service, "/v1/alerts/" + inHand + "/acknowledgement", "{\"who\": \"A. Analyst\"}", 201);
    String silence = response(service, "/v1/silences", """
        {"commitment": "%s", "owner": "The desk", "reason": "known", "end": "%s"}""".formatted(
        COMMITMENT, Clock.systemUTC().instant().plusSeconds(86_400)), 201).getString("id");
    var ended = packaged.delete(service, "/v1/silences/" + silence);
    Packaged.requireItsDatabase("/v1/silences", ended);
    assertThat(ended.statusCode()).isEqualTo(200);
    confirmedFirings += RULES - 1;
    String path = "/" + turn % MATCHERS.size();
    JsonPath ping = response(service, "/v1/subscriptions/" + subscriptions.get(path) + "/test", "", 202);
    pings.add(List.of(path, ping.getString("messageKey")));
  }

  private void everythingIsTold(Service service, Receiver receiver) throws Exception {
    List<Told> told = told(service);
    assertThat(told.stream().filter(message -> message.type().equals("alert.firing")).count())
        .as("what was confirmed is kept").isGreaterThanOrEqualTo(confirmedFirings);
    Map<String, Map<String, Listed>> delivered = new HashMap<>();
    for (int i = 0; i < MATCHERS.size(); i++) {
      String path = "/" + i;
      int receiverNumber = i;
      List<String> expected = Stream.concat(
          told.stream().filter(message -> concerns(receiverNumber, message)).map(Told::key),
          pings.stream().filter(ping -> ping.getFirst().equals(path)).map(List::getLast)).toList();
      delivered.put(path, deliveries(service, path, expected));
      assertThat(delivered.get(path).keySet().stream().filter(key -> !key.startsWith("notice-")))
          .as("nothing that does not concern it").isSubsetOf(expected);
    }
    assertThat(unverified).isEmpty();
    Map<String, List<Receiver.Post>> posts = receiver.posts().stream().collect(groupingBy(Receiver.Post::path));
    int cutOff = 0;
    for (String path : delivered.keySet()) {
      List<Receiver.Post> came = posts.getOrDefault(path, List.of());
      cutOff += agree(path, delivered.get(path), came);
      inOrder(path, came);
    }
    assertThat(broken).as("kills while a delivery was under way").isNotEmpty();
    assertThat(cutOff).as("attempts of which nothing could be written down").isGreaterThanOrEqualTo(broken.size());
    for (Receiver.Post post : broken) {
      assertThat(posts.get(post.path()).stream().filter(each -> key(each).equals(key(post))).count())
          .as("%s was sent again", key(post)).isGreaterThan(1);
    }
    long failed = delivered.values().stream()
        .flatMap(deliveries -> deliveries.values().stream())
        .flatMap(each -> each.accepted().stream())
        .filter(accepted -> !accepted)
        .count();
    System.out.printf("killed relay: %d kills, %d messages, %d posts, %d attempts cut off, %d failed%n",
        KILLS, told.size() + pings.size(), receiver.posts().size(), cutOff, failed);
  }

  /// What receivers are told of an alert, as its history says.
  private record Told(String key, String rule, String severity, String type) {}

  private List<Told> told(Service service) throws Exception {
    List<Told> told = new ArrayList<>();
    for (Map<String, String> alert : packaged.get(service, "/v1/alerts?commitment=" + COMMITMENT)
        .<Map<String, String>>getList("alerts")) {
      for (Map<String, Object> each : packaged.get(service, "/v1/alerts/" + alert.get("id"))
          .<Map<String, Object>>getList("transitions")) {
        if (Boolean.TRUE.equals(each.get("told"))) {
          told.add(new Told(alert.get("id") + "." + each.get("sequence"), alert.get("rule"), alert.get("severity"),
              "alert." + each.get("kind")));
        }
      }
    }
    return told;
  }

  private static boolean concerns(int receiver, Told message) {
    return switch (receiver) {
      case 0, 1 -> true;
      case 2 -> !message.severity().equals("info");
      case 3 -> message.rule().equals("late-3") || message.rule().equals("late-11");
      case 4 -> message.type().equals("alert.firing");
      case 5 -> message.type().equals("alert.acknowledged");
      default -> false;
    };
  }

  /// @param accepted  how each attempt ended
  private record Listed(String state, List<Boolean> accepted) {}

  /// The deliveries by their keys, as soon as none waits and all that are expected are there.
  private Map<String, Listed> deliveries(Service service, String path, List<String> expected) throws Exception {
    String resource = "/v1/subscriptions/" + subscriptions.get(path);
    long deadline = System.nanoTime() + Packaged.PATIENCE.toNanos();
    while (true) {
      boolean settled = packaged.get(service, resource).getLong("waiting") == 0;
      Map<String, Listed> found = new HashMap<>();
      String token = "";
      while (token != null) {
        JsonPath page = packaged.get(service, resource + "/deliveries?pageSize=1000" + token);
        List<String> keys = page.getList("deliveries.messageKey");
        List<String> states = page.getList("deliveries.state");
        List<List<Boolean>> accepted = page.getList("deliveries.attempts.accepted");
        for (int i = 0; i < keys.size(); i++) {
          found.put(keys.get(i), new Listed(states.get(i), accepted.get(i)));
        }
        token = page.getString("nextPageToken") == null ? null : "&pageToken=" + page.getString("nextPageToken");
      }
      if (settled && found.keySet().containsAll(expected)) {
        return found;
      }
      assertThat(System.nanoTime()).as("%d of %d deliveries of %s", found.size(), expected.size(), path).isLessThan(deadline);
      Thread.sleep(500);
    }
  }

  /// Holds what is listed against what came.
  ///
  /// @return how many attempts came and are not listed, because the service died meanwhile
  private static int agree(String path, Map<String, Listed> deliveries, List<Receiver.Post> came) {
    Map<String, List<Receiver.Post>> byKey = came.stream().collect(groupingBy(KilledRelayIT::key));
    assertThat(byKey.keySet()).as("what came to %s", path).isEqualTo(deliveries.keySet());
    int cutOff = 0;
    for (Map.Entry<String, Listed> delivery : deliveries.entrySet()) {
      List<Receiver.Post> posts = byKey.get(delivery.getKey());
      assertThat(posts).as(delivery.getKey()).extracting(Receiver.Post::body).containsOnly(posts.getFirst().body());
      assertThat(delivery.getValue().state()).isEqualTo("delivered");
      // On a machine that is short of time an attempt may fail; the schedule has more.
      assertThat(delivery.getValue().accepted()).as("attempts of %s", delivery.getKey()).endsWith(true)
          .containsOnlyOnce(true);
      cutOff += Math.max(0, posts.size() - delivery.getValue().accepted().size());
    }
    return cutOff;
  }

  /// The messages of an alert come in their order; what comes again comes before the next.
  private static void inOrder(String path, List<Receiver.Post> came) {
    Map<String, List<String>> keys = came.stream()
        .map(KilledRelayIT::key)
        .filter(key -> !key.startsWith("notice-"))
        .collect(groupingBy(key -> key.substring(0, key.indexOf('.'))));
    keys.forEach((alert, ofAlert) -> assertThat(ofAlert.stream()
        .map(key -> Integer.valueOf(key.substring(key.indexOf('.') + 1))))
        .as("alert %s at receiver %s", alert, path).isSorted());
  }

  private static String key(Receiver.Post post) {
    return post.header("webhook-id");
  }

  private JsonPath response(Service service, String path, String body, int status)
      throws IOException, InterruptedException {
    var response = packaged.post(service, path, "application/json", body.getBytes(UTF_8));
    Packaged.requireItsDatabase(path, response);
    assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(status);
    return JsonPath.from(response.body());
  }
}
