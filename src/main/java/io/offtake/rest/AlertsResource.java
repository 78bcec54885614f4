package io.offtake.rest;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import jakarta.ws.rs.core.HttpHeaders;

import io.offtake.alert.Alert;
import io.offtake.alert.AlertRule;
import io.offtake.alert.AlertRules;
import io.offtake.alert.Alerts;
import io.offtake.alert.Reach;
import io.offtake.alert.RuleKind;
import io.offtake.alert.Severity;
import io.offtake.alert.Silence;
import io.offtake.alerting.Alerting;
import io.offtake.api.AlertsApi;
import io.offtake.api.model.AlertDto;
import io.offtake.api.model.AlertHistoryDto;
import io.offtake.api.model.AlertListDto;
import io.offtake.api.model.AlertRuleChangeDto;
import io.offtake.api.model.AlertRuleDto;
import io.offtake.api.model.AlertRuleListDto;
import io.offtake.api.model.AlertRuleParametersDto;
import io.offtake.api.model.AlertRuleScopeDto;
import io.offtake.api.model.AlertStateDto;
import io.offtake.api.model.NewAcknowledgementDto;
import io.offtake.api.model.NewAlertRuleDto;
import io.offtake.api.model.NewSilenceDto;
import io.offtake.api.model.RuleSilentReadingDto;
import io.offtake.api.model.SeverityDto;
import io.offtake.api.model.SilenceDto;
import io.offtake.api.model.SilenceListDto;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.Fault;
import io.offtake.rest.edge.FlatTable;
import io.offtake.rest.edge.Idempotency;
import io.offtake.rest.edge.Pages;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ProblemType;
import io.offtake.rest.edge.ReadBasis;
import io.offtake.rest.edge.TableForm;
import io.offtake.rest.edge.Tryable;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Tells of alerts, and takes what people say of them.
@Tryable
class AlertsResource implements AlertsApi {

  private static final int MOST_IN_A_TABLE = 5000;
  private static final Pattern ALERT = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,17}");

  private final Alerts alerts;
  private final AlertRules rules;
  private final Alerting alerting;
  private final ReadBasis basis;
  private final Conditional conditional;
  private final Idempotency idempotency;
  private final FlatTable table;
  private final Clock clock;
  private final Pages pages;
  private final KnownNames known;
  private final AlertSense sense;

  AlertsResource(
      Alerts alerts,
      AlertRules rules,
      Alerting alerting,
      ReadBasis basis,
      Conditional conditional,
      Idempotency idempotency,
      FlatTable table,
      Clock clock,
      Pages pages,
      KnownNames known,
      AlertSense sense) {
    this.alerts = alerts;
    this.rules = rules;
    this.alerting = alerting;
    this.basis = basis;
    this.conditional = conditional;
    this.idempotency = idempotency;
    this.table = table;
    this.clock = clock;
    this.pages = pages;
    this.known = known;
    this.sense = sense;
  }

  @Override
  public RestResponse<AlertListDto> listAlerts(
      @Nullable AlertStateDto state,
      @Nullable String commitment,
      @Nullable String rule,
      Integer pageSize,
      @Nullable String pageToken) {
    String validator = Long.toString(alerts.newestTransition());
    String after = Pages.key(pageToken, ALERT).orElse("");
    var found = Pages.of(alerts.find(filter(state, commitment, rule), after, pageSize + 1), pageSize, Alert::id);
    return pages.answer(validator, found, page -> AlertListDto.builder()
        .alerts(page.rows().stream().<AlertDto>map(AlertMapper::alert).toList())
        .nextPageToken(page.nextPageToken())
        .build());
  }

  @Override
  public RestResponse<String> listAlertsCsv(
      @Nullable AlertStateDto state,
      @Nullable String commitment,
      @Nullable String rule,
      Boolean bom,
      @Nullable String delimiter,
      String decimal) {
    Alerts.Filter wanted = filter(state, commitment, rule);
    return conditional.answer(Long.toString(alerts.newestTransition()), false, () -> table.write(
        alerts.find(wanted, "", MOST_IN_A_TABLE).stream()
            .<AlertDto>map(AlertMapper::alert)
            .toList(),
        AlertDto.class, TableForm.of(bom, delimiter, decimal)));
  }

  @Override
  public RestResponse<AlertHistoryDto> getAlert(String alert) {
    Alert.History history = alerts.history(alert).orElseThrow(() -> ProblemException.notFound("alert", alert));
    return conditional.answer(Integer.toString(history.alert().sequence()), false, () -> AlertMapper.history(history));
  }

  @Override
  public RestResponse<AlertHistoryDto> acknowledgeAlert(
      String alert, NewAcknowledgementDto newAcknowledgementDto, Boolean dryRun) {
    return idempotency.once(newAcknowledgementDto, AlertHistoryDto.class, () -> {
      String note = newAcknowledgementDto.getNote();
      return switch (alerting.acknowledge(alert, newAcknowledgementDto.getWho(), note == null ? "" : note,
          newAcknowledgementDto.getUntil())) {
        case Alerting.Outcome.Done<Alert.History>(Alert.History history) ->
            created("/v1/alerts/" + alert, AlertMapper.history(history));
        case Alerting.Outcome.NotFound<Alert.History> _ -> throw ProblemException.notFound("alert", alert);
        case Alerting.Outcome.Late<Alert.History>(String reason) -> throw new ProblemException(
            ProblemType.UNPROCESSABLE, "The acknowledgement would be over: " + reason,
            Fault.inBody("/until", reason, "give an instant to come, at most %d days ahead, or leave it out"
                .formatted(Alerting.MOST_DAYS_AHEAD)));
        case Alerting.Outcome.Refused<Alert.History>(String reason) ->
            throw new ProblemException(ProblemType.ALERT_NOT_FIRING, "It cannot be taken in hand: " + reason);
      };
    });
  }

  @Override
  public RestResponse<SilenceListDto> listSilences(Integer pageSize, @Nullable String pageToken) {
    Instant now = clock.instant();
    long before = Pages.key(pageToken, NUMBER).map(Long::valueOf).orElse(Long.MAX_VALUE);
    List<SilenceDto> found = alerts.silences().stream()
        .filter(silence -> silence.id() < before)
        .limit(pageSize + 1L)
        .<SilenceDto>map(silence -> AlertMapper.silence(silence, now))
        .toList();
    return pages.answer(found.toString(), Pages.of(found, pageSize, silence -> Long.toString(silence.getId())),
        page -> SilenceListDto.builder()
            .silences(page.rows())
            .nextPageToken(page.nextPageToken())
            .build());
  }

  @Override
  public RestResponse<SilenceDto> getSilence(Long silence) {
    SilenceDto found = AlertMapper.silence(
        alerts.silence(silence).orElseThrow(() -> ProblemException.notFound("silence", silence.toString())),
        clock.instant());
    return conditional.answer(found.toString(), false, () -> found);
  }

  @Override
  public RestResponse<SilenceDto> createSilence(NewSilenceDto newSilenceDto, Boolean dryRun) {
    return idempotency.once(newSilenceDto, SilenceDto.class, () -> {
      var matcher = new Silence.Matcher(newSilenceDto.getCommitment(), newSilenceDto.getReading(),
          newSilenceDto.getRule(), severity(newSilenceDto.getSeverity()));
      refuse(sense.ofSilence(newSilenceDto));
      return switch (alerting.silence(matcher, newSilenceDto.getOwner(), newSilenceDto.getReason(),
          newSilenceDto.getStart(), newSilenceDto.getEnd())) {
        case Alerting.Outcome.Done<Silence>(Silence silence) ->
            created("/v1/silences/" + silence.id(), AlertMapper.silence(silence, clock.instant()));
        case Alerting.Outcome.Late<Silence>(String reason) -> throw unprocessable("/end", reason, AlertSense.AN_END);
        case Alerting.Outcome.Refused<Silence>(String reason) -> throw unprocessable("", reason, null);
        case Alerting.Outcome.NotFound<Silence> _ -> throw new IllegalStateException("a new silence is found nowhere");
      };
    });
  }

  @Override
  public RestResponse<SilenceDto> endSilence(Long silence, Boolean dryRun) {
    return switch (alerting.endSilence(silence)) {
      case Alerting.Outcome.Done<Silence>(Silence ended) -> RestResponse.ResponseBuilder
          .<SilenceDto>ok(AlertMapper.silence(ended, clock.instant()))
          .build();
      case Alerting.Outcome.NotFound<Silence> _, Alerting.Outcome.Late<Silence> _,
          Alerting.Outcome.Refused<Silence> _ -> throw ProblemException.notFound("silence", silence.toString());
    };
  }

  @Override
  public RestResponse<AlertRuleListDto> listAlertRules() {
    List<AlertRule> all = rules.all();
    return conditional.answer(all.toString(), false, () -> AlertRuleListDto.builder()
        .rules(all.stream().<AlertRuleDto>map(AlertMapper::rule).toList())
        .build());
  }

  @Override
  public RestResponse<AlertRuleDto> getAlertRule(String rule) {
    AlertRule found = found(rule);
    var now = basis.settle(null, null);
    return conditional.answer(Integer.toString(found.version()),
        "%s %d".formatted(ReadBasis.validator(now), alerts.newestTransition()), false, () -> {
          AlertRuleDto answer = AlertMapper.rule(found);
          List<String> commitments = now.snapshot().catalogueAt(now.dataVersion()).stream()
              .map(entry -> entry.commitment().id().value())
              .toList();
          answer.setCannotFire(alerts.newestFacts(commitments).stream()
              .flatMap(facts -> Reach.whyNot(found, facts)
                  .map(reason -> RuleSilentReadingDto.builder()
                      .commitment(facts.subject().commitment())
                      .reading(facts.subject().reading())
                      .reason(reason)
                      .build())
                  .stream())
              .<RuleSilentReadingDto>map(each -> each)
              .toList());
          return answer;
        });
  }

  @Override
  public RestResponse<AlertRuleDto> createAlertRule(NewAlertRuleDto newAlertRuleDto, Boolean dryRun) {
    return idempotency.once(newAlertRuleDto, AlertRuleDto.class, () -> {
      refuse(sense.ofRule(newAlertRuleDto));
      Boolean enabled = newAlertRuleDto.getEnabled();
      Integer dwell = newAlertRuleDto.getDwell();
      var rule = new AlertRule(newAlertRuleDto.getId(), 1, newAlertRuleDto.getTitle(),
          kind(newAlertRuleDto.getKind().toString(), newAlertRuleDto.getParameters()),
          severityOf(newAlertRuleDto.getSeverity()), number(newAlertRuleDto.getHysteresis(), 0),
          dwell == null ? 0 : dwell, enabled == null || enabled,
          scope(newAlertRuleDto.getScope(), AlertRule.Scope.ALL));
      return switch (alerting.keep(rule, Optional.of(0))) {
        case Alerting.Outcome.Done<AlertRule>(AlertRule kept) -> RestResponse.ResponseBuilder
            .<AlertRuleDto>create(RestResponse.Status.CREATED)
            .header(HttpHeaders.LOCATION, "/v1/alert-rules/" + kept.id())
            .header(HttpHeaders.ETAG, tag(kept))
            .entity(AlertMapper.rule(kept))
            .build();
        case Alerting.Outcome.NotFound<AlertRule> _, Alerting.Outcome.Late<AlertRule> _,
            Alerting.Outcome.Refused<AlertRule> _ -> throw new ProblemException(ProblemType.ALREADY_EXISTS,
                "There is a rule '%s' already".formatted(rule.id()),
                Fault.inBody("/id", "The id is taken", "choose another, or change the rule there is"));
      };
    });
  }

  @Override
  public RestResponse<AlertRuleDto> changeAlertRule(
      String rule, AlertRuleChangeDto alertRuleChangeDto, @Nullable String ifMatch, Boolean dryRun) {
    AlertRule held = found(rule);
    Conditional.requireRevision(ifMatch, Integer.toString(held.version()));
    refuse(sense.ofChange(held, alertRuleChangeDto));
    String title = alertRuleChangeDto.getTitle();
    Integer dwell = alertRuleChangeDto.getDwell();
    Boolean enabled = alertRuleChangeDto.getEnabled();
    AlertRuleParametersDto parameters = alertRuleChangeDto.getParameters();
    Severity severity = severity(alertRuleChangeDto.getSeverity());
    var changed = new AlertRule(rule, 1, title == null ? held.title() : title,
        parameters == null ? held.kind() : kind(held.kind().id(), parameters),
        severity == null ? held.severity() : severity,
        number(alertRuleChangeDto.getHysteresis(), held.hysteresis()),
        dwell == null ? held.dwell() : dwell,
        enabled == null ? held.enabled() : enabled,
        scope(alertRuleChangeDto.getScope(), held.scope()));
    return switch (alerting.keep(changed, Optional.of(held.version()))) {
      case Alerting.Outcome.Done<AlertRule>(AlertRule kept) -> RestResponse.ResponseBuilder
          .<AlertRuleDto>ok(AlertMapper.rule(kept))
          .header(HttpHeaders.ETAG, tag(kept))
          .build();
      case Alerting.Outcome.NotFound<AlertRule> _, Alerting.Outcome.Late<AlertRule> _,
          Alerting.Outcome.Refused<AlertRule> _ -> throw new ProblemException(ProblemType.PRECONDITION_FAILED,
              "The rule has changed since");
    };
  }

  private static void refuse(List<Fault> faults) {
    if (!faults.isEmpty()) {
      throw ProblemException.of(ProblemType.UNPROCESSABLE, faults);
    }
  }

  private AlertRule found(String rule) {
    return rules.find(rule).orElseThrow(() -> ProblemException.notFound("rule", rule));
  }

  /// The tag begins with the version, so that it can be given back in `If-Match` at once.
  private static String tag(AlertRule rule) {
    return "\"%d-new\"".formatted(rule.version());
  }

  private static RuleKind kind(String kind, @Nullable AlertRuleParametersDto given) {
    return RuleKind.of(kind, AlertSense.parameters(given)).orElseThrow();
  }

  private static AlertRule.Scope scope(@Nullable AlertRuleScopeDto given, AlertRule.Scope otherwise) {
    return given == null
        ? otherwise
        : new AlertRule.Scope(
            given.getCommitments() == null ? List.of() : given.getCommitments(),
            given.getReadings() == null ? List.of() : given.getReadings(),
            Boolean.TRUE.equals(given.getHeadlineOnly()));
  }

  private static @Nullable Severity severity(@Nullable SeverityDto given) {
    return given == null ? null : severityOf(given);
  }

  private static Severity severityOf(SeverityDto given) {
    return Severity.of(given.toString()).orElseThrow();
  }

  private static double number(@Nullable BigDecimal given, double otherwise) {
    return given == null ? otherwise : given.doubleValue();
  }

  private Alerts.Filter filter(
      @Nullable AlertStateDto state, @Nullable String commitment, @Nullable String rule) {
    var check = known.check().rule("rule", rule);
    if (commitment != null) {
      check.commitment("commitment", commitment, basis.newest());
    }
    check.done();
    return new Alerts.Filter(state == null ? List.of() : List.of(state.toString()), commitment, rule);
  }

  private static ProblemException unprocessable(String pointer, String detail, @Nullable String remedy) {
    return new ProblemException(ProblemType.UNPROCESSABLE, detail, Fault.inBody(pointer, detail, remedy));
  }

  private static <T> RestResponse<T> created(String location, T body) {
    return RestResponse.ResponseBuilder.<T>create(RestResponse.Status.CREATED)
        .header(HttpHeaders.LOCATION, location)
        .entity(body)
        .build();
  }
}
