package io.offtake.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;

/// Somebody who reads the page: a Chromium of this system, which keeps nothing and asks nobody else. Whatever it complains of, and
/// whomever else the page asks, is remembered.
public final class Reader implements AutoCloseable {

  private static final Path CHROMIUM = Path.of(System.getProperty("offtake-test.chromium", "/usr/bin/chromium"));
  private static final double PATIENCE = 60_000;
  /// What is an error by the rules that the page keeps: WCAG 2.2 AA, and what axe calls good practice.
  private static final String AXE_RUN = """
      () => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
        .then(found => found.violations.flatMap(each => each.nodes.map(node => `${each.id}: ${node.html} ${node.failureSummary}`)))""";

  private final URI service;
  private final Playwright playwright;
  private final Browser browser;
  private final List<String> complaints = new ArrayList<>();
  private final List<String> elsewhere = new ArrayList<>();

  public Reader(URI service) {
    assertThat(CHROMIUM).as("the tests of the page drive a Chromium: install it (Debian: apt-get install chromium)").exists();
    this.service = service;
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser = playwright.chromium().launch(new BrowserType.LaunchOptions()
        .setExecutablePath(CHROMIUM)
        .setArgs(List.of("--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-gpu")));
  }

  /// A new window for somebody in London who reads English and has never been here.
  public Page window(ColorScheme scheme, int width) {
    return window(scheme, width, "en-GB");
  }

  public Page window(ColorScheme scheme, int width, String locale) {
    BrowserContext context = browser.newContext(new Browser.NewContextOptions()
        .setBaseURL(service.toString().replaceFirst("/$", ""))
        .setViewportSize(width, 900).setColorScheme(scheme).setLocale(locale).setTimezoneId("Europe/London"));
    context.setDefaultTimeout(PATIENCE);
    Page page = context.newPage();
    page.onConsoleMessage(message -> {
      // That an answer was refused the browser tells too; the page shows it, and tests look at that.
      if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    page.onDialog(dialog -> {
      complaints.add("a dialog: " + dialog.message());
      dialog.dismiss();
    });
    page.onRequest(request -> {
      if (request.url().startsWith("http") && !service.getAuthority().equals(URI.create(request.url()).getAuthority())) {
        elsewhere.add(request.url());
      }
    });
    return page;
  }

  /// Somebody whose browser runs no script.
  BrowserContext withoutScript() {
    return browser.newContext(new Browser.NewContextOptions().setBaseURL(service.toString().replaceFirst("/$", "")).setJavaScriptEnabled(false));
  }

  public Page window() {
    return window(ColorScheme.LIGHT, 1440);
  }

  public static List<String> barriers(Page page) {
    page.evaluate(axe());
    var found = (List<?>) page.evaluate(AXE_RUN);
    return found.stream().map(String::valueOf).toList();
  }

  private static String axe() {
    try (InputStream script = Reader.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void hadNothingToComplainOf() {
    assertThat(complaints).as("errors in the console").isEmpty();
    assertThat(elsewhere).as("requests to other hosts").isEmpty();
    complaints.clear();
    elsewhere.clear();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
