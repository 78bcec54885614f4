import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Looks at the page as a browser does, and tells when it saw what. Speaks with Chromium in its own protocol (DevTools), so
/// that nothing but the JDK is needed.
final class LookAtPage implements WebSocket.Listener, AutoCloseable {

  private static final int TIMES = 5;
  private static final int COMMITMENTS = 500;
  private static final String COMMITMENT = "/commitments/us-cn-soybeans-2025?asOf=2026-02-10T12:00:00Z";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern ID = Pattern.compile("^\\{\"id\":(\\d+),");
  private static final Pattern TEXT = Pattern.compile("\"type\":\"string\",\"value\":\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static final String PAINTS = """
      new Promise(done => { const look = () => document.querySelector('table.portfolio tbody tr') ? new PerformanceObserver(list => {
        const files = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
        done([performance.getEntriesByName('first-contentful-paint')[0].startTime, list.getEntries().at(-1).startTime,
          files.reduce((sum, file) => sum + file.encodedBodySize, 0), files.length].join(' '));
      }).observe({type: 'largest-contentful-paint', buffered: true}) : setTimeout(look, 50); look(); })""";

  /// Ten stops there and back once, so that they are known; then as many as there are frames.
  private static final String SLIDE = """
      (async () => {
        const wait = ms => new Promise(done => setTimeout(done, ms));
        const until = async seen => { while (!seen()) await wait(50); };
        await until(() => document.querySelector('button.play:not([disabled])'));
        const slider = document.getElementById('as-of-slider');
        const first = Number(slider.value) - 5;
        const quiet = () => document.querySelector('offtake-commitment > [aria-busy=false]');
        const to = value => { slider.value = value; slider.dispatchEvent(new Event('input', {bubbles: true})); };
        for (let i = 0; i < 11; i++) { to(first + i); await wait(100); await until(quiet); await wait(200); }
        const sentences = new Set(), gaps = [];
        const began = performance.now();
        let before = began, i = 0;
        while (performance.now() - began < 5000) {
          to(first + (i % 20 < 10 ? i % 10 : 10 - i % 10)); i++;
          await new Promise(requestAnimationFrame);
          const now = performance.now(); gaps.push(now - before); before = now;
          sentences.add(document.querySelector('[data-sentence]').textContent);
        }
        gaps.sort((a, b) => a - b);
        return [gaps.length / (performance.now() - began) * 1000, gaps[Math.floor(gaps.length * .95)], gaps.at(-1), sentences.size].join(' ');
      })()""";

  /// The rows that the service has, over and over under other names.
  private static final String MANY = """
      const ask = window.fetch;
      window.fetch = async (...asked) => {
        const answer = await ask(...asked);
        if (!/\\/v1\\/status(\\?|$)/.test(String(asked[0]))) return answer;
        const list = await answer.json(), rows = list.rows.filter(row => row.fulfilled && row.verdict !== 'notStarted' && row.verdict !== 'notAssessable' && row.newestPeriodEnd);
        list.rows = Array.from({length: %d}, (_, i) => ({...rows[i %% rows.length], commitment: `${rows[i %% rows.length].commitment}-${i}`}));
        return new Response(JSON.stringify(list), {headers: {'Content-Type': 'application/json'}});
      };""".formatted(COMMITMENTS);

  private static final String SCROLL = """
      (async () => {
        while (document.querySelectorAll('table.portfolio tbody tr').length < %d) await new Promise(done => setTimeout(done, 50));
        const drawn = performance.now(), gaps = [];
        let before = drawn;
        const most = document.documentElement.scrollHeight - innerHeight, step = most / 300;
        for (let i = 0; i <= 300; i++) {
          window.scrollTo(0, i * step);
          await new Promise(requestAnimationFrame);
          const now = performance.now(); gaps.push(now - before); before = now;
        }
        gaps.sort((a, b) => a - b);
        return [drawn, gaps.length / (performance.now() - drawn) * 1000, gaps[Math.floor(gaps.length * .95)], gaps.at(-1)].join(' ');
      })()""".formatted(COMMITMENTS);

  private final Path profile;
  private final Process browser;
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();
  private final StringBuilder part = new StringBuilder();

  private LookAtPage(String chromium) throws IOException, InterruptedException {
    profile = Files.createTempDirectory("offtake-look");
    browser = new ProcessBuilder(chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic",
        "--disable-background-networking", "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
        .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    Path port = profile.resolve("DevToolsActivePort");
    while (!Files.exists(port) || Files.readAllLines(port).size() < 2) {
      if (!browser.isAlive()) {
        throw new IllegalStateException(chromium + " did not start");
      }
      Thread.sleep(50);
    }
    List<String> lines = Files.readAllLines(port);
    socket = client.newWebSocketBuilder().buildAsync(URI.create("ws://127.0.0.1:%s%s".formatted(lines.get(0), lines.get(1))), this).join();
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      System.err.println("page URL [CHROMIUM]");
      System.exit(2);
    }
    String service = arguments[0].replaceFirst("/$", "");
    try (var look = new LookAtPage(arguments.length > 1 ? arguments[1] : "/usr/bin/chromium")) {
      for (int throttled : new int[] {1, 4}) {
        var seen = new ArrayList<double[]>();
        for (int i = 0; i < TIMES; i++) {
          seen.add(look.at(service + "/", throttled, "", PAINTS));
        }
        System.out.printf("%dx: first contentful paint %.0f ms, largest %.0f ms (medians of %d); %.0f kB in %.0f files%n", throttled,
            median(seen, 0), median(seen, 1), TIMES, median(seen, 2) / 1000, median(seen, 3));
      }
      double[] slid = look.at(service + COMMITMENT, 1, "", SLIDE);
      System.out.printf("slider over instants that are known: %.0f frames a second, 95 %% within %.0f ms, worst %.0f ms, %.0f different sentences%n",
          slid[0], slid[1], slid[2], slid[3]);
      double[] scrolled = look.at(service + "/", 1, MANY, SCROLL);
      System.out.printf("%d commitments: drawn after %.0f ms; scrolled at %.0f frames a second, 95 %% within %.0f ms, worst %.0f ms%n",
          COMMITMENTS, scrolled[0], scrolled[1], scrolled[2], scrolled[3]);
    }
  }

  private static double median(List<double[]> seen, int which) {
    return seen.stream().mapToDouble(each -> each[which]).sorted().skip(seen.size() / 2).findFirst().orElseThrow();
  }

  /// What a script says in a window of its own, whose browser has never been there.
  private double[] at(String address, int throttled, String before, String script) {
    String context = text(send(null, "Target.createBrowserContext", "{}"), "browserContextId");
    String target = text(send(null, "Target.createTarget",
        "{\"url\":\"about:blank\",\"width\":1440,\"height\":900,\"browserContextId\":\"%s\"}".formatted(context)), "targetId");
    String session = text(send(null, "Target.attachToTarget", "{\"targetId\":\"%s\",\"flatten\":true}".formatted(target)), "sessionId");
    send(session, "Page.enable", "{}");
    send(session, "Emulation.setCPUThrottlingRate", "{\"rate\":%d}".formatted(throttled));
    if (!before.isEmpty()) {
      send(session, "Page.addScriptToEvaluateOnNewDocument", "{\"source\":%s}".formatted(quoted(before)));
    }
    send(session, "Page.navigate", "{\"url\":%s}".formatted(quoted(address)));
    String answer = send(session, "Runtime.evaluate", "{\"awaitPromise\":true,\"expression\":%s}".formatted(quoted(script)));
    var said = TEXT.matcher(answer);
    if (!said.find()) {
      throw new IllegalStateException(address + " cannot be measured: " + answer);
    }
    send(null, "Target.closeTarget", "{\"targetId\":\"%s\"}".formatted(target));
    return Stream.of(said.group(1).split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private String send(String session, String method, String parameters) {
    int id = last.incrementAndGet();
    var answer = new CompletableFuture<String>();
    waiting.put(id, answer);
    socket.sendText("{\"id\":%d,\"method\":\"%s\",\"params\":%s%s}".formatted(id, method, parameters,
        session == null ? "" : ",\"sessionId\":\"" + session + "\""), true).join();
    return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean whole) {
    part.append(data);
    if (whole) {
      var id = ID.matcher(part);
      if (id.find()) {
        waiting.remove(Integer.valueOf(id.group(1))).complete(part.toString());
      }
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  private static String text(String answer, String name) {
    var found = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(answer);
    if (!found.find()) {
      throw new IllegalStateException("no %s in %s".formatted(name, answer));
    }
    return found.group(1);
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  @Override
  public void close() throws IOException, InterruptedException {
    socket.abort();
    client.close();
    browser.destroy();
    browser.waitFor();
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
