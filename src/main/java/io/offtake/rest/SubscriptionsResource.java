package io.offtake.rest;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import io.offtake.api.SubscriptionsApi;
import io.offtake.api.model.DeliveryDto;
import io.offtake.api.model.DeliveryListDto;
import io.offtake.api.model.NewSubscriptionDto;
import io.offtake.api.model.SubscriptionChangeDto;
import io.offtake.api.model.SubscriptionDto;
import io.offtake.api.model.SubscriptionListDto;
import io.offtake.outbox.Deliveries;
import io.offtake.outbox.Delivery;
import io.offtake.outbox.Subscription;
import io.offtake.outbox.Subscription.Channel;
import io.offtake.outbox.Subscription.State;
import io.offtake.outbox.Subscriptions;
import io.offtake.outbox.client.MailSender;
import io.offtake.outbox.client.Secrets;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Lets receivers subscribe, and tells what was sent to them.
class SubscriptionsResource implements SubscriptionsApi {

  private static final Duration BOTH_SECRETS = Duration.ofHours(24);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,17}");

  private final Subscriptions subscriptions;
  private final Deliveries deliveries;
  private final SubscriptionMapper mapper;
  private final Secrets secrets;
  private final MailSender mail;
  private final Clock clock;
  private final Conditional conditional;
  private final Idempotency idempotency;
  private final UriInfo address;

  SubscriptionsResource(
      Subscriptions subscriptions,
      Deliveries deliveries,
      SubscriptionMapper mapper,
      Secrets secrets,
      MailSender mail,
      Clock clock,
      Conditional conditional,
      Idempotency idempotency,
      UriInfo address) {
    this.subscriptions = subscriptions;
    this.deliveries = deliveries;
    this.mapper = mapper;
    this.secrets = secrets;
    this.mail = mail;
    this.clock = clock;
    this.conditional = conditional;
    this.idempotency = idempotency;
    this.address = address;
  }

  @Override
  public RestResponse<SubscriptionListDto> listSubscriptions(Integer pageSize, @Nullable String pageToken) {
    Optional<UUID> after = pageToken == null ? Optional.empty() : Optional.of(idOf(pageToken));
    List<SubscriptionDto> found = new ArrayList<>(subscriptions.list(after, pageSize + 1).stream()
        .map(each -> mapper.dto(each, deliveries.waiting(each.id()), null))
        .toList());
    boolean more = found.size() > pageSize;
    List<SubscriptionDto> page = found.subList(0, Math.min(pageSize, found.size()));
    String next = more ? token(page.getLast().getId()) : null;
    return linked(next, conditional.answer(page.toString() + more, false, () -> SubscriptionListDto.builder()
        .subscriptions(page)
        .nextPageToken(next)
        .build()));
  }

  @Override
  public RestResponse<SubscriptionDto> getSubscription(String subscription) {
    SubscriptionDto found = mapper.dto(found(subscription), deliveries.waiting(UUID.fromString(subscription)), null);
    return conditional.answer(revision(found(subscription)), found.toString(), false, () -> found);
  }

  @Override
  public RestResponse<SubscriptionDto> createSubscription(NewSubscriptionDto newSubscriptionDto) {
    return idempotency.onceAside(newSubscriptionDto, SubscriptionDto.class, () -> {
      Subscription.Draft draft = mapper.draft(newSubscriptionDto);
      UUID id = UUID.randomUUID();
      Optional<String> secret = draft.channel() instanceof Channel.Webhook
          ? Optional.of(secrets.generate())
          : Optional.empty();
      Subscription made = subscriptions.add(id, draft, secret.map(each -> secrets.seal(id, each)));
      return RestResponse.ResponseBuilder.<SubscriptionDto>create(RestResponse.Status.CREATED)
          .header(HttpHeaders.LOCATION, "/v1/subscriptions/" + id)
          .header(HttpHeaders.ETAG, "\"%s-new\"".formatted(revision(made)))
          .entity(mapper.dto(made, 0, secret.orElse(null)))
          .build();
    }, SubscriptionsResource::withoutSecret);
  }

  @Override
  public RestResponse<SubscriptionDto> changeSubscription(
      String subscription, SubscriptionChangeDto subscriptionChangeDto, @Nullable String ifMatch) {
    Subscription before = living(subscription);
    Conditional.requireRevision(ifMatch, revision(before));
    State state = subscriptionChangeDto.getState() == null
        ? before.state()
        : switch (subscriptionChangeDto.getState()) {
          case ACTIVE -> State.ACTIVE;
          case PAUSED -> State.PAUSED;
        };
    Subscription now = subscriptions
        .change(before.id(), before.revision(), mapper.draft(before.draft(), subscriptionChangeDto), state)
        .orElseThrow(() -> new ProblemException(ProblemType.PRECONDITION_FAILED,
            "The subscription has changed at this moment"));
    return RestResponse.ResponseBuilder.ok(mapper.dto(now, deliveries.waiting(now.id()), null))
        .header(HttpHeaders.ETAG, "\"%s-new\"".formatted(revision(now)))
        .build();
  }

  @Override
  public RestResponse<Void> endSubscription(String subscription, @Nullable String ifMatch) {
    Subscription before = living(subscription);
    Conditional.requireRevision(ifMatch, revision(before));
    if (!subscriptions.end(before.id(), Optional.of(before.revision()), "ended by its owner")) {
      throw new ProblemException(ProblemType.PRECONDITION_FAILED, "The subscription has changed at this moment");
    }
    return RestResponse.noContent();
  }

  @Override
  public RestResponse<SubscriptionDto> rotateSecret(String subscription) {
    return idempotency.onceAside(
        "", SubscriptionDto.class, () -> rotated(subscription), SubscriptionsResource::withoutSecret);
  }

  private RestResponse<SubscriptionDto> rotated(String subscription) {
    Subscription before = living(subscription);
    if (!(before.draft().channel() instanceof Channel.Webhook)) {
      throw new ProblemException(ProblemType.NOT_ACTIVE, "The subscription goes by mail and has no secret");
    }
    mapper.requireKey();
    String secret = secrets.generate();
    Subscription now = subscriptions
        .rotate(before.id(), secrets.seal(before.id(), secret), clock.instant().plus(BOTH_SECRETS))
        .orElseThrow(() -> ProblemException.notFound("subscription", subscription));
    return RestResponse.ResponseBuilder.ok(mapper.dto(now, deliveries.waiting(now.id()), secret))
        .header(HttpHeaders.ETAG, "\"%s-new\"".formatted(revision(now)))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  @Override
  public RestResponse<DeliveryDto> testSubscription(String subscription) {
    return idempotency.onceAside("", DeliveryDto.class,
        () -> accepted(deliveries.ping(active(subscription).id())));
  }

  @Override
  public RestResponse<DeliveryListDto> listDeliveries(
      String subscription, Integer pageSize, @Nullable String pageToken) {
    Subscription of = found(subscription);
    long before = pageToken == null ? Long.MAX_VALUE : numberOf(pageToken);
    List<DeliveryDto> found = deliveries.newest(of.id(), before, pageSize + 1).stream()
        .<DeliveryDto>map(SubscriptionMapper::dto)
        .toList();
    boolean more = found.size() > pageSize;
    List<DeliveryDto> page = found.subList(0, Math.min(pageSize, found.size()));
    String next = more ? token(page.getLast().getId().toString()) : null;
    return linked(next, conditional.answer(page.toString() + more, false, () -> DeliveryListDto.builder()
        .deliveries(page)
        .nextPageToken(next)
        .build()));
  }

  @Override
  public RestResponse<DeliveryDto> getDelivery(String subscription, Long delivery) {
    DeliveryDto found = SubscriptionMapper.dto(delivery(subscription, delivery));
    return conditional.answer(found.toString(), false, () -> found);
  }

  @Override
  public RestResponse<DeliveryDto> replayDelivery(String subscription, Long delivery) {
    Delivery asked = delivery(subscription, delivery);
    return idempotency.onceAside("", DeliveryDto.class, () -> accepted(deliveries.replay(active(subscription).id(), asked.id())
        .orElseThrow(() -> ProblemException.notFound("delivery", delivery.toString()))));
  }

  @Override
  public RestResponse<String> askToUnsubscribe(String token) {
    Subscription asked = mailed(token);
    return RestResponse.ok(page("""
        <p>Messages of &ldquo;%s&rdquo; go to %s.</p>
        <form method="post"><button name="List-Unsubscribe" value="One-Click">Unsubscribe</button></form>"""
        .formatted(FlatPage.escaped(asked.draft().name()), FlatPage.escaped(mailAddress(asked)))));
  }

  @Override
  public RestResponse<String> unsubscribe(String token) {
    subscriptions.end(mailed(token).id(), Optional.empty(), "its reader unsubscribed");
    return RestResponse.ok(page("<p>You are unsubscribed. No more messages will be sent.</p>"));
  }

  private Subscription mailed(String token) {
    return mail.subscriptionOf(token)
        .flatMap(subscriptions::find)
        .filter(each -> each.draft().channel() instanceof Channel.Mail)
        .orElseThrow(() -> ProblemException.notFound("subscription of the token", token));
  }

  private static String mailAddress(Subscription subscription) {
    return subscription.draft().channel() instanceof Channel.Mail(String to) ? to : "";
  }

  private static String page(String body) {
    return FlatPage.of("Offtake", body);
  }

  private Subscription found(String id) {
    return subscriptions.find(UUID.fromString(id))
        .orElseThrow(() -> ProblemException.notFound("subscription", id));
  }

  private Subscription living(String id) {
    Subscription found = found(id);
    if (found.state() == State.ENDED) {
      throw new ProblemException(ProblemType.NOT_FOUND, "The subscription '%s' has ended".formatted(id));
    }
    return found;
  }

  private Subscription active(String id) {
    Subscription found = living(id);
    if (found.state() != State.ACTIVE) {
      throw new ProblemException(ProblemType.NOT_ACTIVE,
          "The subscription is %s; nothing is sent to it".formatted(SubscriptionMapper.word(found.state())));
    }
    return found;
  }

  private Delivery delivery(String subscription, Long id) {
    return deliveries.find(found(subscription).id(), id)
        .orElseThrow(() -> ProblemException.notFound("delivery", id.toString()));
  }

  private static RestResponse<DeliveryDto> accepted(Delivery delivery) {
    return RestResponse.ResponseBuilder.<DeliveryDto>create(RestResponse.Status.ACCEPTED)
        .header(HttpHeaders.LOCATION,
            "/v1/subscriptions/%s/deliveries/%d".formatted(delivery.subscription(), delivery.id()))
        .entity(SubscriptionMapper.dto(delivery))
        .build();
  }

  private <T> RestResponse<T> linked(@Nullable String next, RestResponse<T> response) {
    if (next != null) {
      var uri = UriBuilder.fromUri(address.getRequestUri()).replaceQueryParam("pageToken", next).build();
      response.getHeaders().add(HttpHeaders.LINK,
          "<%s?%s>; rel=\"next\"".formatted(uri.getRawPath(), uri.getRawQuery()));
    }
    return response;
  }

  /// What is kept to answer a repetition: a secret is told once.
  private static SubscriptionDto withoutSecret(SubscriptionDto told) {
    var kept = new SubscriptionDto();
    kept.setId(told.getId());
    kept.setName(told.getName());
    kept.setChannel(told.getChannel());
    kept.setUrl(told.getUrl());
    kept.setFormat(told.getFormat());
    kept.setAddress(told.getAddress());
    kept.setMatch(told.getMatch());
    kept.setTimeZone(told.getTimeZone());
    kept.setQuietHours(told.getQuietHours());
    kept.setRatePerMinute(told.getRatePerMinute());
    kept.setDigest(told.getDigest());
    kept.setState(told.getState());
    kept.setWaiting(told.getWaiting());
    kept.setCreatedAt(told.getCreatedAt());
    kept.setChangedAt(told.getChangedAt());
    return kept;
  }

  private static String revision(Subscription subscription) {
    return Integer.toString(subscription.revision());
  }

  private static String token(String last) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8));
  }

  private static UUID idOf(String pageToken) {
    return UUID.fromString(Pages.decoded(pageToken, ID).group());
  }

  private static long numberOf(String pageToken) {
    return Long.parseLong(Pages.decoded(pageToken, NUMBER).group());
  }
}
