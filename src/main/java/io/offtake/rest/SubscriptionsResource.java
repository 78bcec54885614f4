package io.offtake.rest;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.offtake.answer.DryRun;
import io.offtake.api.SubscriptionsApi;
import io.offtake.api.model.DeliveryDto;
import io.offtake.api.model.DeliveryListDto;
import io.offtake.api.model.NewSubscriptionDto;
import io.offtake.api.model.SubscriptionChangeDto;
import io.offtake.api.model.SubscriptionDto;
import io.offtake.api.model.SubscriptionListDto;
import io.offtake.outbox.Confirmations;
import io.offtake.outbox.Deliveries;
import io.offtake.outbox.Delivery;
import io.offtake.outbox.Masked;
import io.offtake.outbox.ServiceNotice;
import io.offtake.outbox.Subscription.Channel;
import io.offtake.outbox.Subscription.State;
import io.offtake.outbox.Subscription;
import io.offtake.outbox.Subscriptions;
import io.offtake.outbox.TooManyConfirmations;
import io.offtake.outbox.client.MailSender;
import io.offtake.outbox.client.Secrets;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.FlatPage;
import io.offtake.rest.edge.Idempotency;
import io.offtake.rest.edge.Pages;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ProblemType;
import io.offtake.rest.edge.Tryable;
import io.offtake.text.Html;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Lets receivers subscribe, and tells what was sent to them.
@Tryable
class SubscriptionsResource implements SubscriptionsApi {

  private static final Duration BOTH_SECRETS = Duration.ofHours(24);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,17}");

  private final Subscriptions subscriptions;
  private final Deliveries deliveries;
  private final Confirmations confirmations;
  private final SubscriptionMapper mapper;
  private final Secrets secrets;
  private final MailSender mail;
  private final Clock clock;
  private final Conditional conditional;
  private final Idempotency idempotency;
  private final Pages pages;

  SubscriptionsResource(
      Subscriptions subscriptions,
      Deliveries deliveries,
      Confirmations confirmations,
      SubscriptionMapper mapper,
      Secrets secrets,
      MailSender mail,
      Clock clock,
      Conditional conditional,
      Idempotency idempotency,
      Pages pages) {
    this.subscriptions = subscriptions;
    this.deliveries = deliveries;
    this.confirmations = confirmations;
    this.mapper = mapper;
    this.secrets = secrets;
    this.mail = mail;
    this.clock = clock;
    this.conditional = conditional;
    this.idempotency = idempotency;
    this.pages = pages;
  }

  @Override
  public RestResponse<SubscriptionListDto> listSubscriptions(Integer pageSize, @Nullable String pageToken) {
    Optional<UUID> after = Pages.key(pageToken, ID).map(UUID::fromString);
    List<SubscriptionDto> found = subscriptions.list(after, pageSize + 1).stream()
        .map(each -> mapper.dto(each, deliveries.waiting(each.id()), null))
        .toList();
    return pages.answer(found.toString(), Pages.of(found, pageSize, SubscriptionDto::getId),
        page -> SubscriptionListDto.builder()
            .subscriptions(page.rows())
            .nextPageToken(page.nextPageToken())
            .build());
  }

  @Override
  public RestResponse<SubscriptionDto> getSubscription(String subscription) {
    SubscriptionDto found = mapper.dto(found(subscription), deliveries.waiting(UUID.fromString(subscription)), null);
    return conditional.answer(revision(found(subscription)), found.toString(), false, () -> found);
  }

  @Override
  public RestResponse<SubscriptionDto> createSubscription(NewSubscriptionDto newSubscriptionDto, Boolean dryRun) {
    return idempotency.onceAside(newSubscriptionDto, SubscriptionDto.class, () -> {
      Subscription.Draft draft = mapper.draft(newSubscriptionDto);
      UUID id = UUID.randomUUID();
      Optional<String> secret = draft.channel() instanceof Channel.Webhook
          ? Optional.of(secrets.generate())
          : Optional.empty();
      Subscription made = asking(() -> subscriptions.add(id, draft, secret.map(each -> secrets.seal(id, each))));
      return RestResponse.ResponseBuilder.<SubscriptionDto>create(RestResponse.Status.CREATED)
          .header(HttpHeaders.LOCATION, "/v1/subscriptions/" + id)
          .header(HttpHeaders.ETAG, "\"%s-new\"".formatted(revision(made)))
          .entity(mapper.dto(made, 0, DryRun.isOn() ? null : secret.orElse(null)))
          .build();
    }, SubscriptionsResource::withoutSecret);
  }

  @Override
  public RestResponse<SubscriptionDto> changeSubscription(
      String subscription, SubscriptionChangeDto subscriptionChangeDto, @Nullable String ifMatch, Boolean dryRun) {
    Subscription before = living(subscription);
    Conditional.requireRevision(ifMatch, revision(before));
    State state = subscriptionChangeDto.getState() == null
        ? before.state()
        : switch (subscriptionChangeDto.getState()) {
          case ACTIVE -> State.ACTIVE;
          case PAUSED -> State.PAUSED;
        };
    Subscription.Draft draft = mapper.draft(before.draft(), subscriptionChangeDto);
    Subscription now = asking(() -> subscriptions.change(before.id(), before.revision(), draft, state))
        .orElseThrow(() -> new ProblemException(ProblemType.PRECONDITION_FAILED,
            "The subscription has changed at this moment"));
    return RestResponse.ResponseBuilder.ok(mapper.dto(now, deliveries.waiting(now.id()), null))
        .header(HttpHeaders.ETAG, "\"%s-new\"".formatted(revision(now)))
        .build();
  }

  @Override
  public RestResponse<Void> endSubscription(String subscription, @Nullable String ifMatch, Boolean dryRun) {
    Subscription before = living(subscription);
    Conditional.requireRevision(ifMatch, revision(before));
    if (!subscriptions.end(before.id(), Optional.of(before.revision()), "ended by its owner")) {
      throw new ProblemException(ProblemType.PRECONDITION_FAILED, "The subscription has changed at this moment");
    }
    return RestResponse.noContent();
  }

  @Override
  public RestResponse<SubscriptionDto> rotateSecret(String subscription, Boolean dryRun) {
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
    return RestResponse.ResponseBuilder.ok(mapper.dto(now, deliveries.waiting(now.id()), DryRun.isOn() ? null : secret))
        .header(HttpHeaders.ETAG, "\"%s-new\"".formatted(revision(now)))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  @Override
  public RestResponse<DeliveryDto> testSubscription(String subscription, Boolean dryRun) {
    return idempotency.onceAside("", DeliveryDto.class, () -> {
      Subscription of = active(subscription);
      return accepted(deliveries.ping(of.id()), of);
    });
  }

  @Override
  public RestResponse<DeliveryDto> resendConfirmation(String subscription, Boolean dryRun) {
    return idempotency.onceAside("", DeliveryDto.class, () -> {
      Subscription of = living(subscription);
      return accepted(asking(() -> confirmations.askAgain(of.id()))
          .orElseThrow(() -> new ProblemException(ProblemType.NOTHING_TO_CONFIRM,
              "The subscription is %s; nobody has to be asked".formatted(SubscriptionMapper.word(of.state())))), of);
    });
  }

  @Override
  public RestResponse<String> askToConfirm(String token) {
    Subscription asked = good(confirmations.find(token));
    return unstored(page("""
        <p>Messages of Offtake will be sent to %s when you agree.</p>
        <form method="post"><button>Yes, send them</button></form>
        <p>If you do not want them, close this page: none will come.</p>""".formatted(shownAddress(asked))));
  }

  @Override
  public RestResponse<String> confirmSubscription(String token, Boolean dryRun) {
    Subscription confirmed = good(confirmations.confirm(token));
    return unstored(page("<p>Thank you. Messages will be sent to %s. Each of them has a way to end it.</p>"
        .formatted(shownAddress(confirmed))));
  }

  private static Subscription good(Confirmations.Answer answer) {
    return switch (answer) {
      case Confirmations.Answer.Good(Subscription of) -> of;
      case Confirmations.Answer.Over(Subscription of) -> throw new ProblemException(ProblemType.CONFIRMATION_OVER,
          of.state() == State.UNCONFIRMED
              ? "The link has expired or belongs to another address; have the mail sent again"
              : "The link was used before or is not needed any more: the subscription is "
                  + SubscriptionMapper.word(of.state()));
      case Confirmations.Answer.Unknown() ->
          throw new ProblemException(ProblemType.NOT_FOUND, "The link is none of ours, or was not copied whole");
    };
  }

  private static <T> T asking(Supplier<T> change) {
    try {
      return change.get();
    } catch (TooManyConfirmations e) {
      throw new ProblemException(ProblemType.TOO_MANY_CONFIRMATIONS,
          "The mailbox was asked %d times in 24 hours or %d times in 30 days; it can be asked again in %d seconds"
              .formatted(Confirmations.MOST_A_DAY, Confirmations.MOST_A_MONTH, Math.max(1, e.again().toSeconds())))
          .retryAfter(e.again());
    }
  }

  @Override
  public RestResponse<DeliveryListDto> listDeliveries(
      String subscription, Integer pageSize, @Nullable String pageToken) {
    Subscription of = found(subscription);
    long before = Pages.key(pageToken, NUMBER).map(Long::valueOf).orElse(Long.MAX_VALUE);
    List<DeliveryDto> found = deliveries.newest(of.id(), before, pageSize + 1).stream()
        .<DeliveryDto>map(each -> SubscriptionMapper.dto(each, of.draft().channel()))
        .toList();
    return pages.answer(found.toString(), Pages.of(found, pageSize, each -> each.getId().toString()),
        page -> DeliveryListDto.builder()
            .deliveries(page.rows())
            .nextPageToken(page.nextPageToken())
            .build());
  }

  @Override
  public RestResponse<DeliveryDto> getDelivery(String subscription, Long delivery) {
    DeliveryDto found = SubscriptionMapper.dto(delivery(subscription, delivery), found(subscription).draft().channel());
    return conditional.answer(found.toString(), false, () -> found);
  }

  @Override
  public RestResponse<DeliveryDto> replayDelivery(String subscription, Long delivery, Boolean dryRun) {
    Delivery asked = delivery(subscription, delivery);
    if (asked.message().type().equals(ServiceNotice.CONFIRMATION)) {
      throw new ProblemException(ProblemType.NOTHING_TO_CONFIRM,
          "A question is not replayed; it is asked again at /v1/subscriptions/%s/confirmation".formatted(subscription));
    }
    return idempotency.onceAside("", DeliveryDto.class, () -> {
      Subscription of = active(subscription);
      return accepted(deliveries.replay(of.id(), asked.id())
          .orElseThrow(() -> ProblemException.notFound("delivery", delivery.toString())), of);
    });
  }

  @Override
  public RestResponse<String> askToUnsubscribe(String token) {
    Subscription asked = mailed(token);
    return unstored(page("""
        <p>Messages of &ldquo;%s&rdquo; go to %s.</p>
        <form method="post"><button name="List-Unsubscribe" value="One-Click">Unsubscribe</button></form>"""
        .formatted(Html.escaped(asked.draft().name()), shownAddress(asked))));
  }

  @Override
  public RestResponse<String> unsubscribe(String token, Boolean dryRun) {
    subscriptions.end(mailed(token).id(), Optional.empty(), "its reader unsubscribed");
    return unstored(page("<p>You are unsubscribed. No more messages will be sent.</p>"));
  }

  private Subscription mailed(String token) {
    return mail.subscriptionOf(token)
        .flatMap(subscriptions::find)
        .filter(each -> each.draft().channel() instanceof Channel.Mail)
        .orElseThrow(() ->
            new ProblemException(ProblemType.NOT_FOUND, "The link is none of ours, or was not copied whole"));
  }

  /// The link is in a mail to this address, and may have been passed on.
  private static String shownAddress(Subscription subscription) {
    return Html.escaped(Masked.of(subscription.draft().channel()));
  }

  /// A page that a token led to stays with who had it.
  private static RestResponse<String> unstored(String page) {
    return RestResponse.ResponseBuilder.ok(page)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        // Stricter, and browsers would not say of the button's request that it comes from here.
        .header("Referrer-Policy", "same-origin")
        .build();
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
    if (found.state() == State.UNCONFIRMED) {
      throw new ProblemException(ProblemType.UNCONFIRMED,
          "The reader of %s has not agreed yet; nothing but the question is sent there".formatted(
              Masked.of(found.draft().channel())));
    }
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

  private static RestResponse<DeliveryDto> accepted(Delivery delivery, Subscription of) {
    return RestResponse.ResponseBuilder.<DeliveryDto>create(RestResponse.Status.ACCEPTED)
        .header(HttpHeaders.LOCATION,
            "/v1/subscriptions/%s/deliveries/%d".formatted(delivery.subscription(), delivery.id()))
        .entity(SubscriptionMapper.dto(delivery, of.draft().channel()))
        .build();
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
    kept.setCause(told.getCause());
    kept.setWaiting(told.getWaiting());
    kept.setCreatedAt(told.getCreatedAt());
    kept.setChangedAt(told.getChangedAt());
    return kept;
  }

  private static String revision(Subscription subscription) {
    return Integer.toString(subscription.revision());
  }
}
