package io.offtake.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody sees who opens the page, with the starter's figures.
@QuarkusTest
@Tag("http")
class PageTest {

  private static final String FEBRUARY = "asOf=2026-02-10T12:00:00Z";
  private static final String COMMITMENT = "/commitments/us-cn-soybeans-2025";
  private static final List<String> PLACES = List.of("/", "/?" + FEBRUARY, COMMITMENT + "?" + FEBRUARY, "/commitments/us-cn-soybeans-20mt-2025-26",
      "/alerts", "/sources", "/calendar", "/scorecard", "/statements", "/declare");
  private static final int MOST_FOR_THE_FIRST_VIEW = 300_000;

  @TestHTTPResource
  URI service;

  private Reader reader;

  @BeforeEach
  void sitDown() {
    reader = new Reader(service);
  }

  @AfterEach
  void getUp() {
    reader.close();
  }

  private static Page at(Page page, String address) {
    page.navigate(address);
    assertThat(page.locator("main h1, main .problem h1").first()).isVisible();
    return page;
  }

  private static Locator row(Page page) {
    return page.locator("table.portfolio tbody tr", new Page.LocatorOptions().setHasText("at least 12 million tonnes"));
  }

  @Test
  void fromThePortfolioToTheFiguresOfTheTenthOfFebruary() {
    Page page = at(reader.window(), "/?" + FEBRUARY);
    assertThat(page.locator(".lead")).containsText("heading for a shortfall");
    assertThat(row(page).locator(".c-verdict")).containsText("Shortfall likely");
    assertThat(row(page).locator(".c-progress")).containsText("82.4%");
    assertThat(row(page).locator(".c-probability")).containsText("86%");
    row(page).locator("th a").click();
    assertThat(page).hasURL(Pattern.compile(COMMITMENT + "\\?asOf=2026-02-10T12%3A00%3A00Z$"));
    assertThat(page.locator("[data-sentence]")).containsText("By name 9.89 of 12 Mt were sold by 29 January 2026;");
    assertThat(page.locator("[data-sentence]")).containsText("a shortfall by 28 February 2026 is likely (86%). Counting every unknown destination it is met.");
    assertThat(page.locator("#pace .tiles")).containsText("528,347 t");
    assertThat(page.locator("#pace .tiles")).containsText("Reports left4");
    assertThat(page.locator(".reads")).containsText("9,886,612 t");
    assertThat(page.locator("[data-reading=sold-with-unknown-by-2026-02-28]")).containsText("Met");
    assertThat(page.locator("[data-reading=sold-by-2026-02-28]")).hasAttribute("aria-current", "true");
    reader.hadNothingToComplainOf();
  }

  @Test
  void theSliderGoesFromReleaseToReleaseAndTheAddressWithIt() {
    Page page = at(reader.window(), COMMITMENT + "?asOf=2026-02-10");
    assertThat(page.locator("[data-sentence]")).containsText("9.89 of 12 Mt");
    Locator slider = page.locator("#as-of-slider");
    assertThat(page.locator("button.play")).isEnabled();
    slider.focus();
    page.keyboard().press("ArrowLeft");
    assertThat(page.locator("[data-sentence]")).containsText("9.65 of 12 Mt were sold by 22 January 2026");
    assertThat(page).hasURL(Pattern.compile("asOf=2026-01-29T"));
    assertThat(page.locator("#as-of-slider")).isFocused();
    page.keyboard().press("ArrowRight");
    assertThat(page).hasURL(Pattern.compile("asOf=2026-02-05T"));
    assertThat(page.locator("[data-sentence]")).containsText("9.89 of 12 Mt");
    assertThat(page.locator(".as-of-text")).containsText("The probability of a shortfall went from 81% to 86%.");
    page.locator(".as-of a", new Page.LocatorOptions().setHasText("Back to now")).click();
    assertThat(page).hasURL(Pattern.compile(COMMITMENT + "$"));
    assertThat(page.locator("[data-sentence]")).containsText("it was missed by 1.18 Mt on 28 February 2026");
    page.goBack();
    assertThat(page.locator("[data-sentence]")).containsText("of 12 Mt were sold by");
    reader.hadNothingToComplainOf();
  }

  @Test
  void thePastPlaysByItself() {
    Page page = at(reader.window(), COMMITMENT + "?asOf=2026-02-02");
    assertThat(page.locator("[data-sentence]")).containsText("9.65 of 12 Mt");
    assertThat(page.locator("button.play")).isEnabled();
    page.locator("#as-of-slider").focus();
    page.keyboard().press("Space");
    assertThat(page.locator("[data-sentence]")).containsText("9.89 of 12 Mt");
    page.locator("button.play").click();
    assertThat(page.locator("button.play")).hasAttribute("aria-pressed", "false");
    reader.hadNothingToComplainOf();
  }

  @Test
  void aReadingIsChosenAndTheLinkShowsItAnew() {
    Page page = at(reader.window(), COMMITMENT + "?" + FEBRUARY);
    page.locator("[data-reading=shipped-by-2026-02-28]").click();
    assertThat(page).hasURL(Pattern.compile("reading=shipped-by-2026-02-28"));
    assertThat(page.locator(".reads")).containsText("4,323,612 t");
    Page other = at(reader.window(ColorScheme.DARK, 390), page.url().substring(page.url().indexOf(COMMITMENT)));
    assertThat(other.locator("#burn-up figcaption")).containsText("Shipped, by 28 February 2026");
    assertThat(other.locator(".reads")).containsText("4,323,612 t");
    page.goBack();
    assertThat(page.locator(".reads")).containsText("9,886,612 t");
    reader.hadNothingToComplainOf();
  }

  @Test
  void aFigureLeadsToItsDocumentAndItsLine() {
    Page page = at(reader.window(), COMMITMENT + "?" + FEBRUARY);
    assertThat(page.locator("#evidence tbody tr").first()).containsText("233,020 t");
    page.locator("#evidence tbody tr").first().locator("a").click();
    assertThat(page).hasURL(Pattern.compile("/documents/[0-9a-f]{64}\\?line=\\d+$"));
    assertThat(page.locator("table.raw .hit")).containsText("233020");
    reader.hadNothingToComplainOf();
  }

  @Test
  void whatWasSaidLeadsToWhatWasKnownThatDay() {
    Page page = at(reader.window(), COMMITMENT + "?" + FEBRUARY);
    assertThat(page.locator("#burn-up .flag").first()).isVisible();
    assertThat(page.locator("#claims .claims > li")).hasCount(6);
    page.locator("#claims button[name=all]").click();
    Locator met = page.locator("[data-claim^='2026-01-20-scott-bessent']").first();
    assertThat(met.locator("[data-outcome]")).isVisible();
    met.locator("[data-then]").click();
    assertThat(page).hasURL(Pattern.compile("asOf=2026-01-20T"));
    assertThat(page.locator("[data-sentence]")).containsText("of 12 Mt were sold by 8 January 2026");
    // What nobody had said by then is not there.
    assertThat(page.locator("[data-flag='2026-02-05']")).hasCount(0);
    page.goBack();
    assertThat(page.locator("[data-flag='2026-02-05']")).hasCount(1);
    reader.hadNothingToComplainOf();
  }

  @Test
  void filtersSearchAndOrderStandInTheAddress() {
    Page page = at(reader.window(), "/?" + FEBRUARY);
    page.keyboard().press("/");
    assertThat(page.locator("input[name=q]")).isFocused();
    page.keyboard().type("busan");
    assertThat(page).hasURL(Pattern.compile("q=busan"));
    assertThat(page.locator("table.portfolio tbody tr")).hasCount(1);
    at(page, "/?verdict=notAssessable&" + FEBRUARY);
    assertThat(page.locator("details.folded")).hasAttribute("open", "");
    assertThat(page.locator("details.folded li").first()).containsText("Not assessed");
    at(page, "/?q=nobody-has-such-a-commitment&" + FEBRUARY);
    assertThat(page.locator(".empty")).containsText("No commitment fits");
    reader.hadNothingToComplainOf();
  }

  @Test
  void whileNobodyCouldSeeThereIsNoJudgementAndNoZero() {
    Page page = at(reader.window(), COMMITMENT + "?asOf=2025-11-05T12:00:00Z&reading=sold-by-2025-12-31");
    assertThat(page.locator("[data-sentence]")).containsText("No judgement");
    assertThat(page.locator("#burn-up svg.chart .target-label")).hasText("Target 12.00 Mt");
    assertThat(page.locator("#burn-up svg.chart .observed")).hasCount(0);
    assertThat(page.locator("[data-reading=sold-by-2025-12-31]")).not().containsText("%");
    at(page, COMMITMENT + "?asOf=2025-12-12");
    assertThat(page.locator("#burn-up .hole").first()).isVisible();
    assertThat(page.locator("#burn-up .legend")).containsText("Missing report");
    reader.hadNothingToComplainOf();
  }

  @Test
  void aChartIsTakenAlongAsTableDrawingAndPicture() throws IOException {
    Page page = at(reader.window(), COMMITMENT + "?" + FEBRUARY);
    for (String form : List.of("CSV", "SVG", "PNG")) {
      Download taken = page.waitForDownload(() -> page.locator("#burn-up .takes button", new Page.LocatorOptions().setHasText(form)).click());
      byte[] content = Files.readAllBytes(taken.path());
      assertThat(taken.suggestedFilename()).isEqualTo("burn-up." + form.toLowerCase(Locale.ROOT));
      switch (form) {
        case "CSV" -> assertThat(new String(content, StandardCharsets.UTF_8)).contains("2026-01-29,233020,9886612");
        case "SVG" -> assertThat(new String(content, StandardCharsets.UTF_8)).startsWith("<svg").contains("9.89 of 12.00 Mt").doesNotContain("class=");
        default -> assertThat(content).startsWith(new byte[] {(byte) 0x89, 'P', 'N', 'G'}).hasSizeGreaterThan(10_000);
      }
    }
    page.locator("#burn-up .chart-table summary").click();
    assertThat(page.locator("#burn-up .chart-table")).containsText("9,886,612");
    reader.hadNothingToComplainOf();
  }

  @Test
  void printedACommitmentIsABriefOfOnePage() {
    Page page = at(reader.window(), COMMITMENT + "?" + FEBRUARY);
    assertThat(page.locator("#burn-up svg.chart .flag").first()).isVisible();
    String brief = new String(page.pdf(new Page.PdfOptions().setFormat("A4").setPreferCSSPageSize(true)), StandardCharsets.ISO_8859_1);
    assertThat(Pattern.compile("/Type /Page\\b").matcher(brief).results().count()).as("pages").isEqualTo(1);
  }

  @Test
  void theChartIsReadWithTheKeyboard() {
    Page page = at(reader.window(), COMMITMENT + "?" + FEBRUARY);
    page.locator("#burn-up svg.chart").focus();
    page.keyboard().press("ArrowLeft");
    assertThat(page.locator(".reads caption")).containsText("22 Jan 2026");
    page.keyboard().press("End");
    assertThat(page.locator(".reads")).containsText("11,146,701 t");
    reader.hadNothingToComplainOf();
  }

  @ParameterizedTest
  @EnumSource(value = ColorScheme.class, names = {"LIGHT", "DARK"})
  void nobodyIsKeptOut(ColorScheme scheme) {
    for (String place : PLACES) {
      Page page = at(reader.window(scheme, 1440), place);
      assertThat(page.locator(".skeleton")).hasCount(0);
      assertThat(Reader.barriers(page)).as("%s, %s", place, scheme).isEmpty();
      page.context().close();
    }
    reader.hadNothingToComplainOf();
  }

  @ParameterizedTest
  @ValueSource(ints = {360, 390, 1024, 3840})
  void nothingSticksOutAtAnyWidth(int width) {
    for (String place : PLACES) {
      Page page = at(reader.window(ColorScheme.LIGHT, width), place);
      assertThat(page.locator(".skeleton")).hasCount(0);
      assertThat(page.evaluate("document.documentElement.scrollWidth - window.innerWidth")).as("%s at %d", place, width).isEqualTo(0);
      page.context().close();
    }
  }

  @Test
  void whoReadsFrenchIsSpokenToInFrench() {
    Page page = at(reader.window(ColorScheme.LIGHT, 1440, "fr-FR"), COMMITMENT + "?" + FEBRUARY);
    assertThat(page.locator("html")).hasAttribute("lang", "fr");
    assertThat(page.locator("[data-sentence]")).containsText("Nommément, 9,89 sur 12 Mt étaient vendus au 29 janvier 2026");
    page.locator("button", new Page.LocatorOptions().setHasText("English")).click();
    assertThat(page.locator("[data-sentence]")).containsText("By name");
    reader.hadNothingToComplainOf();
  }

  @Test
  void nothingIsTakenFromElsewhereAndNoTextBecomesCode() throws Exception {
    for (String place : PLACES) {
      var answer = get(place);
      assertThat(answer.statusCode()).as(place).isEqualTo(200);
      String policy = answer.headers().firstValue("Content-Security-Policy").orElseThrow();
      assertThat(policy).contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'")
          .doesNotContain("unsafe", "http:", "https:", "*");
      assertThat(answer.body()).doesNotContain("<style", " style=", " onclick=");
    }
  }

  @Test
  void aRuleIsTriedOnThePastAndStopped() {
    Page page = at(reader.window(), "/alerts");
    page.locator("[data-rule=shortfall-likely] button").click();
    page.fill("#f-trial-from", "2026-01-01");
    page.fill("#f-trial-everyWeeks", "1");
    page.locator("offtake-rule-trial button[name=send]").click();
    assertThat(page.locator("offtake-rule-trial progress")).isVisible();
    page.locator("offtake-rule-trial button[name=cancel]").click();
    assertThat(page.locator("offtake-rule-trial .job-cancelled")).isVisible();
    assertThat(page.locator("offtake-rule-trial button[name=cancel]")).hasCount(0);
    assertThat(Reader.barriers(page)).isEmpty();
    reader.hadNothingToComplainOf();
  }

  @Test
  void withoutAScriptThePortfolioIsATable() throws Exception {
    String plain = get("/").body();
    String table = plain.substring(plain.indexOf("<noscript>"), plain.indexOf("</noscript>"));
    assertThat(table).contains("<a href=\"/v1/commitments/us-cn-soybeans-2025/status\">", "China: at least 12 million tonnes", "12,000,000 t", "Missed");
    try (var window = reader.withoutScript()) {
      Page page = window.newPage();
      page.navigate("/");
      assertThat(page.locator("tbody tr").first()).isVisible();
      assertThat(page.locator("tbody tr", new Page.LocatorOptions().setHasText("at least 12 million tonnes"))).containsText("2026-02-28");
      assertThat(page.locator("a[href='/v1/status.csv']")).isVisible();
    }
  }

  @Test
  void theFirstViewIsLight() throws Exception {
    var index = get("/");
    int size = packed(index.body());
    var named = Pattern.compile("/page/page-[A-Z0-9]{8}\\.(?:js|css)").matcher(index.body());
    int files = 0;
    while (named.find()) {
      var file = get(named.group());
      assertThat(file.statusCode()).isEqualTo(200);
      assertThat(file.headers().firstValue("Cache-Control")).hasValue("public, max-age=31536000, immutable");
      size += packed(file.body());
      files++;
    }
    assertThat(files).isEqualTo(2);
    size += packed(get("/v1/status").body());
    assertThat(size).as("bytes, compressed").isLessThan(MOST_FOR_THE_FIRST_VIEW);
  }

  @Test
  void whatIsNoFileOfThePageIsNotThere() throws Exception {
    for (String name : List.of("/page/page-AAAAAAAA.js", "/page/index.html", "/page/page-AAAAAAAA.map")) {
      assertThat(get(name).statusCode()).as(name).isEqualTo(404);
    }
  }

  private HttpResponse<String> get(String address) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(service.resolve(address)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static int packed(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.size();
  }
}
