package io.offtake.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.offtake.answer.FreshStart;
import io.offtake.outbox.job.Receivers;
import io.quarkus.test.common.http.TestHTTPResource;
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

/// A report that somebody pastes, and what the page shows of it. The texts are made up, one of them by somebody who wishes us ill.
@QuarkusTest
@Tag("http")
@TestProfile(Receivers.class)
@TestMethodOrder(OrderAnnotation.class)
class StatementsOnThePageTest {

  private static final String CHINA = "us-cn-soybeans-on-the-page";
  private static final String EVIL = "<img src=x onerror=\"alert('title')\"> \"><script>alert(1)</script> {{7*7}} ${alert(2)}";

  @TestHTTPResource
  URI service;

  private Reader reader;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @BeforeEach
  void sitDown() {
    reader = new Reader(service);
  }

  @AfterEach
  void getUp() {
    reader.close();
  }

  @Test
  @Order(1)
  void aFrenchReportIsPastedLookedAtAndConfirmed() {
    declareChina();
    Page page = reader.window();
    page.navigate("/statements");
    page.fill("#f-statement-text", "Le secrétaire au Trésor Scott Bessent a déclaré que la Chine était en bonne voie pour acheter 1 million de"
        + " tonnes de soja d'ici la fin du mois de mars.\n\nSelon des négociants, la Chine a acheté près de 300 000 tonnes de soja américain.");
    page.click("offtake-statement-form button[name=send]");
    assertThat(page.locator("[data-place=publishedOn] .fault")).isVisible();
    assertThat(page.locator("[data-place=publisher] .fault")).isVisible();
    assertThat(Reader.barriers(page)).isEmpty();

    page.fill("#f-statement-publishedOn", "2026-01-10");
    page.fill("#f-statement-publisher", "Le Fil");
    page.click("offtake-statement-form button[name=try]");
    assertThat(page.locator("#tried .proposal")).hasCount(2);
    assertThat(page.locator("#tried button[name=confirm]")).hasCount(0);
    assertThat(page.locator("#received")).containsText("Nothing was read yet");

    page.click("offtake-statement-form button[name=send]");
    assertThat(page).hasURL(Pattern.compile("/statements/[0-9a-f]+$"));
    assertThat(page.locator(".text mark.word")).containsText(new String[] {"Bessent", "Chine", "en bonne voie"});
    Locator first = page.locator("[data-proposal='1']");
    assertThat(first).containsText("on track");
    assertThat(first).containsText("31 Mar 2026");
    assertThat(first.locator("q").first()).containsText("Bessent");
    assertThat(first).containsText("No year is written");
    assertThat(Reader.barriers(page)).isEmpty();
    given().get("/v1/claims").then().body("claims", empty());

    first.locator("button[name=confirm]").click();
    assertThat(first.locator(".proposal-confirmed")).isVisible();
    assertThat(first.locator("button[name=confirm]")).hasCount(0);
    Locator second = page.locator("[data-proposal='2']");
    second.locator("button[name=dismiss]").click();
    second.locator("button[name=send]").click();
    assertThat(second.locator(".fault")).isVisible();
    second.locator("input[name=reason]").fill(EVIL);
    second.locator("button[name=send]").click();
    assertThat(second).containsText("Dismissed: " + EVIL);
    page.reload();
    assertThat(first.locator(".proposal-confirmed")).isVisible();
    given().get("/v1/claims").then().body("claims.size()", is(1));
    reader.hadNothingToComplainOf();
  }

  @Test
  @Order(2)
  void aHostileStatementIsTextEverywhere() {
    String wrote = EVIL + " \u202Ereversed\u202C <a href=\"javascript:alert(4)\">here</a>";
    String text = "Traders said China has bought nearly 400,000 tonnes of soybeans " + wrote + ".\n" + "x ".repeat(50_000);
    String id = given().contentType("text/plain").body(text.getBytes(StandardCharsets.UTF_8))
        .queryParam("publishedOn", "2026-01-10").queryParam("publisher", EVIL).queryParam("title", EVIL)
        .post("/v1/statements").then().statusCode(201).extract().path("id");
    Page page = reader.window(ColorScheme.DARK, 390);
    page.navigate("/statements/" + id);
    page.locator("[data-proposal='1'] button[name=confirm]").click();
    assertThat(page.locator("[data-proposal='1'] .proposal-confirmed")).isVisible();
    assertThat(page.locator(".text")).containsText("[U+202E]reversed[U+202C]");
    for (String place : List.of("/statements/" + id, "/statements", "/commitments/" + CHINA)) {
      page.navigate(place);
      assertThat(page.locator("main")).containsText(EVIL);
      assertThat(page.locator("main img, main script, main iframe")).hasCount(0);
      assertThat(page.evaluate("[...document.querySelectorAll('main a')].every(each => /^https?:$/.test(each.protocol))")).isEqualTo(true);
      assertThat(page.evaluate("document.documentElement.scrollWidth - window.innerWidth")).as(place).isEqualTo(0);
      assertThat(Reader.barriers(page)).as(place).isEmpty();
    }
    reader.hadNothingToComplainOf();
  }

  private static void declareChina() {
    given().contentType("application/json").body("""
        {"id": "%s", "title": "A million tonnes to China", "buyer": "CN", "seller": "US", "commodities": ["soybeans"], "strength": "statement",
         "terms": {"announcedOn": "2025-10-30", "announcedBy": "a test", "summary": "At least a million tonnes.",
           "source": {"publisher": "a test"},
           "tranches": [{"id": "main", "windowStart": "2025-10-30", "deadline": "2026-03-31",
             "target": {"operator": "atLeast", "value": 1000000, "unit": "t"}}]},
         "readings": [{"id": "sold", "label": "Sold by name", "tranche": "main", "measure": "sold", "unknownDestinations": "none",
           "windowStart": "2025-10-30", "deadline": "2026-03-31", "evidence": ["fas-export-sales"], "statedBy": "a test"}]}
        """.formatted(CHINA)).post("/v1/commitments").then().statusCode(201);
  }
}
