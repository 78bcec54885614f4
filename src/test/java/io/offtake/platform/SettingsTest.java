package io.offtake.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import io.offtake.fetching.client.PublisherConfig;
import io.offtake.publisher.Publisher.Asked;
import io.offtake.publisher.Publisher.Service;
import io.offtake.publisher.Publishers;
import io.offtake.publisher.example.HarbourBoard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  @Test
  void withoutVariablesTheServiceIsLocalAndSelfContained() {
    assertThat(settings(Map.of("PATH", "/bin"))).isEqualTo(new Settings(
        8080, "127.0.0.1", Path.of("data").toAbsolutePath(), Optional.empty(), true, "32M",
        new Settings.Fetching(true, Optional.empty(), Map.of("offtake.publisher.fgis-certificates.wanted", "false"), Map.of(), Map.of()),
        new Settings.Telling(
            Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty()),
        new Settings.Management("127.0.0.1", 9080), List.of()));
  }

  @Test
  void everyVariableIsHeard() {
    assertThat(settings(Map.ofEntries(
        Map.entry("OFFTAKE_PORT", "9090"),
        Map.entry("OFFTAKE_HOST", "::1"),
        Map.entry("OFFTAKE_HOSTS", "offtake.example, [2001:db8::7]"),
        Map.entry("OFFTAKE_MANAGEMENT_HOST", "0.0.0.0"),
        Map.entry("OFFTAKE_MANAGEMENT_PORT", "9000"),
        Map.entry("OFFTAKE_DATA_DIR", "/srv/offtake data/../kept"),
        Map.entry("OFFTAKE_DATABASE_URL", "jdbc:postgresql://db/offtake"),
        Map.entry("OFFTAKE_DATABASE_USER", "trader"),
        Map.entry("OFFTAKE_DATABASE_PASSWORD", "secret"),
        Map.entry("OFFTAKE_STARTER", "off"),
        Map.entry("OFFTAKE_MAX_BODY", "512K"),
        Map.entry("OFFTAKE_FETCH", "off"),
        Map.entry("OFFTAKE_CONTACT", "desk@example.com"),
        Map.entry("OFFTAKE_FAS_KEY", "k3y"),
        Map.entry("OFFTAKE_FAS_URL", "https://proxy.example.com/api/esr"),
        Map.entry("OFFTAKE_CENSUS_KEY", "c3nsus"),
        Map.entry("OFFTAKE_EIA_KEY", "31a"),
        Map.entry("OFFTAKE_COMTRADE_KEY", "c0m"),
        Map.entry("OFFTAKE_FGIS_CERTIFICATES", "on"),
        Map.entry("OFFTAKE_FGIS_CERTIFICATES_URL", "https://proxy.example.com/certificates"),
        Map.entry("OFFTAKE_CENSUS_URL", "https://proxy.example.com/census"),
        Map.entry("OFFTAKE_EIA_URL", "https://proxy.example.com/eia"),
        Map.entry("OFFTAKE_COMTRADE_URL", "https://proxy.example.com/comtrade"),
        Map.entry("OFFTAKE_FGIS_URL", "https://proxy.example.com/wa_gr101.txt"),
        Map.entry("OFFTAKE_SECRET_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
        Map.entry("OFFTAKE_WEBHOOK_ALLOW", "hooks.internal,10.1.0.0/16"),
        Map.entry("OFFTAKE_DELIVERIES_PER_SECOND", "1000"),
        Map.entry("OFFTAKE_PUBLIC_URL", "https://offtake.example.com"),
        Map.entry("OFFTAKE_MAIL_HOST", "mail.example.com"),
        Map.entry("OFFTAKE_MAIL_PORT", "2525"),
        Map.entry("OFFTAKE_MAIL_USER", "offtake"),
        Map.entry("OFFTAKE_MAIL_PASSWORD", "secret"),
        Map.entry("OFFTAKE_MAIL_FROM", "Offtake <alerts@example.com>"),
        Map.entry("OFFTAKE_MAIL_TLS", "off"))))
        .isEqualTo(new Settings(9090, "::1", Path.of("/srv/kept"),
            Optional.of(new Settings.Database(
                "jdbc:postgresql://db/offtake", Optional.of("trader"), Optional.of("secret"))),
            false, "512K",
            new Settings.Fetching(false, Optional.of("desk@example.com"),
                Map.of("offtake.publisher.fgis-certificates.wanted", "true"),
                Map.of(
                    "offtake.publisher.fas.key", "k3y",
                    "offtake.publisher.census.key", "c3nsus",
                    "offtake.publisher.eia.key", "31a",
                    "offtake.publisher.comtrade.key", "c0m"),
                Map.of(
                    "offtake.publisher.fas.url", "https://proxy.example.com/api/esr",
                    "offtake.publisher.fgis.url", "https://proxy.example.com/wa_gr101.txt",
                    "offtake.publisher.fgis-certificates.url", "https://proxy.example.com/certificates",
                    "offtake.publisher.census.url", "https://proxy.example.com/census",
                    "offtake.publisher.eia.url", "https://proxy.example.com/eia",
                    "offtake.publisher.comtrade.url", "https://proxy.example.com/comtrade")),
            new Settings.Telling(Optional.of("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
                Optional.of("hooks.internal,10.1.0.0/16"), OptionalInt.of(1000), Optional.of("https://offtake.example.com"),
                Optional.of(new Settings.Mail("mail.example.com", 2525, Optional.of("offtake"), Optional.of("secret"),
                    "Offtake <alerts@example.com>", "off"))),
            new Settings.Management("0.0.0.0", 9000), List.of("offtake.example", "[2001:db8::7]")));
  }

  @Test
  void healthAndMetricsLieAThousandPortsFromTheApi() {
    assertThat(settings(Map.of("OFFTAKE_PORT", "8101")).management().port()).isEqualTo(9101);
    assertThat(settings(Map.of("OFFTAKE_PORT", "65000")).management().port()).isEqualTo(64000);
  }

  @Test
  void anEmptyVariableIsNotSet() {
    assertThat(settings(Map.of("OFFTAKE_PORT", "", "OFFTAKE_DATABASE_PASSWORD", " "))).isEqualTo(settings(Map.of()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      OFFTAKE_PORT     | eighty      | OFFTAKE_PORT=eighty: a whole number from 1 to 65535 is allowed
      OFFTAKE_PORT     | 0           | OFFTAKE_PORT=0: a whole number from 1 to 65535 is allowed
      OFFTAKE_PORT     | 65536       | OFFTAKE_PORT=65536: a whole number from 1 to 65535 is allowed
      OFFTAKE_PORT     | -1          | OFFTAKE_PORT=-1: a whole number from 1 to 65535 is allowed
      OFFTAKE_PORT     | tcp://a:80  | OFFTAKE_PORT=tcp://a:80: a whole number from 1 to 65535 is allowed
      OFFTAKE_HOST     | http://a    | OFFTAKE_HOST=http://a: an address or a host name is allowed, such as 127.0.0.1 or 0.0.0.0
      OFFTAKE_HOSTS    | a:80        | OFFTAKE_HOSTS=a:80: host names without ports are allowed, such as offtake.example,offtake.trade.svc
      OFFTAKE_MANAGEMENT_PORT | 8080 | OFFTAKE_MANAGEMENT_PORT=8080: another port than that of the API (OFFTAKE_PORT) is allowed
      OFFTAKE_MANAGEMENT_PORT | 0    | OFFTAKE_MANAGEMENT_PORT=0: a whole number from 1 to 65535 is allowed
      OFFTAKE_MANAGEMENT_HOST | a b  | OFFTAKE_MANAGEMENT_HOST=a b: an address or a host name is allowed, such as 127.0.0.1 or 0.0.0.0
      OFFTAKE_STARTER  | true        | OFFTAKE_STARTER=true: on or off is allowed
      OFFTAKE_MAX_BODY | 32MB        | OFFTAKE_MAX_BODY=32MB: a size from 1K to 1G is allowed, such as 512K or 32M
      OFFTAKE_MAX_BODY | 0K          | OFFTAKE_MAX_BODY=0K: a size from 1K to 1G is allowed, such as 512K or 32M
      OFFTAKE_FETCH    | yes         | OFFTAKE_FETCH=yes: on or off is allowed
      OFFTAKE_FAS_URL  | ftp://a     | OFFTAKE_FAS_URL: an http or https address without user, query and fragment is allowed
      OFFTAKE_FAS_KEY  | a b         | OFFTAKE_FAS_KEY: the key as the publisher gave it is allowed, without spaces
      OFFTAKE_SECRET_KEY | c2hvcnQ= | OFFTAKE_SECRET_KEY: 32 bytes in Base64 are allowed, such as openssl rand -base64 32 prints them
      OFFTAKE_WEBHOOK_ALLOW | a;b   | OFFTAKE_WEBHOOK_ALLOW=a;b: host names and ranges are allowed, such as hooks.internal,10.1.0.0/16
      OFFTAKE_DELIVERIES_PER_SECOND | 19 | OFFTAKE_DELIVERIES_PER_SECOND=19: a whole number from 20 to 999999 is allowed
      OFFTAKE_DELIVERIES_PER_SECOND | 1e3 | OFFTAKE_DELIVERIES_PER_SECOND=1e3: a whole number from 20 to 999999 is allowed
      OFFTAKE_MAIL_HOST | mail.test  | OFFTAKE_MAIL_HOST is set without OFFTAKE_MAIL_FROM; set OFFTAKE_MAIL_HOST and OFFTAKE_MAIL_FROM, or none of them for no mail
      OFFTAKE_MAIL_PASSWORD | secret | OFFTAKE_MAIL_PASSWORD is set without OFFTAKE_MAIL_HOST; set OFFTAKE_MAIL_HOST and OFFTAKE_MAIL_FROM, or none of them for no mail
      OFFTAKE_PROT     | 80          | OFFTAKE_PROT is not a setting of Offtake; the nearest one is OFFTAKE_PORT
      OFFTAKE_DATBASE_URL | jdbc:a   | OFFTAKE_DATBASE_URL is not a setting of Offtake; the nearest one is OFFTAKE_DATABASE_URL
      """)
  void aWrongVariableIsNamedWithWhatIsAllowed(String name, String value, String problem) {
    assertThat(problems(Map.of(name, value))).containsExactly(problem);
  }

  @Test
  void aPasswordIsNeverTold() {
    assertThat(problems(Map.of("OFFTAKE_DATABASE_PASSWORD", "secret"))).containsExactly(
        "OFFTAKE_DATABASE_PASSWORD is set without OFFTAKE_DATABASE_URL; "
            + "set both, or neither for the embedded PostgreSQL");
    assertThat(problems(Map.of("OFFTAKE_DATABASE_URL", "postgres://me:secret@db/offtake?password=secret")))
        .containsExactly("OFFTAKE_DATABASE_URL=postgres://db/offtake: "
            + "a JDBC address of PostgreSQL is allowed, such as jdbc:postgresql://db:5432/offtake");
    assertThat(problems(Map.of("OFFTAKE_DATABASE_PASWORD", "secret")).toString())
        .contains("OFFTAKE_DATABASE_PASSWORD").doesNotContain("secret");
    assertThat(settings(Map.of("OFFTAKE_DATABASE_URL", "jdbc:postgresql://db/offtake?password=secret",
        "OFFTAKE_DATABASE_PASSWORD", "secret", "OFFTAKE_EIA_KEY", "secret")).toString()).doesNotContain("secret");
    assertThat(problems(Map.of("OFFTAKE_EIA_KEY", "the secret")).toString()).doesNotContain("secret");
    assertThat(settings(Map.of("OFFTAKE_SECRET_KEY", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        "OFFTAKE_MAIL_HOST", "mail.test", "OFFTAKE_MAIL_FROM", "a@mail.test", "OFFTAKE_MAIL_PASSWORD", "pa55")).toString())
        .doesNotContain("MDEy", "pa55");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    assertThat(problems(Map.of("OFFTAKE_PORT", "x", "OFFTAKE_STARTER", "x", "OFFTAKE_PORTS", "x"))).hasSize(3);
  }

  private static Settings settings(Map<String, String> environment) {
    return ((Settings.Outcome.Valid) Settings.parse(environment)).settings();
  }

  private static List<String> problems(Map<String, String> environment) {
    return ((Settings.Outcome.Invalid) Settings.parse(environment)).problems();
  }

  @Test
  void theVariablesOfAPublisherFollowFromItsDescriptor() {
    var publishers = List.of(HarbourBoard.PUBLISHER);
    var asked = Map.of(
        "OFFTAKE_HARBOUR_BOARD_KEY", "k3y", "OFFTAKE_HARBOUR_BOARD_URL", "https://proxy.example.com/tonnes");

    assertThat(Settings.parse(asked, publishers)).isInstanceOfSatisfying(Settings.Outcome.Valid.class, valid -> {
      assertThat(valid.settings().fetching().keys()).containsExactly(Map.entry("offtake.publisher.harbour-board.key", "k3y"));
      assertThat(valid.settings().fetching().addresses()).containsExactly(
          Map.entry("offtake.publisher.harbour-board.url", "https://proxy.example.com/tonnes"));
    });
    assertThat(problems(asked)).hasSize(2).allMatch(problem -> problem.contains("is not a setting of Offtake"));
  }

  /// The front door's help and the README tell of each; the chart has a place for each key.
  @Test
  void everySettingIsDocumented() throws IOException {
    List<Service> services = Publishers.all().stream().flatMap(publisher -> publisher.services().stream()).toList();
    String help = Files.readString(Path.of("offtake"));
    String readme = Files.readString(Path.of("README.md"));
    for (String name : Settings.known(services)) {
      assertThat(readme).contains("`" + name + "`");
      if (!name.endsWith("_URL") && !name.startsWith("OFFTAKE_MAIL_")) {
        assertThat(help).containsPattern("(?m)^  " + name + "\\s");
      }
    }
    String deployment = Files.readString(Path.of("charts/offtake/templates/deployment.yaml"));
    services.stream().filter(service -> service.asked() == Asked.WITH_A_KEY)
        .forEach(service -> assertThat(deployment).contains(PublisherConfig.keyVariable(service.id())));
  }
}
