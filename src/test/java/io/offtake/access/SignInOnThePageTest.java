package io.offtake.access;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.offtake.page.Reader;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Where nobody reads without a key, the page is there for everybody and asks for one.
@QuarkusTest
@Tag("http")
@TestProfile(KeysTest.Closed.class)
class SignInOnThePageTest {

  @TestHTTPResource
  URI service;

  @ConfigProperty(name = "offtake.access.admin-key")
  String key;

  @ParameterizedTest
  @EnumSource(value = ColorScheme.class, names = {"LIGHT", "DARK"})
  void aKeyIsAskedForRefusedTakenAndForgottenWithTheTab(ColorScheme scheme) {
    try (var reader = new Reader(service)) {
      Page page = reader.window(scheme, 390);
      page.navigate("/");
      assertThat(page.locator("main .sign-in")).isVisible();
      assertThat(Reader.barriers(page)).isEmpty();
      page.locator("main input[name=key]").fill("otk_00000000_" + "x".repeat(43));
      page.locator("main .sign-in .primary").click();
      assertThat(page.locator("main .sign-in [role=alert]")).isVisible();
      assertThat(page.locator("table.portfolio, .empty")).hasCount(0);

      page.locator("main input[name=key]").fill(key);
      page.locator("main .sign-in .primary").click();
      assertThat(page.locator("main h1")).containsText("Are purchase commitments being kept?");
      assertThat(page.locator(".pulse.on")).isVisible();
      assertThat(page.evaluate("JSON.stringify(localStorage)")).asString().doesNotContain(key);
      assertThat(page.evaluate("JSON.stringify(sessionStorage)")).asString().contains(key);
      assertThat(page.url()).doesNotContain(key);
      page.reload();
      assertThat(page.locator("main h1")).containsText("Are purchase commitments being kept?");

      Page other = page.context().newPage();
      other.navigate("/");
      assertThat(other.locator("main .sign-in")).isVisible();
      reader.hadNothingToComplainOf();
    }
  }

  @Test
  void whoMayOnlyReadIsToldWhatItWouldTake() {
    String readOnly = given().header("Authorization", "Bearer " + key).contentType("application/json")
        .body("{\"owner\": \"a reader\", \"scopes\": [\"read\"]}")
        .post("/v1/keys").then().statusCode(201).extract().path("key");
    try (var reader = new Reader(service)) {
      Page page = reader.window();
      page.navigate("/statements");
      page.locator("main input[name=key]").fill(readOnly);
      page.locator("main .sign-in .primary").click();
      page.fill("#f-statement-text", "Traders said China has bought nearly 10 million tonnes of soybeans.");
      page.fill("#f-statement-publishedOn", "2026-01-10");
      page.fill("#f-statement-publisher", "a paper");
      page.click("offtake-statement-form button[name=send]");
      assertThat(page.locator("offtake-statement-form .problem")).containsText("write");
      assertThat(Reader.barriers(page)).isEmpty();
      reader.hadNothingToComplainOf();
    }
  }
}
