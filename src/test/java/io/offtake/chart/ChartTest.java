package io.offtake.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/// Renders the Helm chart as `helm template` and `helm lint --strict` do, and reads the manifests.
///
/// No cluster is involved: that the API server takes the manifests is not shown here. The native part of Helm is on the
/// class path for the platform below only.
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ChartTest {

  private static final Path CHART = Path.of("charts", "offtake");

  @TempDir
  private Path work;

  static List<Path> installations() throws IOException {
    try (Stream<Path> files = Files.list(CHART.resolve("ci"))) {
      return files.filter(file -> file.toString().endsWith("-values.yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("installations")
  void passesTheStrictLint(Path values) throws IOException {
    // The lint command takes no values file, so the installation's values become the chart's own.
    Path chart = copyOfTheChart();
    Files.writeString(chart.resolve("values.yaml"),
        new Yaml().dump(merge(read(CHART.resolve("values.yaml")), read(values))));

    LintResult result = new Helm(chart).lint().strict().call();

    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    assertThat(result.getMessages()).noneMatch(message -> message.contains("[WARNING]") || message.contains("[ERROR]"));
  }

  @ParameterizedTest
  @CsvSource({
      "minimal, Deployment Service ServiceAccount",
      "starter-off, Deployment Service",
      "full, ConfigMap Deployment Deployment/worker HTTPRoute HorizontalPodAutoscaler Ingress NetworkPolicy "
          + "PodDisruptionBudget PodMonitor PrometheusRule Service ServiceAccount"})
  void rendersOnlyWhatIsAskedFor(String installation, String kinds) {
    assertThat(render(installation).keySet()).containsExactly(kinds.split(" "));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void everyPodRunsUnderTheRestrictedPodSecurityStandard(Path values) {
    assertThat(pods(render(values))).isNotEmpty().allSatisfy((_, pod) -> isRestricted(pod));
  }

  private static void isRestricted(Map<String, Object> pod) {
    assertThat(map(pod, "securityContext"))
        .containsEntry("runAsNonRoot", true)
        .containsEntry("seccompProfile", Map.of("type", "RuntimeDefault"))
        .hasEntrySatisfying("runAsUser", user -> assertThat((Integer) user).isPositive());
    assertThat(map(container(pod), "securityContext")).containsExactlyInAnyOrderEntriesOf(Map.of(
        "privileged", false,
        "allowPrivilegeEscalation", false,
        "readOnlyRootFilesystem", true,
        "capabilities", Map.of("drop", List.of("ALL"))));
    assertThat(pod)
        .containsEntry("automountServiceAccountToken", false)
        .doesNotContainKeys("hostNetwork", "hostPID", "hostIPC", "initContainers");
    assertThat(map(container(pod), "resources", "limits")).containsKeys("cpu", "memory");
  }

  @ParameterizedTest
  @MethodSource("installations")
  void theServiceWritesToOneDirectoryThatGoesWithThePod(Path values) {
    Map<String, Object> pod = pod(render(values));
    Map<String, Object> container = container(pod);

    assertThat(list(container, "ports")).allSatisfy(port -> assertThat(port).doesNotContainKey("hostPort"));
    assertThat(list(pod, "volumes")).singleElement().satisfies(volume ->
        assertThat(volume).containsOnlyKeys("name", "emptyDir").containsEntry("name", "tmp"));
    assertThat(list(container, "volumeMounts")).containsExactly(Map.of("name", "tmp", "mountPath", "/tmp"));
  }

  @Test
  void setsTheEnvironmentThatTheServiceReads() {
    Map<String, Object> container = container(pod(render("minimal")));

    assertThat(list(container, "env")).containsExactly(
        Map.of("name", "OFFTAKE_HOST", "value", "0.0.0.0"),
        Map.of("name", "OFFTAKE_PORT", "value", "8080"),
        Map.of("name", "OFFTAKE_MANAGEMENT_HOST", "value", "0.0.0.0"),
        Map.of("name", "OFFTAKE_MANAGEMENT_PORT", "value", "9080"),
        Map.of("name", "OFFTAKE_HOSTS", "value", "harvest-offtake,harvest-offtake.trade,"
            + "harvest-offtake.trade.svc,harvest-offtake.trade.svc.cluster.local"),
        Map.of("name", "OFFTAKE_ACCESS", "value", "read-open"),
        Map.of("name", "OFFTAKE_DATABASE_URL", "value", "jdbc:postgresql://postgresql:5432/offtake"),
        fromSecret("OFFTAKE_DATABASE_USER", "offtake-database", "username"),
        fromSecret("OFFTAKE_DATABASE_PASSWORD", "offtake-database", "password"),
        Map.of("name", "OFFTAKE_STARTER", "value", "on"),
        Map.of("name", "OFFTAKE_MAX_BODY", "value", "1M"),
        Map.of("name", "OFFTAKE_FETCH", "value", "on"),
        Map.of("name", "OFFTAKE_DATA_DIR", "value", "/tmp/offtake"),
        Map.of("name", "OFFTAKE_ROLE", "value", "all"),
        Map.of("name", "OFFTAKE_LOG", "value", "json"),
        Map.of("name", "JAVA_TOOL_OPTIONS", "value",
            "-XX:+UseSerialGC -XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError"));
  }

  @Test
  void takesTheKeysOfTheSecretAndFurtherVariablesFromTheValues() {
    assertThat(list(container(pod(render("full"))), "env")).contains(
        fromSecret("OFFTAKE_DATABASE_USER", "shared-database", "user"),
        fromSecret("OFFTAKE_DATABASE_PASSWORD", "shared-database", "secret"),
        Map.of("name", "OFFTAKE_STARTER", "value", "off"),
        Map.of("name", "OFFTAKE_MAX_BODY", "value", "256K"),
        Map.of("name", "OFFTAKE_HOSTS", "value", "harvest-watch,harvest-watch.trade,harvest-watch.trade.svc,"
            + "harvest-watch.trade.svc.cluster.local,offtake.example,prices.example,offtake.intranet.example"),
        Map.of("name", "OFFTAKE_ACCESS", "value", "closed"),
        fromSecret("OFFTAKE_ADMIN_KEY", "first-key", "key"),
        Map.of("name", "OFFTAKE_CONTACT", "value", "ops@example.com"),
        ifInSecret("OFFTAKE_FAS_KEY", "publishers", "api-data-gov"),
        ifInSecret("OFFTAKE_CENSUS_KEY", "publishers", "census"),
        ifInSecret("OFFTAKE_EIA_KEY", "publishers", "eia"),
        ifInSecret("OFFTAKE_COMTRADE_KEY", "publishers", "comtrade"),
        fromSecret("OFFTAKE_SECRET_KEY", "receivers", "sealing"),
        Map.of("name", "OFFTAKE_PUBLIC_URL", "value", "https://offtake.example/watch"),
        Map.of("name", "OFFTAKE_WEBHOOK_ALLOW", "value", "hooks.internal,10.1.0.0/16"),
        Map.of("name", "OFFTAKE_MAIL_HOST", "value", "smtp.example"),
        Map.of("name", "OFFTAKE_MAIL_PORT", "value", "2525"),
        Map.of("name", "OFFTAKE_MAIL_TLS", "value", "off"),
        Map.of("name", "OFFTAKE_MAIL_FROM", "value", "Offtake <alerts@example.com>"),
        ifInSecret("OFFTAKE_MAIL_USER", "receivers", "mail-user"),
        ifInSecret("OFFTAKE_MAIL_PASSWORD", "receivers", "mail-password"),
        Map.of("name", "JAVA_TOOL_OPTIONS", "value", "-XX:MaxRAMPercentage=60"),
        Map.of("name", "TZ", "value", "UTC"));
  }

  @Test
  void mailWithoutASecretHasNoUser() {
    List<Object> names = list(container(pod(byKind(template("minimal")
        .set("telling.mail.host", "smtp.example").set("telling.mail.from", "alerts@example.com").call()))), "env").stream()
        .map(variable -> variable.get("name")).toList();

    assertThat(names).contains("OFFTAKE_MAIL_HOST", "OFFTAKE_MAIL_PORT", "OFFTAKE_MAIL_TLS", "OFFTAKE_MAIL_FROM")
        .doesNotContain("OFFTAKE_MAIL_USER", "OFFTAKE_MAIL_PASSWORD", "OFFTAKE_SECRET_KEY");
  }

  @ParameterizedTest
  @CsvSource({"telling.mail.host, smtp.example, telling.mail.from is empty",
      "telling.mail.from, a@example.com, telling.mail.from is set without telling.mail.host"})
  void saysWhichHalfOfTheMailSettingsIsMissing(String setting, String value, String message) {
    assertThatThrownBy(() -> template("minimal").set(setting, value).call()).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"on, on", "off, off", "true, on", "false, off"})
  void readsABareOnOrOffAsTheWord(String written, String starter) throws IOException {
    Path values = Files.writeString(work.resolve("starter.yaml"), "offtake: {starter: %s}".formatted(written));

    Map<String, Object> container = container(pod(byKind(template("minimal").withValuesFile(values).call())));

    assertThat(list(container, "env")).contains(Map.of("name", "OFFTAKE_STARTER", "value", starter));
  }

  @Test
  void probesTheHealthOfTheServiceAtItsOwnPort() {
    Map<String, Object> container = container(pod(render("minimal")));

    assertThat(map(container, "startupProbe"))
        .containsEntry("httpGet", Map.of("path", "/q/health/started", "port", "management"));
    assertThat(map(container, "livenessProbe"))
        .containsEntry("httpGet", Map.of("path", "/q/health/live", "port", "management"));
    assertThat(map(container, "readinessProbe"))
        .containsEntry("httpGet", Map.of("path", "/q/health/ready", "port", "management"));
    assertThat(list(container, "ports"))
        .containsExactly(
            Map.of("name", "http", "containerPort", 8080, "protocol", "TCP"),
            Map.of("name", "management", "containerPort", 9080, "protocol", "TCP"));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void limitsMemoryAndProcessorAndReplacesPodsOneByOne(Path values) {
    Map<String, Map<String, Object>> manifests = render(values);
    Map<String, Object> resources = map(container(pod(manifests)), "resources");

    assertThat(map(resources, "limits")).containsKeys("cpu", "memory");
    assertThat(map(resources, "requests")).containsKeys("cpu", "memory");
    assertThat(map(manifests.get("Deployment"), "spec", "strategy")).isEqualTo(Map.of(
        "type", "RollingUpdate", "rollingUpdate", Map.of("maxSurge", 1, "maxUnavailable", 0)));
  }

  @ParameterizedTest
  @MethodSource("installations")
  void everySelectorFindsThePods(Path values) {
    Map<String, Map<String, Object>> manifests = render(values);
    Map<String, Object> labels = map(manifests.get("Deployment"), "spec", "template", "metadata", "labels");

    assertThat(labels).containsAllEntriesOf(
        map(manifests.get("Deployment"), "spec", "selector", "matchLabels"));
    assertThat(labels).containsAllEntriesOf(map(manifests.get("Service"), "spec", "selector"));
    for (String kind : List.of("NetworkPolicy", "PodMonitor")) {
      if (manifests.containsKey(kind)) {
        Map<String, Object> spec = map(manifests.get(kind), "spec");
        assertThat(list(map(spec, kind.equals("PodMonitor") ? "selector" : "podSelector"), "matchExpressions"))
            .allSatisfy(expression -> assertThat((List<?>) expression.get("values"))
                .anyMatch(value -> value.equals(labels.get(expression.get("key")))));
      }
    }
    if (manifests.containsKey("PodDisruptionBudget")) {
      assertThat(labels).containsAllEntriesOf(
          map(manifests.get("PodDisruptionBudget"), "spec", "selector", "matchLabels"));
    }
  }

  @ParameterizedTest
  @MethodSource("installations")
  void everyManifestCarriesTheStandardLabelsAndTheNamespace(Path values) {
    assertThat(render(values)).allSatisfy((kind, manifest) -> {
      assertThat(map(manifest, "metadata", "labels")).containsKeys("app.kubernetes.io/name",
          "app.kubernetes.io/component", "app.kubernetes.io/part-of", "helm.sh/chart").containsAllEntriesOf(Map.of(
              "app.kubernetes.io/instance", "harvest",
              "app.kubernetes.io/version", "0.1.0",
              "app.kubernetes.io/managed-by", "Helm"));
      assertThat(map(manifest, "metadata")).containsEntry("namespace", "trade");
    });
  }

  @Test
  void namesTheImageByTheVersionOfTheChartUnlessADigestIsGiven() {
    assertThat(container(pod(render("minimal")))).containsEntry("image", "offtake:0.1.0");
    assertThat(container(pod(render("full")))).containsEntry("image",
        "images.example/trade/offtake@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
  }

  @Test
  void carriesThePlacementOfThePodsThrough() {
    Map<String, Map<String, Object>> manifests = render("full");
    Map<String, Object> pod = pod(manifests);

    assertThat(pod)
        .containsEntry("nodeSelector", Map.of("kubernetes.io/os", "linux"))
        .containsEntry("imagePullSecrets", List.of(Map.of("name", "registry")))
        .containsEntry("serviceAccountName", "trade-watch")
        .containsEntry("terminationGracePeriodSeconds", 60)
        .containsEntry("priorityClassName", "business")
        .containsKeys("tolerations", "affinity", "topologySpreadConstraints");
    assertThat(map(manifests.get("Deployment"), "spec", "template", "metadata"))
        .containsEntry("annotations", Map.of("prometheus.io/scrape", "true", "prometheus.io/port", "9080"));
    assertThat(map(manifests.get("Deployment"), "spec", "template", "metadata", "labels"))
        .containsEntry("example/team", "trade");
  }

  @Test
  void aScalerSetsTheNumberOfPodsThatAnswerAndNobodyElseDoes() {
    Map<String, Map<String, Object>> manifests = render("full");

    assertThat(map(manifests.get("Deployment"), "spec")).doesNotContainKey("replicas");
    assertThat(map(manifests.get("HorizontalPodAutoscaler"), "spec"))
        .containsEntry("minReplicas", 3).containsEntry("maxReplicas", 9)
        .containsEntry("scaleTargetRef", Map.of("apiVersion", "apps/v1", "kind", "Deployment",
            "name", map(manifests.get("Deployment"), "metadata").get("name")));
    assertThat(list(map(manifests.get("HorizontalPodAutoscaler"), "spec"), "metrics")).extracting(metric -> metric.get("type"))
        .containsExactly("Resource", "Pods");
    assertThat(map(byKind(template("minimal").set("replicaCount", 3).call()).get("Deployment"), "spec"))
        .containsEntry("replicas", 3);
  }

  @Test
  void workersAreThePodsThatDoWhatIsDoneAgainAndAgainAndNobodyIsLedToThem() {
    Map<String, Map<String, Object>> manifests = render("full");
    Map<String, Object> worker = map(manifests.get("Deployment/worker"), "spec");

    assertThat(worker).containsEntry("replicas", 2);
    assertThat(list(container(pod(manifests)), "env")).contains(Map.of("name", "OFFTAKE_ROLE", "value", "api"));
    assertThat(list(container(map(worker, "template", "spec")), "env")).contains(Map.of("name", "OFFTAKE_ROLE", "value", "all"));
    assertThat(map(worker, "template", "metadata", "labels"))
        .containsAllEntriesOf(map(worker, "selector", "matchLabels"))
        .doesNotContainEntry("app.kubernetes.io/name",
            map(manifests.get("Service"), "spec", "selector").get("app.kubernetes.io/name"));
    assertThat(map(container(map(worker, "template", "spec")), "resources", "limits")).containsEntry("memory", "2Gi");
    for (String kind : List.of("NetworkPolicy", "PodMonitor")) {
      assertThat(list(map(manifests.get(kind), "spec", kind.equals("PodMonitor") ? "selector" : "podSelector"),
          "matchExpressions")).as("%s knows the workers", kind).anySatisfy(expression ->
              assertThat((List<?>) expression.get("values"))
                  .anyMatch(value -> value.equals(map(worker, "selector", "matchLabels").get("app.kubernetes.io/name"))));
    }
  }

  @Test
  void aRouteLeadsFromTheGatewayToTheService() {
    Map<String, Map<String, Object>> manifests = render("full");

    assertThat(map(manifests.get("HTTPRoute"), "spec"))
        .containsEntry("hostnames", List.of("offtake.example", "prices.example"))
        .containsEntry("parentRefs", List.of(Map.of("name", "outer", "namespace", "gateways")));
    assertThat(list(map(manifests.get("HTTPRoute"), "spec"), "rules")).singleElement().satisfies(rule ->
        assertThat(list(rule, "backendRefs")).containsExactly(
            Map.of("name", map(manifests.get("Service"), "metadata").get("name"), "port", 8081)));
    assertThatThrownBy(() -> template("minimal").set("gateway.enabled", true).call())
        .hasMessageContaining("gateway.parentRefs is empty");
  }

  @Test
  void theTestOfAReleaseAsksTheServiceForThePortfolioAndIsNoPodOfIt() throws IOException {
    // Helm tells hooks apart from what it renders.
    Path chart = copyOfTheChart();
    Path answers = chart.resolve("templates/tests/answers.yaml");
    String hook = Files.readString(answers);
    assertThat(hook).contains("    helm.sh/hook: test\n");
    Files.writeString(answers, hook.replaceAll(" {4}helm.sh/hook.*\n", "").replace("  annotations:\n", ""));
    Map<String, Map<String, Object>> manifests = byKind(new Helm(chart).template().withName("harvest").withNamespace("trade")
        .withKubeVersion("1.27.0").withValuesFile(CHART.resolve("ci/full-values.yaml")).call());
    Map<String, Object> pod = map(manifests.get("Pod/test"), "spec");

    assertThat(container(pod).get("command").toString())
        .endsWith("io.offtake.platform.AskMain, http://harvest-watch.trade:8081/v1/status, 401]");
    assertThat(map(manifests.get("Pod/test"), "metadata", "labels").get("app.kubernetes.io/name"))
        .isNotEqualTo(map(manifests.get("Service"), "spec", "selector").get("app.kubernetes.io/name"));
    isRestricted(pod);
  }

  @Test
  void theRulesAreThoseOfTheFileAndEachIsExplainedInTheRunbook() throws IOException {
    Map<String, Object> rules = map(render("full").get("PrometheusRule"), "spec");

    assertThat(rules).isEqualTo(read(CHART.resolve("rules/offtake.yaml")));
    String runbook = Files.readString(Path.of("src/site/markdown/runbook.md"));
    List<String> headings = Pattern.compile("^## (Offtake[A-Za-z]+)$", Pattern.MULTILINE).matcher(runbook).results()
        .map(heading -> heading.group(1)).toList();
    assertThat(list(rules, "groups").stream().flatMap(group -> list(group, "rules").stream()))
        .extracting(rule -> rule.get("alert")).containsExactlyElementsOf(headings);
  }

  @Test
  void theDashboardIsTheFile() throws IOException {
    assertThat(map(render("full").get("ConfigMap"), "data").get("offtake.json").toString().strip())
        .isEqualTo(Files.readString(CHART.resolve("dashboards/offtake.json")).strip());
  }

  @Test
  void whereNoOperatorIsKnownNothingIsCreatedForIt() {
    assertThat(render("minimal")).doesNotContainKeys("PodMonitor", "PrometheusRule");
  }

  @Test
  void anIngressLeadsToThePortOfTheService() {
    Map<String, Map<String, Object>> manifests = render("full");
    Map<String, Object> rule = list(map(manifests.get("Ingress"), "spec"), "rules").getFirst();

    assertThat(rule).containsEntry("host", "offtake.example");
    assertThat(list(map(rule, "http"), "paths")).singleElement().satisfies(path ->
        assertThat(map(path, "backend", "service"))
            .containsEntry("name", map(manifests.get("Service"), "metadata").get("name"))
            .containsEntry("port", Map.of("name", "http")));
    assertThat(list(map(manifests.get("Service"), "spec"), "ports")).containsExactly(
        Map.of("name", "http", "port", 8081, "targetPort", "http", "protocol", "TCP"));
  }

  @Test
  void aNetworkPolicyLetsTheServiceReachItsDatabaseThePublishersAndTheMailServer() {
    Map<String, Object> policy = map(render("full").get("NetworkPolicy"), "spec");

    assertThat(list(policy, "egress").stream().flatMap(rule -> list(rule, "ports").stream()))
        .extracting(port -> port.get("port"))
        .containsExactly(53, 53, 6432, 443, 2525, 4317);
    assertThat(list(policy, "ingress")).hasSize(2).first().satisfies(rule -> {
      assertThat(list(rule, "from")).singleElement().satisfies(peer ->
          assertThat(peer).containsOnlyKeys("namespaceSelector"));
      assertThat(list(rule, "ports")).containsExactly(Map.of("port", "http", "protocol", "TCP"));
    });
  }

  @Test
  void metricsAreNotInTheServiceAndAreReadByThoseWhoAreNamedOnly() {
    Map<String, Map<String, Object>> manifests = render("full");
    assertThat(list(map(manifests.get("Service"), "spec"), "ports")).extracting(port -> port.get("targetPort"))
        .containsExactly("http");
    assertThat(list(map(manifests.get("NetworkPolicy"), "spec"), "ingress").getLast()).satisfies(rule -> {
      assertThat(rule.get("from").toString()).contains("monitoring");
      assertThat(list(rule, "ports")).containsExactly(Map.of("port", "management", "protocol", "TCP"));
    });
    assertThat(list(map(byKind(template("minimal").set("networkPolicy.enabled", true).call()).get("NetworkPolicy"),
        "spec"), "ingress")).singleElement()
        .satisfies(rule -> assertThat(list(rule, "ports")).extracting(port -> port.get("port")).containsExactly("http"));
  }

  @Test
  void aWildcardOfTheIngressIsNoHostThatCanBeNamed() {
    assertThat(list(container(pod(byKind(template("minimal").set("ingress.enabled", true)
        .set("ingress.hosts[0].host", "*.example").set("ingress.hosts[0].paths[0].path", "/")
        .set("ingress.hosts[0].paths[0].pathType", "Prefix").call()))), "env"))
        .filteredOn(variable -> variable.get("name").equals("OFFTAKE_HOSTS")).singleElement()
        .satisfies(variable -> assertThat((String) variable.get("value")).doesNotContain("*").endsWith(".cluster.local"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "database.url            | database.url is empty: set it to the JDBC address of your PostgreSQL",
      "database.existingSecret | database.existingSecret is empty: set it to the name of a Secret"})
  void saysWhichDatabaseSettingIsMissing(String setting, String message) {
    assertThatThrownBy(() -> template("minimal").set(setting, "").call()).hasMessageContaining(message);
  }

  @Test
  void withoutAnyValueItAsksForTheDatabase() {
    assertThatThrownBy(() -> installation().call())
        .hasMessageContaining("database.url is empty");
  }

  @Test
  void refusesAClusterThatIsTooOld() {
    assertThatThrownBy(() -> template("minimal").withKubeVersion("1.26.15").call())
        .hasMessageContaining("chart requires kubeVersion: >= 1.27.0-0");
  }

  @Test
  void refusesAVariableThatTheChartSetsItself() {
    assertThatThrownBy(() -> template("minimal").set("extraEnv[0].name", "OFFTAKE_DATABASE_PASSWORD").call())
        .hasMessageContaining("extraEnv: OFFTAKE_DATABASE_PASSWORD is set by the chart");
  }

  @Test
  void refusesAnIngressWithoutAHost() {
    assertThatThrownBy(() -> template("minimal").set("ingress.enabled", true).call())
        .hasMessageContaining("ingress.hosts is empty");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "database: {url: null}                                         | url",
      "database: {existingSecret: null}                              | existingSecret",
      "database: {url: 'postgres://db/offtake'}                      | /database/url",
      "database: {url: 'jdbc:postgresql://u:p@db/offtake'}           | /database/url",
      "database: {url: 'jdbc:postgresql://db/offtake?password=p'}    | /database/url",
      "database: {password: secret}                                  | 'password'",
      "offtake: {starter: maybe}                                     | /offtake/starter",
      "offtake: {maxBody: lots}                                      | /offtake/maxBody",
      "offtake: {hosts: ['offtake.example:8080']}                    | /offtake/hosts",
      "networkPolicy: {monitoringFrom: monitoring}                   | /networkPolicy/monitoringFrom",
      "fetch: {enabled: 'on'}                                        | /fetch/enabled",
      "fetch: {fasKey: 'a b'}                                        | /fetch/fasKey",
      "telling: {mail: {tls: ssl}}                                   | /telling/mail/tls",
      "telling: {mail: {from: nobody}}                               | /telling/mail/from",
      "telling: {publicUrl: offtake.example}                         | /telling/publicUrl",
      "telling: {webhookAllow: 'hooks.internal'}                     | /telling/webhookAllow",
      "replicaCount: two                                             | /replicaCount",
      "autoscaling: {minReplicas: 0}                                 | /autoscaling/minReplicas",
      "autoscaling: {requestsPerSecond: many}                        | /autoscaling/requestsPerSecond",
      "workers: {count: 2}                                           | 'count'",
      "gateway: {parentRefs: [{namespace: gateways}]}                | 'name'",
      "gateway: {hostnames: ['https://offtake.example']}             | /gateway/hostnames",
      "monitoring: {podMonitor: {enabled: sometimes}}                | /monitoring/podMonitor/enabled",
      "monitoring: {rules: {labels: {release: 1}}}                   | /monitoring/rules/labels/release",
      "offtake: {log: xml}                                           | /offtake/log",
      "runAsUser: 0                                                  | /runAsUser",
      "image: {pullPolicy: Sometimes}                                | /image/pullPolicy",
      "image: {digest: 'sha256:12'}                                  | /image/digest",
      "resources: {limits: {memory: null}}                           | 'memory'",
      "podAnnotations: {a: true}                                     | /podAnnotations/a",
      "replicas: 2                                                   | 'replicas'"})
  void theSchemaRefuses(String values, String where) throws IOException {
    Path broken = Files.writeString(work.resolve("broken.yaml"), values);

    assertThatThrownBy(() -> template("minimal").withValuesFile(broken).call())
        .hasMessageContaining("don't meet the specifications of the schema")
        .hasMessageContaining(where);
  }

  @Test
  void everyValueIsExplainedWhereItStandsAndInTheReadme() throws IOException {
    LoaderOptions withComments = new LoaderOptions();
    withComments.setProcessComments(true);
    List<String> explained = new ArrayList<>();
    List<String> unexplained = new ArrayList<>();
    try (Reader values = Files.newBufferedReader(CHART.resolve("values.yaml"))) {
      sortByComment("", (MappingNode) new Yaml(withComments).compose(values), explained, unexplained);
    }
    List<String> rows = Pattern.compile("^\\| `([A-Za-z.]+)` \\|", Pattern.MULTILINE)
        .matcher(Files.readString(CHART.resolve("README.md"))).results().map(row -> row.group(1)).toList();

    assertThat(unexplained).isEmpty();
    assertThat(rows).containsExactlyInAnyOrderElementsOf(explained);
  }

  @Test
  void theChartNamesTheVersionOfTheService() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));

    assertThat(pom).containsPattern("<artifactId>offtake</artifactId>\\s*<version>%s(-SNAPSHOT)?</version>"
        .formatted(read(CHART.resolve("Chart.yaml")).get("appVersion")));
  }

  @Test
  void theImageHasTheSameOptionsOfTheVirtualMachine() throws IOException {
    String options = (String) map(read(CHART.resolve("values.yaml")), "java").get("toolOptions");

    assertThat(Files.readString(Path.of("pom.xml"))).contains(".JAVA_TOOL_OPTIONS>" + options + "</");
  }

  private static TemplateCommand installation() {
    return new Helm(CHART).template().withName("harvest").withNamespace("trade").withKubeVersion("1.27.0");
  }

  private static TemplateCommand template(Path values) {
    return installation().withValuesFile(values);
  }

  private static TemplateCommand template(String installation) {
    return template(CHART.resolve("ci", installation + "-values.yaml"));
  }

  private static Map<String, Map<String, Object>> render(Path values) {
    return byKind(template(values).call());
  }

  private static Map<String, Map<String, Object>> render(String installation) {
    return byKind(template(installation).call());
  }

  /// The manifests by their kind, and by their component where it is another than the server's; two of one are an error.
  private static Map<String, Map<String, Object>> byKind(String manifests) {
    Map<String, Map<String, Object>> byKind = new TreeMap<>();
    for (Object manifest : new Yaml().loadAll(manifests)) {
      if (manifest != null) {
        Object component = map(asMap(manifest), "metadata", "labels").get("app.kubernetes.io/component");
        String kind = (String) asMap(manifest).get("kind");
        assertThat(byKind.put(component.equals("server") ? kind : kind + "/" + component, asMap(manifest))).isNull();
      }
    }
    return byKind;
  }

  /// What runs, by the Deployment that makes it.
  private static Map<String, Map<String, Object>> pods(Map<String, Map<String, Object>> manifests) {
    Map<String, Map<String, Object>> pods = new TreeMap<>();
    manifests.forEach((kind, manifest) -> {
      if (kind.startsWith("Deployment")) {
        pods.put(kind, map(manifest, "spec", "template", "spec"));
      }
    });
    return pods;
  }

  private static Map<String, Object> pod(Map<String, Map<String, Object>> manifests) {
    return map(manifests.get("Deployment"), "spec", "template", "spec");
  }

  private static Map<String, Object> container(Map<String, Object> pod) {
    List<Map<String, Object>> containers = list(pod, "containers");
    assertThat(containers).hasSize(1);
    return containers.getFirst();
  }

  private static Map<String, Object> fromSecret(String variable, String secret, String key) {
    return Map.of("name", variable, "valueFrom", Map.of("secretKeyRef", Map.of("name", secret, "key", key)));
  }

  private static Map<String, Object> ifInSecret(String variable, String secret, String key) {
    return Map.of("name", variable, "valueFrom",
        Map.of("secretKeyRef", Map.of("name", secret, "key", key, "optional", true)));
  }

  private static Map<String, Object> map(Map<String, Object> from, String... path) {
    Map<String, Object> at = from;
    for (String name : path) {
      assertThat(at).containsKey(name);
      at = asMap(at.get(name));
    }
    return at;
  }

  private static List<Map<String, Object>> list(Map<String, Object> from, String name) {
    assertThat(from).containsKey(name);
    return ((List<?>) from.get(name)).stream().map(ChartTest::asMap).toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object yaml) {
    return (Map<String, Object>) yaml;
  }

  private static Map<String, Object> read(Path yaml) throws IOException {
    return asMap(new Yaml().load(Files.readString(yaml)));
  }

  /// What Helm makes of a chart's values and a values file: maps are merged, everything else is replaced.
  private static Map<String, Object> merge(Map<String, Object> base, Map<String, Object> over) {
    Map<String, Object> merged = new LinkedHashMap<>(base);
    over.forEach((name, value) -> merged.merge(name, value, (below, above) ->
        below instanceof Map && above instanceof Map ? merge(asMap(below), asMap(above)) : above));
    return merged;
  }

  private Path copyOfTheChart() throws IOException {
    Path copy = work.resolve("offtake");
    try (Stream<Path> files = Files.walk(CHART)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, copy.resolve(CHART.relativize(file).toString()));
      }
    }
    return copy;
  }

  private static void sortByComment(String prefix, MappingNode values, List<String> explained,
      List<String> unexplained) {
    for (NodeTuple entry : values.getValue()) {
      String name = prefix + ((ScalarNode) entry.getKeyNode()).getValue();
      List<CommentLine> above = Objects.requireNonNullElse(entry.getKeyNode().getBlockComments(), List.of());
      if (above.stream().anyMatch(line -> line.getValue().startsWith(" -- "))) {
        explained.add(name);
      } else if (entry.getValueNode() instanceof MappingNode below && !below.getValue().isEmpty()) {
        sortByComment(name + ".", below, explained, unexplained);
      } else {
        unexplained.add(name);
      }
    }
  }
}
