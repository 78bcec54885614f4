package io.offtake.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.offtake.publisher.PublisherSettings;
import io.offtake.publisher.example.HarbourBoard;
import io.offtake.setting.Setting;
import io.offtake.setting.SettingGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static final String BEGIN = "<!-- written from the settings: see SettingsTest -->";
  private static final String ADMIN_KEY = "otk_0a1b2c3d_" + "k".repeat(43);
  private static final String END = "<!-- end of the settings -->";

  @Test
  void withoutVariablesTheServiceIsLocalAndSelfContained() {
    Settings settings = settings(Map.of("PATH", "/bin"));

    assertThat(settings.properties()).containsOnly(
        Map.entry("quarkus.http.host", "127.0.0.1"),
        Map.entry("quarkus.http.port", "8080"),
        Map.entry("quarkus.http.limits.max-body-size", "32M"),
        Map.entry("quarkus.log.console.json.enabled", "false"),
        Map.entry("offtake.role", "all"),
        Map.entry("quarkus.management.host", "127.0.0.1"),
        Map.entry("quarkus.management.port", "9080"),
        Map.entry("offtake.access.mode", "open"),
        Map.entry("offtake.access.requests-a-minute-of-a-key", "1200"),
        Map.entry("offtake.access.requests-a-minute-of-an-address", "600"),
        Map.entry("offtake.starter", "true"),
        Map.entry("offtake.fetch.enabled", "true"),
        Map.entry("offtake.publisher.fgis-certificates.wanted", "false"));
    assertThat(settings.dataDir()).isEqualTo(Path.of("data").toAbsolutePath());
    assertThat(settings.database()).isEmpty();
  }

  @Test
  void everyVariableIsTakenUp() {
    Settings settings = settings(Map.ofEntries(
        Map.entry("OFFTAKE_PORT", "9090"),
        Map.entry("OFFTAKE_HOST", "::1"),
        Map.entry("OFFTAKE_HOSTS", "offtake.example, [2001:db8::7]"),
        Map.entry("OFFTAKE_MANAGEMENT_HOST", "0.0.0.0"),
        Map.entry("OFFTAKE_MANAGEMENT_PORT", "9000"),
        Map.entry("OFFTAKE_DATA_DIR", "/srv/offtake data/../kept"),
        Map.entry("OFFTAKE_DATABASE_URL", "jdbc:postgresql://db/offtake"),
        Map.entry("OFFTAKE_DATABASE_USER", "trader"),
        Map.entry("OFFTAKE_DATABASE_PASSWORD", "secret"),
        Map.entry("OFFTAKE_ACCESS", "closed"),
        Map.entry("OFFTAKE_ADMIN_KEY", ADMIN_KEY),
        Map.entry("OFFTAKE_KEY_REQUESTS", "90"),
        Map.entry("OFFTAKE_ADDRESS_REQUESTS", "0"),
        Map.entry("OFFTAKE_STARTER", "off"),
        Map.entry("OFFTAKE_MAX_BODY", "512K"),
        Map.entry("OFFTAKE_LOG", "json"),
        Map.entry("OFFTAKE_ROLE", "api"),
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
        Map.entry("OFFTAKE_MAIL_TLS", "off")));

    assertThat(settings.properties()).containsOnly(
        Map.entry("quarkus.http.host", "::1"),
        Map.entry("quarkus.http.port", "9090"),
        Map.entry("quarkus.http.limits.max-body-size", "512K"),
        Map.entry("quarkus.log.console.json.enabled", "true"),
        Map.entry("offtake.role", "api"),
        Map.entry("quarkus.management.host", "0.0.0.0"),
        Map.entry("quarkus.management.port", "9000"),
        Map.entry("offtake.access.mode", "closed"),
        Map.entry("offtake.access.admin-key", ADMIN_KEY),
        Map.entry("offtake.access.requests-a-minute-of-a-key", "90"),
        Map.entry("offtake.access.requests-a-minute-of-an-address", "0"),
        Map.entry("offtake.hosts", "offtake.example,[2001:db8::7]"),
        Map.entry("offtake.starter", "false"),
        Map.entry("offtake.fetch.enabled", "false"),
        Map.entry("offtake.fetch.contact", "desk@example.com"),
        Map.entry("offtake.publisher.fgis-certificates.wanted", "true"),
        Map.entry("offtake.publisher.fas.key", "k3y"),
        Map.entry("offtake.publisher.census.key", "c3nsus"),
        Map.entry("offtake.publisher.eia.key", "31a"),
        Map.entry("offtake.publisher.comtrade.key", "c0m"),
        Map.entry("offtake.publisher.fas.url", "https://proxy.example.com/api/esr"),
        Map.entry("offtake.publisher.fgis.url", "https://proxy.example.com/wa_gr101.txt"),
        Map.entry("offtake.publisher.fgis-certificates.url", "https://proxy.example.com/certificates"),
        Map.entry("offtake.publisher.census.url", "https://proxy.example.com/census"),
        Map.entry("offtake.publisher.eia.url", "https://proxy.example.com/eia"),
        Map.entry("offtake.publisher.comtrade.url", "https://proxy.example.com/comtrade"),
        Map.entry("offtake.outbox.secret-key", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="),
        Map.entry("offtake.outbox.webhook-allow", "hooks.internal,10.1.0.0/16"),
        Map.entry("offtake.outbox.per-second", "1000"),
        Map.entry("offtake.public-url", "https://offtake.example.com"),
        Map.entry("offtake.outbox.mail-from", "Offtake <alerts@example.com>"),
        Map.entry("offtake.mail.host", "mail.example.com"),
        Map.entry("offtake.mail.port", "2525"),
        Map.entry("offtake.mail.user", "offtake"),
        Map.entry("offtake.mail.password", "secret"),
        Map.entry("offtake.mail.tls", "off"));
    assertThat(settings.dataDir()).isEqualTo(Path.of("/srv/kept"));
    assertThat(settings.database()).contains(
        new Settings.Database("jdbc:postgresql://db/offtake", Optional.of("trader"), Optional.of("secret")));
  }

  /// What uses them knows commas alone.
  @ParameterizedTest
  @ValueSource(strings = {"a.example,b.example", "a.example b.example", "a.example ,  b.example", "a.example,\tb.example"})
  void hostsAreTakenHoweverTheyAreSetApart(String written) {
    assertThat(settings(Map.of("OFFTAKE_HOSTS", written)).properties()).containsEntry("offtake.hosts", "a.example,b.example");
  }

  @Test
  void mailOverTlsHasAPortOfItsOwn() {
    assertThat(settings(Map.of("OFFTAKE_MAIL_HOST", "mail.test", "OFFTAKE_MAIL_FROM", "a@mail.test", "OFFTAKE_MAIL_TLS", "tls"))
        .properties()).containsEntry("offtake.mail.port", "465");
  }

  @Test
  void healthAndMetricsLieAThousandPortsFromTheApi() {
    assertThat(settings(Map.of("OFFTAKE_PORT", "8101")).managementPort()).isEqualTo(9101);
    assertThat(settings(Map.of("OFFTAKE_PORT", "65000")).managementPort()).isEqualTo(64000);
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
      OFFTAKE_MANAGEMENT_PORT | 08080 | OFFTAKE_MANAGEMENT_PORT=08080: another port than that of the API (OFFTAKE_PORT) is allowed
      OFFTAKE_MANAGEMENT_PORT | 0    | OFFTAKE_MANAGEMENT_PORT=0: a whole number from 1 to 65535 is allowed
      OFFTAKE_ACCESS   | shut        | OFFTAKE_ACCESS=shut: open, read-open, closed is allowed
      OFFTAKE_HOST     | 0.0.0.0     | OFFTAKE_HOST=0.0.0.0 lets other machines in, and without keys nobody knows who they are: set OFFTAKE_ACCESS=read-open or closed, and make a key with ./offtake key; or listen on 127.0.0.1
      OFFTAKE_ADMIN_KEY | otk_short  | OFFTAKE_ADMIN_KEY: otk_, 8 hexadecimal digits, _ and 43 letters, digits, - or _ are allowed
      OFFTAKE_MANAGEMENT_HOST | a b  | OFFTAKE_MANAGEMENT_HOST=a b: an address or a host name is allowed, such as 127.0.0.1 or 0.0.0.0
      OFFTAKE_STARTER  | true        | OFFTAKE_STARTER=true: on or off is allowed
      OFFTAKE_MAX_BODY | 32MB        | OFFTAKE_MAX_BODY=32MB: a size from 1K to 1G is allowed, such as 512K or 32M
      OFFTAKE_MAX_BODY | 0K          | OFFTAKE_MAX_BODY=0K: a size from 1K to 1G is allowed, such as 512K or 32M
      OFFTAKE_LOG      | JSON        | OFFTAKE_LOG=JSON: text or json is allowed
      OFFTAKE_ROLE     | worker      | OFFTAKE_ROLE=worker: all or api is allowed
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
    List<SettingGroup> groups = List.of(ServerSettings.SERVER, PublisherSettings.of(List.of(HarbourBoard.PUBLISHER)));
    var asked = Map.of(
        "OFFTAKE_HARBOUR_BOARD_KEY", "k3y", "OFFTAKE_HARBOUR_BOARD_URL", "https://proxy.example.com/tonnes");

    assertThat(Settings.parse(asked, groups)).isInstanceOfSatisfying(Settings.Outcome.Valid.class, valid ->
        assertThat(valid.settings().properties())
            .containsEntry("offtake.publisher.harbour-board.key", "k3y")
            .containsEntry("offtake.publisher.harbour-board.url", "https://proxy.example.com/tonnes"));
    assertThat(problems(asked)).hasSize(2).allMatch(problem -> problem.contains("is not a setting of Offtake"));
  }

  /// The page is written from the settings: `-Dofftake-test.renew=true` writes it anew.
  @Test
  void thePageOfSettingsIsWrittenFromThem() throws IOException {
    Path page = Path.of("src/site/markdown/operations.md");
    String held = Files.readString(page);
    String renewed = held.substring(0, held.indexOf(BEGIN) + BEGIN.length()) + "\n\n" + tables() + held.substring(held.indexOf(END));
    if (Boolean.getBoolean("offtake-test.renew")) {
      Files.writeString(page, renewed);
    }
    assertThat(held).isEqualTo(renewed);
  }

  /// The front door's help tells of those that many need; the chart has a place for each key.
  @Test
  void theFrontDoorAndTheChartKnowThem() throws IOException {
    String help = Files.readString(Path.of("offtake"));
    String deployment = Files.readString(Path.of("charts/offtake/templates/deployment.yaml"));
    for (Setting setting : settings()) {
      if (!setting.name().endsWith("_URL") && !setting.name().startsWith("OFFTAKE_MAIL_")) {
        assertThat(help).containsPattern("(?m)^  " + setting.name() + "\\s");
      }
      if (setting.name().endsWith("_KEY")) {
        assertThat(deployment).contains('"' + setting.name() + '"');
      }
    }
  }

  private static List<Setting> settings() {
    return Settings.GROUPS.stream().flatMap(group -> group.settings().stream()).toList();
  }

  private static String tables() {
    var page = new StringBuilder();
    for (SettingGroup group : Settings.GROUPS) {
      page.append("### ").append(group.title()).append("\n\n| variable | default | meaning |\n|---|---|---|\n");
      for (Setting setting : group.settings()) {
        page.append("| `%s` | %s | %s |%n".formatted(setting.name(), setting.usually(), setting.meaning()));
      }
      page.append('\n');
    }
    return page.toString();
  }
}
