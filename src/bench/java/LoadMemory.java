import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Measures what the service holds and how it answers while it works: it is given figures up to a number, then four
/// backtests run one after the other, the second is cancelled, and meanwhile questions are put at distinct past
/// instants. The heap in use after a full collection is told before and after, each after a rest in which what is
/// remembered for a while is let go of, and the times of `/v1/status`.
///
/// Figures are made up, in the shape of the weekly Export Sales: forty destinations of four commodities, sales that come
/// in bursts, shipments out of what is outstanding. The same call makes the same ones.
///
/// Give it a service of its own, started with `OFFTAKE_FETCH=off`; it leaves figures, commitments and jobs there.
///
///     java src/bench/java/LoadMemory.java URL PID FIGURES QUESTIONS WRITERS READERS
final class LoadMemory {

  private static final String RULE = "shortfall-likely";
  private static final int COMMITMENTS = 20;
  private static final int FIGURES_A_ROW = 4;
  private static final int ROWS_A_DOCUMENT = 3_000;
  /// Of a record, while another crop can be added.
  private static final int MOST_WEEKS = 400;
  private static final int FIRST_QUESTIONS = 20;
  private static final int DAYS_ASKED_OF = 300;
  private static final int BACKTESTS = 4;
  private static final int CANCELLED = 1;
  private static final Duration BEFORE_CANCELLING = Duration.ofSeconds(20);
  private static final Duration LONGEST_BACKTEST = Duration.ofMinutes(20);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(120);
  private static final Duration BETWEEN_READS = Duration.ofMillis(50);
  private static final Duration CROWD = Duration.ofSeconds(60);
  /// What is remembered for those who ask again is let go of within it.
  private static final Duration REST = Duration.ofSeconds(150);
  private static final double WITHIN = .10;
  private static final int CREATED = 201;
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private static final List<String> DESTINATIONS = List.of("AU", "BD", "BR", "CA", "CL", "CN", "CO", "CR", "DO", "DZ",
      "EC", "EG", "ES", "GB", "GH", "GT", "HN", "ID", "IE", "IL", "IT", "JM", "JP", "KR", "LK", "MA", "MX", "MY", "NG",
      "NI", "NL", "NP", "PA", "PE", "PH", "PK", "PT", "SA", "SV", "TH");

  /// @param id  of the commodity
  /// @param opens  the month in which its marketing year opens
  private record Crop(String id, Month opens) {}

  /// Not soybeans, of which the starter has figures.
  private static final List<Crop> CROPS = List.of(new Crop("corn", Month.SEPTEMBER), new Crop("sorghum", Month.SEPTEMBER),
      new Crop("barley", Month.JUNE), new Crop("soybean-meal", Month.OCTOBER));

  private final URI root;
  private final String pid;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, AtomicLong> statuses = new ConcurrentSkipListMap<>();
  private final AtomicLong withoutRetryAfter = new AtomicLong();

  private LoadMemory(URI root, String pid) {
    this.root = root;
    this.pid = pid;
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 6) {
      throw new IllegalArgumentException("usage: LoadMemory.java URL PID FIGURES QUESTIONS WRITERS READERS");
    }
    boolean held = new LoadMemory(URI.create(arguments[0]), arguments[1]).run(Integer.parseInt(arguments[2]),
        Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]));
    System.exit(held ? 0 : 1);
  }

  private boolean run(int figures, int questions, int writers, int readers) throws Exception {
    hand(figures);
    List<String> commitments = IntStream.range(0, COMMITMENTS).mapToObj(i -> "held-" + i).toList();
    // A service in use is compared with itself: what it keeps of questions it keeps before as well.
    for (String commitment : commitments) {
      expect(OK, get("/v1/commitments/%s/status".formatted(commitment)));
    }
    ask(commitments, FIRST_QUESTIONS, Duration.ofMinutes(30), questions);
    report("/v1/status before", times(200));
    double before = heapAtRest();
    System.out.printf("heap in use after a rest and a full collection: %.1f MB%n", before);

    var over = new AtomicBoolean();
    try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Double>> polled = tasks.submit(() -> {
        var times = new ArrayList<Double>();
        while (!over.get()) {
          times.addAll(times(20));
        }
        return times;
      });
      Future<List<Double>> asked = tasks.submit(() -> ask(commitments, questions, Duration.ZERO, questions));
      Optional<Future<?>> crowd = writers + readers == 0
          ? Optional.empty()
          : Optional.of(tasks.submit(() -> crowd(writers, readers, commitments)));
      for (int i = 0; i < BACKTESTS; i++) {
        backtest(i);
      }
      report("questions at past instants", asked.get());
      if (crowd.isPresent()) {
        crowd.get().get();
      }
      over.set(true);
      report("/v1/status meanwhile", polled.get());
    }
    report("/v1/status after", times(200));
    double after = heapAtRest();
    double change = after / before - 1;
    System.out.printf("heap in use after a rest and a full collection: %.1f MB, %+.1f %%%n", after, change * 100);
    statuses.forEach((status, count) -> System.out.printf("%8d answers %s%n", count.get(), status));
    System.out.printf("%8d refusals 503 that do not say when to come back%n", withoutRetryAfter.get());
    boolean held = Math.abs(change) <= WITHIN && withoutRetryAfter.get() == 0
        && statuses.keySet().stream().noneMatch(status -> status.endsWith("500") || status.endsWith("none"));
    System.out.println(held ? "holds" : "DOES NOT HOLD");
    return held;
  }

  /// Hands in made-up figures until so many are held, the starter's included. The last document comes when there are
  /// commitments that it moves.
  private void hand(int figures) throws Exception {
    long lacking = Math.max(ROWS_A_DOCUMENT * FIGURES_A_ROW, figures - heldFigures());
    long rows = (lacking + FIGURES_A_ROW - 1) / FIGURES_A_ROW;
    int crops = (int) Math.min(CROPS.size(), Math.ceilDiv(rows, (long) MOST_WEEKS * DESTINATIONS.size()));
    int weeks = (int) Math.ceilDiv(rows, (long) crops * DESTINATIONS.size());
    long begun = System.nanoTime();
    LocalDate newest = LocalDate.now(ZoneOffset.UTC).minusWeeks(3).with(TemporalAdjusters.nextOrSame(DayOfWeek.THURSDAY));
    for (Crop crop : CROPS.subList(0, crops)) {
      var trades = DESTINATIONS.stream().map(to -> new Sales(crop, to)).toList();
      var document = new StringBuilder(head(crop));
      int written = 0;
      for (LocalDate end = newest.minusWeeks(weeks - 1L); !end.isAfter(newest); end = end.plusWeeks(1)) {
        for (Sales trade : trades) {
          document.append(trade.week(end));
          written++;
        }
        if (written + trades.size() > ROWS_A_DOCUMENT || end.equals(newest)) {
          if (crop.equals(CROPS.get(crops - 1)) && end.equals(newest)) {
            declare();
          }
          expect(CREATED, post("/v1/sources/fas-export-sales/documents", "text/csv", document.toString()));
          document = new StringBuilder(head(crop));
          written = 0;
        }
      }
    }
    System.out.printf("%d figures held, %d weeks of %d crops made up, handed in within %.0f s%n",
        heldFigures(), weeks, crops, (System.nanoTime() - begun) / 1e9);
  }

  private void declare() throws Exception {
    for (int i = 0; i < COMMITMENTS; i++) {
      expect(CREATED, post("/v1/commitments", "application/json", commitment("held-" + i, i)));
    }
  }

  private static String head(Crop crop) {
    return """
        # offtake evidence table 1
        # source: fas-export-sales
        # publisher: made for a measurement
        # address: https://example.org/
        # read: %s
        # terms: made for a measurement
        # report: -
        # complete: no
        # coverage: full
        # commodity: %s
        # origin: US
        # cadence: weekly
        # unit: t
        # kind: print
        releasedAt,basis,periodStart,periodEnd,marketYear,destination,exported,netSales,outstandingSales,\
        accumulatedExports,flags
        """.formatted(LocalDate.now(ZoneOffset.UTC), crop.id());
  }

  /// One destination's sales and shipments, week by week.
  private static final class Sales {

    private final Crop crop;
    private final String to;
    private final SplittableRandom random;
    private final double size;
    private long outstanding;
    private long accumulated;
    private int year;

    Sales(Crop crop, String to) {
      this.crop = crop;
      this.to = to;
      this.random = new SplittableRandom((crop.id() + to).hashCode());
      this.size = 1_000 * Math.pow(2, 7 * random.nextDouble());
    }

    /// The row of the week that ends on `end`; call it for each week in order.
    String week(LocalDate end) {
      int marketYear = end.getMonthValue() >= crop.opens().getValue() ? end.getYear() + 1 : end.getYear();
      boolean first = year != marketYear;
      year = marketYear;
      double season = 1 + .6 * Math.sin(2 * Math.PI * end.getDayOfYear() / 365.25 + to.hashCode());
      long net = Math.round(size * season * (random.nextInt(4) == 0 ? 2.5 * random.nextDouble() : .5 * random.nextDouble()));
      long exported = Math.round(Math.min(outstanding, size * season * .8 * random.nextDouble()));
      long carried = first ? outstanding : 0;
      accumulated = first ? exported : accumulated + exported;
      outstanding += net - exported;
      return "-,-,%s,%s,%d,%s,%d,%d,%d,%d,%s%n".formatted(end.minusDays(6), end, marketYear, to, exported, net + carried,
          outstanding, accumulated, first ? "carryOverIncluded" : "");
    }
  }

  /// To buy corn, which has figures first.
  private String commitment(String id, int number) {
    LocalDate begin = LocalDate.now(ZoneOffset.UTC).minusMonths(14).withDayOfMonth(1);
    LocalDate deadline = begin.plusMonths(20);
    return """
        {"id": "%s", "title": "made for a measurement", "buyer": "%s", "seller": "US", "commodities": ["corn"],
         "strength": "statement",
         "terms": {"announcedOn": "%3$s", "announcedBy": "a measurement", "summary": "made for a measurement",
           "source": {"publisher": "a measurement"}, "headline": "exported",
           "tranches": [{"id": "all", "windowStart": "%3$s", "deadline": "%4$s",
             "target": {"operator": "atLeast", "value": %5$d, "unit": "t"}}]},
         "readings": [%6$s]}
        """.formatted(id, DESTINATIONS.get(number * 2), begin, deadline, 1_000_000 + number * 10_000,
            Stream.of("exported", "sold").map(measure -> """
                {"id": "%1$s", "label": "%1$s within the window", "tranche": "all", "measure": "%1$s",
                 "unknownDestinations": "none", "windowStart": "%2$s", "deadline": "%3$s",
                 "evidence": ["fas-export-sales"], "statedBy": "a measurement", "statedOn": "%2$s"}"""
                .formatted(measure, begin, deadline)).collect(Collectors.joining(", ")));
  }

  /// Asks how commitments stood, each time at an instant that nobody asked of before, evenly over as many days as there
  /// are questions in all, or over the ten months that the commitments have been known.
  private List<Double> ask(List<String> commitments, int questions, Duration later, int inAll) throws Exception {
    var times = new ArrayList<Double>();
    Instant newest = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.DAYS);
    Duration step = Duration.ofDays(Math.min(DAYS_ASKED_OF, Math.max(questions, inAll))).dividedBy(questions);
    for (int i = 0; i < questions; i++) {
      Instant asOf = newest.minus(step.multipliedBy(i)).plus(later);
      long begun = System.nanoTime();
      expect(OK, get("/v1/commitments/%s/status?asOf=%s".formatted(commitments.get(i % commitments.size()), asOf)));
      times.add((System.nanoTime() - begun) / 1e6);
    }
    return times;
  }

  private void backtest(int number) throws Exception {
    String measure = number % 2 == 0 ? "exported" : "sold";
    String body = number < 2
        ? """
          {"kind": "ruleBacktest", "rule": "%s", "measure": "exported", "commodities": ["corn"], "destinations": ["%s"],
           "from": "%s"}""".formatted(RULE, DESTINATIONS.get(number), LocalDate.now(ZoneOffset.UTC).minusYears(2))
        : """
          {"kind": "backtest", "measure": "%s", "commodity": "corn", "destinations": ["JP"], "from": "%s", "to": "%s"}"""
            .formatted(measure, LocalDate.now(ZoneOffset.UTC).minusYears(2), LocalDate.now(ZoneOffset.UTC));
    long begun = System.nanoTime();
    HttpResponse<String> made = post("/v1/jobs", "application/json", body);
    expect(CREATED, made);
    String job = made.headers().firstValue("Location").orElseThrow();
    String state = "waiting";
    boolean cancelled = false;
    while (Stream.of("succeeded", "failed", "cancelled").noneMatch(state::equals)) {
      Thread.sleep(500);
      Duration taken = Duration.ofNanos(System.nanoTime() - begun);
      if (taken.compareTo(LONGEST_BACKTEST) > 0) {
        throw new IllegalStateException(job + " goes on for " + taken);
      }
      if (number == CANCELLED && !cancelled && taken.compareTo(BEFORE_CANCELLING) > 0) {
        expect(OK, post(job + "/cancellation", "application/json", ""));
        cancelled = true;
      }
      state = text(get(job).body(), "state");
    }
    System.out.printf("%s %s after %.0f s%n", job, state, (System.nanoTime() - begun) / 1e9);
    if (state.equals("failed")) {
      throw new IllegalStateException(get(job).body());
    }
  }

  /// Many who write and many who read at once; counts what each was answered.
  private Void crowd(int writers, int readers, List<String> commitments) throws Exception {
    long until = System.nanoTime() + CROWD.toNanos();
    var done = new CountDownLatch(writers + readers);
    try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < writers; i++) {
        int writer = i;
        tasks.submit(() -> {
          for (int n = 0; System.nanoTime() < until; n++) {
            count("write", () -> post("/v1/commitments", "application/json",
                commitment("crowd-%d-%d".formatted(writer, System.nanoTime()), writer % COMMITMENTS)));
          }
          done.countDown();
          return null;
        });
      }
      for (int i = 0; i < readers; i++) {
        int reader = i;
        tasks.submit(() -> {
          for (int n = 0; System.nanoTime() < until; n++) {
            String path = n % 10 == 0
                ? "/v1/commitments/%s/status".formatted(commitments.get((reader + n) % commitments.size()))
                : "/v1/status";
            count("read", () -> get(path));
            Thread.sleep(BETWEEN_READS);
          }
          done.countDown();
          return null;
        });
      }
      done.await();
    }
    return null;
  }

  private interface Request {
    HttpResponse<String> send() throws Exception;
  }

  private void count(String kind, Request request) throws Exception {
    String status;
    try {
      HttpResponse<String> response = request.send();
      status = kind + " " + response.statusCode();
      Optional<String> back = response.headers().firstValue("Retry-After");
      if (response.statusCode() == UNAVAILABLE) {
        if (back.isEmpty()) {
          withoutRetryAfter.incrementAndGet();
        }
        // Whoever is told when to come back does so then.
        Thread.sleep(Duration.ofSeconds(back.filter(text -> text.matches("\\d{1,2}")).map(Long::parseLong).orElse(1L)));
      }
    } catch (IOException failed) {
      status = kind + " none";
    }
    statuses.computeIfAbsent(status, _ -> new AtomicLong()).incrementAndGet();
  }

  private long heldFigures() throws Exception {
    long sum = 0;
    String token = "";
    do {
      String page = get("/v1/series?pageSize=1000" + token).body();
      Matcher each = Pattern.compile("\"periods\":(\\d+)").matcher(page);
      while (each.find()) {
        sum += Long.parseLong(each.group(1));
      }
      Matcher next = Pattern.compile("\"nextPageToken\":\"([^\"]+)\"").matcher(page);
      token = next.find() ? "&pageToken=" + next.group(1) : "";
    } while (!token.isEmpty());
    return sum;
  }

  private HttpResponse<String> post(String path, String type, String body) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(root.resolve(path)).timeout(LONGEST_ANSWER)
        .header("Content-Type", type).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(root.resolve(path)).timeout(LONGEST_ANSWER).build(), BodyHandlers.ofString());
  }

  private static void expect(int status, HttpResponse<String> response) {
    if (response.statusCode() != status) {
      throw new IllegalStateException("%s: %d %s".formatted(response.uri(), response.statusCode(), response.body()));
    }
  }

  private static String text(String json, String field) {
    Matcher found = Pattern.compile("\"%s\":\"([^\"]*)\"".formatted(field)).matcher(json);
    if (!found.find()) {
      throw new IllegalStateException("no %s in %s".formatted(field, json));
    }
    return found.group(1);
  }

  /// @return milliseconds
  private List<Double> times(int reads) throws IOException, InterruptedException {
    var times = new ArrayList<Double>();
    for (int i = 0; i < reads; i++) {
      long begun = System.nanoTime();
      HttpResponse<String> response = get("/v1/status");
      times.add((System.nanoTime() - begun) / 1e6);
      if (response.statusCode() != UNAVAILABLE) {
        expect(OK, response);
      }
      Thread.sleep(BETWEEN_READS);
    }
    return times;
  }

  private static void report(String what, List<Double> times) {
    List<Double> sorted = times.stream().sorted().toList();
    System.out.printf("%-28s p50 %8.2f ms, p99 %8.2f ms, longest %8.1f ms, %d reads%n", what,
        sorted.get(sorted.size() / 2), sorted.get((int) (sorted.size() * .99)), sorted.getLast(), sorted.size());
  }

  private double heapAtRest() throws IOException, InterruptedException {
    Thread.sleep(REST);
    return heap();
  }

  /// The bytes that are in use after a full collection, in megabytes, as the machine's own tools tell.
  private double heap() throws IOException, InterruptedException {
    jcmd("GC.run");
    jcmd("GC.run");
    Matcher used = Pattern.compile("total \\d+K, used (\\d+)K").matcher(jcmd("GC.heap_info"));
    double kilobytes = 0;
    while (used.find()) {
      kilobytes += Double.parseDouble(used.group(1));
    }
    return kilobytes / 1024;
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), pid, command)
        .redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(told);
    }
    return told;
  }
}
