package io.offtake.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.offtake.answer.FreshStart;
import io.offtake.fetching.client.HandsOfTheClock;
import io.offtake.rest.WithoutClockwork;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// From a store that holds nothing to an alert that somebody took in hand, on the page alone. Figures and texts are made up, and
/// the texts are those of somebody who wishes us ill.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
@TestMethodOrder(OrderAnnotation.class)
class PageWritesTest {

  private static final String PERU = "us-pe-soybeans-on-the-page";
  private static final String EVIL = "<img src=x onerror=\"alert('title')\"> \"><script>alert(1)</script> {{7*7}} ${alert(2)}";
  private static final LocalDate FIRST_WEEK = LocalDate.of(2025, 9, 18);
  private static final int WEEKS_BEFORE = 16;
  private static final HandsOfTheClock CLOCK = new HandsOfTheClock(Instant.parse("2026-01-08T14:00:00Z"));

  @TestHTTPResource
  URI service;

  private Reader reader;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @BeforeEach
  void sitDown() {
    QuarkusMock.installMockForType(CLOCK, Clock.class);
    reader = new Reader(service);
  }

  @AfterEach
  void getUp() {
    reader.close();
  }

  @Test
  @Order(1)
  void whereNothingIsHeldItIsSaidWhatToDo() {
    Page page = reader.window();
    page.navigate("/");
    assertThat(page.locator(".empty")).containsText("Nothing is held yet");
    assertThat(Reader.barriers(page)).isEmpty();
    reader.hadNothingToComplainOf();
  }

  @Test
  @Order(2)
  void aCommitmentIsDeclaredWithAWrongFieldMended() {
    Page page = reader.window();
    page.navigate("/declare");
    page.fill("#f-title", EVIL);
    page.fill("#f-id", PERU);
    page.fill("#f-buyer", "Peru");
    page.fill("#f-seller", "US");
    page.check("input[name=commodities][value=soybeans]");
    page.fill("#f-announcedOn", "2025-10-30");
    page.fill("#f-announcedBy", EVIL);
    page.fill("#f-summary", EVIL);
    page.fill("#f-publisher", EVIL);
    page.fill("#f-sourceUrl", "javascript:alert(3)");
    page.fill("#f-value", "1,000,000");
    page.fill("#f-windowStart", "2025-10-30");
    page.fill("#f-deadline", "2026-03-31");
    page.fill("#f-label", EVIL);
    page.check("input[name=evidence][value=fas-export-sales]");
    page.click("button[name=try]");
    assertThat(page.locator("[data-place=buyer] .fault")).containsText("PE");
    assertThat(page.locator("[data-place='terms/source/url'] .fault")).isVisible();
    assertThat(page.locator("#f-buyer")).isFocused();
    assertThat(Reader.barriers(page)).isEmpty();

    page.fill("#f-buyer", "PE");
    page.fill("#f-sourceUrl", "https://example.org/?q=<script>");
    page.click("button[name=try]");
    assertThat(page.locator(".banner.good")).containsText("nothing was kept yet");
    given().get("/v1/commitments/" + PERU).then().statusCode(404);

    page.click("button[name=send]");
    assertThat(page.locator("h1")).hasText(EVIL);
    assertThat(page).hasURL(service.resolve("/commitments/" + PERU).toString());
    given().get("/v1/commitments/" + PERU).then().statusCode(200);
    reader.hadNothingToComplainOf();
  }

  @Test
  @Order(3)
  void whatASourceWroteIsTextEverywhere() {
    handIn(0, WEEKS_BEFORE);
    for (String place : List.of("/", "/commitments/" + PERU, "/calendar?from=2026-01-01&to=2026-04-30", "/alerts")) {
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        Page page = reader.window(scheme, 360);
        page.navigate(place);
        if (!place.equals("/alerts")) {
          assertThat(page.locator("main")).containsText(EVIL);
        }
        assertThat(page.locator("main h1").first()).isVisible();
        assertThat(page.locator("main img, main script, main iframe")).hasCount(0);
        assertThat(page.evaluate("[...document.querySelectorAll('main a')].every(each => /^https?:$/.test(each.protocol))")).isEqualTo(true);
        assertThat(page.evaluate("document.documentElement.scrollWidth - window.innerWidth")).as(place).isEqualTo(0);
        page.context().close();
      }
    }
    reader.hadNothingToComplainOf();
  }

  @Test
  @Order(4)
  void newFiguresAreThereWithoutLoadingThePageAnew() {
    Page page = reader.window();
    page.navigate("/");
    Locator row = page.locator("table.portfolio tbody tr");
    assertThat(row.locator(".c-progress")).containsText("of 1.00 Mt");
    assertThat(page.locator(".pulse.on")).isVisible();
    String before = row.locator(".c-progress b").textContent();
    page.evaluate("window.stayed = true");
    CLOCK.set(Instant.parse("2026-01-15T14:00:00Z"));
    handIn(WEEKS_BEFORE, WEEKS_BEFORE + 1);
    assertThat(row.locator(".c-progress b")).not().hasText(before);
    assertThat(row.locator(".c-verdict")).containsText("just changed");
    assertThat(page.evaluate("window.stayed")).isEqualTo(true);
    reader.hadNothingToComplainOf();
  }

  @Test
  @Order(5)
  void anAlertIsTakenInHand() {
    Page page = reader.window();
    page.navigate("/alerts?state=firing");
    Locator alert = page.locator("[data-alert]").first();
    String id = alert.getAttribute("data-alert");
    alert.locator("button", new Locator.LocatorOptions().setHasText("Take in hand")).click();
    alert.locator("button[name=send]").click();
    assertThat(alert.locator("[data-place=who] .fault")).isVisible();
    alert.locator("input[name=who]").fill("<b>the desk</b>");
    alert.locator("button[name=send]").click();
    // It leaves the list of those that fire.
    assertThat(page.locator("[data-alert='" + id + "']")).hasCount(0);
    page.navigate("/alerts?state=acknowledged");
    assertThat(page.locator("[data-alert='" + id + "']")).containsText("<b>the desk</b>");
    given().get("/v1/alerts/" + id).then().statusCode(200);
    reader.hadNothingToComplainOf();
  }

  @Test
  @Order(6)
  void aRuleIsSilencedAndHeardAgain() {
    Page page = reader.window();
    page.navigate("/alerts");
    page.locator("#silences button", new Page.LocatorOptions().setHasText("Silence")).click();
    page.selectOption("#f-rule", "pace-behind");
    page.fill("#f-owner", "the desk");
    page.fill("#f-reason", EVIL);
    page.fill("#f-end", "2026-02-01");
    page.click("offtake-silence button[name=send]");
    assertThat(page.locator("#silences .rows")).containsText(EVIL);
    page.locator("#silences .rows button").click();
    assertThat(page.locator("#silences .rows button")).hasCount(0);
    reader.hadNothingToComplainOf();
  }

  @Test
  @Order(7)
  void whileTheServiceIsAwayThePageSaysSoAndGoesOnAfterwards() {
    Page page = reader.window();
    page.navigate("/");
    assertThat(page.locator("table.portfolio")).isVisible();
    page.context().setOffline(true);
    page.locator("nav a", new Page.LocatorOptions().setHasText("Sources")).click();
    assertThat(page.locator("main .problem h1")).hasText("The service cannot be reached");
    assertThat(Reader.barriers(page)).isEmpty();
    page.context().setOffline(false);
    page.locator("main .problem button").click();
    assertThat(page.locator("[data-source=fas-export-sales]")).isVisible();
    reader.hadNothingToComplainOf();
  }

  @Test
  @Order(8)
  void whatIsNotThereIsSaidInTheWordsOfTheService() {
    Page page = reader.window();
    page.navigate("/commitments/nobody-declared-this");
    assertThat(page.locator("main .problem")).isVisible();
    assertThat(Reader.barriers(page)).isEmpty();
    page.navigate("/?asOf=no-instant");
    assertThat(page.locator("main .problem")).containsText("asOf");
    reader.hadNothingToComplainOf();
  }

  @Test
  @Order(9)
  void aRiseOverABaselineWithAMinimumAStandInAndALimitIsCheckedFieldByField() {
    Page page = reader.window();
    page.navigate("/declare");
    Map.of("title", "A rise", "id", "us-jp-grain-on-the-page", "buyer", "JP", "seller", "US", "announcedOn", "2026-01-05", "announcedBy", "a test",
        "summary", "A third more.", "publisher", "a test", "label", "Shipped").forEach((name, value) -> page.fill("#f-" + name, value));
    page.fill("#f-value", "33");
    page.fill("#f-windowStart", "2026-01-01");
    page.fill("#f-deadline", "2026-12-31");
    page.check("input[name=commodities][value=corn]");
    page.check("input[name=commodities][value=wheat]");
    page.selectOption("#f-measure", "exported");
    page.check("input[name=evidence][value=census-exports]");
    page.selectOption("#f-operator", "upliftPercent");
    page.click("button[name=minimum]");
    page.click("button[name=substitution]");
    page.click("button[name=limit]");
    page.click("button[name=try]");
    for (String place : List.of("baseline/0/value", "baseline/0/knownFrom", "subMinimums/0/value", "substitutions/0/discharges", "stillDeliverable/0/statedBy")) {
      assertThat(page.locator("[data-place='terms/tranches/0/" + place + "'] .fault")).isVisible();
    }
    assertThat(page.locator(".form .problem li")).hasCount(0);
    assertThat(Reader.barriers(page)).isEmpty();

    page.selectOption("#f-minimumOf-0", "corn");
    Map.of("baseStatistic", "US exports", "basePeriod", "2025", "baseValue", "1,000,000", "baseKnownFrom", "2026-01-01", "minimum-0", "100,000",
        "standInGoods", "wheat", "standInValue", "1000", "standInDischarges", "1000").forEach((name, value) -> page.fill("#f-" + name, value));
    Map.of("standInOf", "corn", "limitValue", "500,000", "limitBy", "a trader", "limitOn", "2026-01-06")
        .forEach((name, value) -> page.fill("#f-" + name, value));
    page.click("button[name=try]");
    assertThat(page.locator(".banner.good")).containsText("nothing was kept yet");
    reader.hadNothingToComplainOf();
  }

  /// Weeks of sales to Peru: the last of them brings a cancellation.
  private static void handIn(int from, int to) {
    var text = new StringBuilder("""
        # offtake evidence table 1
        # source: fas-export-sales
        # publisher: a test
        # address: https://example.org/
        # read: 2026-11-24
        # terms: made for a test
        releasedAt,basis,report,periodStart,periodEnd,commodity,origin,destination,cadence,marketYear,kind,unit,coverage,complete,netSales,exported,accumulatedExports,outstandingSales
        """);
    for (int week = from; week < to; week++) {
      LocalDate end = FIRST_WEEK.plusWeeks(week);
      long flow = week == WEEKS_BEFORE ? -100_000 : 30_000;
      long sold = 30_000L * (week + 1) - (week >= WEEKS_BEFORE ? 130_000 : 0);
      text.append("%s,reported,-,%s,%s,soybeans,US,PE,weekly,2026,print,t,listed,no,%d,0,0,%d\n".formatted(
          end.plusDays(7) + "T13:30:00Z", end.minusDays(6), end, flow, sold));
    }
    given().contentType("text/csv").body(text.toString().getBytes(StandardCharsets.UTF_8))
        .queryParam("name", "sales-%d-%d.csv".formatted(from, to))
        .post("/v1/sources/fas-export-sales/documents").then().statusCode(201);
  }
}
