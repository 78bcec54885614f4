package io.offtake.rest.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.offtake.rest.WithoutClockwork;

/// The pages for readers: all of them there, nothing in them runs, and their links lead somewhere.
@QuarkusTest
@Tag("http")
@TestProfile(WithoutClockwork.class)
class DocsPagesTest {

  @Test
  void everyPageIsServedWithAPolicyThatLetsNothingRun() {
    for (String address : addresses()) {
      String html = given().get(address).then().statusCode(200).contentType("text/html;charset=UTF-8")
          .header("Content-Security-Policy", equalTo(DocsPages.POLICY)).extract().asString();
      Document page = Jsoup.parse(html);
      assertThat(page.select("script, iframe, object, [style], [onclick]")).as(address).isEmpty();
      assertThat(page.select("style")).as(address).isEmpty();
      assertThat(page.title()).as(address).isNotBlank();
      assertThat(page.select("main h1, main h2")).as(address).isNotEmpty();
    }
    given().get("/docs/docs.css").then().statusCode(200).contentType("text/css");
  }

  @Test
  void everyPageOfTheRepositoryIsServed() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/site/markdown"))) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".md"))
          .map(name -> "/docs/" + name.substring(0, name.length() - 3))).isSubsetOf(addresses());
    }
  }

  @Test
  void everyLinkWithinTheServiceLeadsSomewhere() {
    Set<String> links = new TreeSet<>();
    for (String address : addresses()) {
      for (Element link : Jsoup.parse(given().get(address).asString()).select("a[href], link[href]")) {
        if (link.attr("href").startsWith("/")) {
          links.add(link.attr("href"));
        }
      }
    }
    assertThat(links).contains("/docs/keys", "/docs/reference/", "/problems", "/openapi");
    for (String link : links) {
      String[] parts = link.split("#", 2);
      String found = given().get(parts[0]).then().statusCode(200).extract().asString();
      if (parts.length > 1) {
        assertThat(Jsoup.parse(found).getElementById(parts[1])).as(link).isNotNull();
      }
    }
  }

  @Test
  void aPageThatIsNotThereIsAProblem() {
    for (String address : new String[] {"/docs/nothing", "/docs/docs", "/docs/keys.md"}) {
      given().get(address).then().statusCode(404).body("type", containsString("not-found"));
    }
  }

  private static Set<String> addresses() {
    var addresses = new TreeSet<>(Set.of("/docs", "/docs/"));
    DocsPages.PAGES.forEach(page -> addresses.add("/docs/" + page.name()));
    return addresses;
  }
}
