package io.offtake.outbox.job;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.offtake.answer.FreshStart;
import io.offtake.page.Reader;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who is told of alerts, asked for and looked after on the page alone.
@QuarkusTest
@Tag("http")
@TestProfile(Receivers.class)
class DeliveriesOnThePageTest {

  private static final String EVIL = "<img src=x onerror=\"alert('name')\">";

  @TestHTTPResource
  URI service;

  @Inject
  Relay relay;

  private Receiver receiver;
  private Reader reader;

  @BeforeAll
  static void alone() {
    FreshStart.ofTheStore();
  }

  @BeforeEach
  void sitDown() throws IOException {
    receiver = new Receiver();
    reader = new Reader(service);
  }

  @AfterEach
  void getUp() throws IOException {
    reader.close();
    receiver.close();
  }

  @ParameterizedTest
  @EnumSource(value = ColorScheme.class, names = {"LIGHT", "DARK"})
  void aWebhookIsSubscribedTriedAndSentToAgain(ColorScheme scheme) {
    String name = EVIL + scheme;
    Page page = reader.window(scheme, 1440);
    page.navigate("/alerts");
    page.locator("button[name=subscribe]").click();
    page.locator("#f-subscribe-name").fill(name);
    page.locator("#f-subscribe-url").fill("ftp://nowhere");
    page.locator("offtake-subscribe button[name=send]").click();
    assertThat(page.locator("[data-place=url] .fault")).isVisible();
    assertThat(page.locator("#f-subscribe-url")).isFocused();
    assertThat(Reader.barriers(page)).isEmpty();
    page.locator("#f-subscribe-url").fill(receiver.url().toString());
    page.locator("offtake-subscribe button[name=try]").click();
    assertThat(page.locator("offtake-subscribe .banner.good")).containsText("nothing was kept yet");
    page.locator("offtake-subscribe button[name=send]").click();
    assertThat(page.locator("#subscriptions .banner.good")).containsText("whsec_");

    Locator row = page.locator("[data-subscription]", new Page.LocatorOptions().setHasText(name));
    assertThat(row).containsText("http://127.0.0.1:" + receiver.port());
    assertThat(row).not().containsText("desk=1");
    receiver.does((_, out) -> Receiver.answer(out, "204 No Content", ""));
    row.locator("button[name=test]").click();
    assertThat(row.locator(".delivery-waiting")).isVisible();
    relay.turn(() -> false);
    row.locator("button[name=refresh]").click();
    assertThat(row.locator(".delivery-delivered")).isVisible();
    assertThat(Reader.barriers(page)).isEmpty();
    row.locator("button[name=replay]").click();
    assertThat(row.locator("[role=status]")).containsText("on its way again");
    relay.turn(() -> false);
    assertThat(receiver.posts()).hasSize(2);

    row.locator("button[name=pause]").click();
    assertThat(row.locator(".subscription-paused")).isVisible();
    row.locator("button[name=end]").click();
    assertThat(page.locator("[data-subscription] .subscription-paused")).hasCount(0);
    reader.hadNothingToComplainOf();
  }

  @Test
  void whoAsksForMailIsAskedFirst() {
    Page page = reader.window();
    page.navigate("/alerts");
    page.locator("button[name=subscribe]").click();
    page.locator("#f-subscribe-name").fill("a desk");
    page.locator("#f-subscribe-channel").selectOption("mail");
    page.locator("#f-subscribe-address").fill("no address");
    page.locator("offtake-subscribe button[name=send]").click();
    assertThat(page.locator("[data-place=address] .fault")).isVisible();
    page.locator("#f-subscribe-address").fill("page@example.com");
    page.locator("offtake-subscribe button[name=send]").click();
    assertThat(page.locator("#subscriptions .banner.good")).containsText("asks its reader first");
    assertThat(page.locator(".subscription-unconfirmed")).isVisible();
    reader.hadNothingToComplainOf();
  }

  @Test
  void aRuleThatCannotBeTriedSaysWhyAndAWrongFieldIsMarked() {
    Page page = reader.window();
    page.navigate("/alerts");
    page.locator("[data-rule=terms-amended] button").click();
    page.locator("offtake-rule-trial button[name=send]").click();
    assertThat(page.locator("offtake-rule-trial .problem")).containsText("cannot be tried on the past");
    page.locator("[data-rule=shortfall-likely] button").click();
    assertThat(page.locator("offtake-rule-trial .problem")).hasCount(0);
    page.locator("#f-trial-everyWeeks").fill("99");
    page.locator("offtake-rule-trial button[name=send]").click();
    assertThat(page.locator("[data-place=everyWeeks] .fault")).isVisible();
    assertThat(Reader.barriers(page)).isEmpty();
    reader.hadNothingToComplainOf();
  }
}
