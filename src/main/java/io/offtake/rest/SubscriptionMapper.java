package io.offtake.rest;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.offtake.api.model.DeliveryAttemptDto;
import io.offtake.api.model.DeliveryDto;
import io.offtake.api.model.DigestModeDto;
import io.offtake.api.model.NewSubscriptionDto;
import io.offtake.api.model.QuietHoursDto;
import io.offtake.api.model.SubscriptionChangeDto;
import io.offtake.api.model.SubscriptionDto;
import io.offtake.api.model.SubscriptionMatcherDto;
import io.offtake.outbox.Delivery;
import io.offtake.outbox.Digest;
import io.offtake.outbox.Masked;
import io.offtake.outbox.QuietHours;
import io.offtake.outbox.Subscription.Channel;
import io.offtake.outbox.Subscription.Draft;
import io.offtake.outbox.Subscription.Format;
import io.offtake.outbox.Subscription.Matcher;
import io.offtake.outbox.Subscription;
import io.offtake.outbox.client.MailSender;
import io.offtake.outbox.client.Secrets;
import io.offtake.outbox.client.WebhookClient;
import io.offtake.rest.edge.BodySense;
import io.offtake.rest.edge.Fault;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/// Between subscriptions and their words in the contract.
@ApplicationScoped
class SubscriptionMapper implements BodySense {

  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("HH:mm");

  private static final int LONGEST_URL = 2000;
  private static final String MASK = "This is how the address is shown, and not the address itself";

  private final WebhookClient webhooks;
  private final MailSender mail;
  private final Secrets secrets;

  SubscriptionMapper(WebhookClient webhooks, MailSender mail, Secrets secrets) {
    this.webhooks = webhooks;
    this.mail = mail;
    this.secrets = secrets;
  }

  /// @throws ProblemException  422 when it does not make sense, 409 when this service cannot do it
  Draft draft(NewSubscriptionDto sent) {
    switch (sent.getChannel()) {
      case WEBHOOK -> requireKey();
      case MAIL -> requireMail();
    }
    var faults = new ArrayList<Fault>();
    Optional<Channel> channel = channel(sent, faults);
    name(sent.getName(), faults);
    var zone = zone(sent.getTimeZone(), faults).orElse(ZoneOffset.UTC);
    Optional<Digest> digest = digest(sent.getDigest(), faults);
    if (!faults.isEmpty()) {
      throw ProblemException.of(ProblemType.UNPROCESSABLE, faults);
    }
    return new Draft(
        sent.getName(),
        channel.orElseThrow(),
        matcher(sent.getMatch()),
        zone,
        quietHours(sent.getQuietHours()),
        sent.getRatePerMinute() == null ? 0 : sent.getRatePerMinute(),
        digest);
  }

  /// What was decided before, with the changes.
  Draft draft(Draft before, SubscriptionChangeDto sent) {
    var faults = new ArrayList<Fault>();
    Optional<Channel> channel = Optional.of(before.channel());
    if (sent.getUrl() != null || sent.getFormat() != null || sent.getAddress() != null) {
      switch (before.channel()) {
        case Channel.Webhook _ -> requireKey();
        case Channel.Mail _ -> requireMail();
      }
      // Who sends back what was read has not changed the address: the mask stands for what is kept.
      channel = switch (before.channel()) {
        case Channel.Webhook(URI url, Format format) -> webhook(
            sent.getUrl() == null || sent.getUrl().toString().equals(Masked.url(url)) ? url : sent.getUrl(),
            sent.getAddress(), sent.getFormat() == null ? format : format(sent.getFormat().toString()), faults);
        case Channel.Mail(String address) -> mail(
            sent.getAddress() == null || sent.getAddress().equals(Masked.mailbox(address)) ? address : sent.getAddress(),
            sent.getUrl(), sent.getFormat() != null, faults);
      };
    }
    name(sent.getName(), faults);
    ZoneId zone = sent.getTimeZone() == null ? before.zone() : zone(sent.getTimeZone(), faults).orElse(before.zone());
    Optional<Digest> digest = sent.getDigest() == null ? before.digest() : digest(sent.getDigest(), faults);
    if (!faults.isEmpty()) {
      throw ProblemException.of(ProblemType.UNPROCESSABLE, faults);
    }
    return new Draft(
        sent.getName() == null ? before.name() : sent.getName(),
        channel.orElseThrow(),
        sent.getMatch() == null ? before.matcher() : matcher(sent.getMatch()),
        zone,
        sent.getQuietHours() == null ? before.quietHours() : quietHours(sent.getQuietHours()),
        sent.getRatePerMinute() == null ? before.ratePerMinute() : sent.getRatePerMinute(),
        digest);
  }

  private Optional<Channel> channel(NewSubscriptionDto sent, List<Fault> faults) {
    return switch (sent.getChannel()) {
      case WEBHOOK -> webhook(sent.getUrl(), sent.getAddress(),
          sent.getFormat() == null ? Format.STANDARD : format(sent.getFormat().toString()), faults);
      case MAIL -> mail(sent.getAddress(), sent.getUrl(), sent.getFormat() != null, faults);
    };
  }

  @Override
  public boolean speaksOf(Class<?> type) {
    return type == NewSubscriptionDto.class || type == SubscriptionChangeDto.class;
  }

  /// Of a change, what does not depend on what was decided before.
  @Override
  public List<Fault> faults(Object sound, Map<String, String> path, Collection<String> wrong) {
    var faults = new ArrayList<Fault>();
    switch (sound) {
      case NewSubscriptionDto sent -> {
        if (sent.getChannel() != null) {
          channel(sent, faults);
        }
        ofAll(sent.getName(), sent.getTimeZone(), sent.getDigest(), faults);
      }
      case SubscriptionChangeDto sent -> {
        if (sent.getUrl() != null && !Masked.isMask(sent.getUrl().toString())) {
          webhook(sent.getUrl(), null, Format.STANDARD, faults);
        }
        ofAll(sent.getName(), sent.getTimeZone(), sent.getDigest(), faults);
      }
      default -> { }
    }
    return faults;
  }

  private static void ofAll(
      @Nullable String name, @Nullable String zone, @Nullable DigestModeDto digest, List<Fault> faults) {
    name(name, faults);
    zone(zone, faults);
    digest(digest, faults);
  }

  /// @throws ProblemException  409 when there is no key to keep secrets under
  void requireKey() {
    if (!secrets.canSeal()) {
      throw new ProblemException(ProblemType.NO_SECRET_KEY,
          "There is no key to keep a webhook's secret under: set OFFTAKE_SECRET_KEY and start again");
    }
  }

  private void requireMail() {
    if (!mail.isOn()) {
      throw new ProblemException(ProblemType.MAIL_OFF,
          "This service sends no mail: set OFFTAKE_MAIL_HOST and OFFTAKE_MAIL_FROM and start again");
    }
  }

  private Optional<Channel> webhook(
      @Nullable URI url, @Nullable String address, Format format, List<Fault> faults) {
    if (address != null) {
      faults.add(Fault.inBody("/address", "A webhook has no mail address", "leave it out, or choose the channel mail"));
    }
    if (url == null) {
      faults.add(Fault.inBody("/url", "A webhook needs an address", "give the https address that takes its posts"));
      return Optional.empty();
    }
    if (Masked.isMask(url.toString())) {
      faults.add(Fault.inBody("/url", MASK, "give the whole address, or leave it out to keep the one there is"));
      return Optional.empty();
    }
    if (url.toString().length() > LONGEST_URL) {
      faults.add(Fault.inBody("/url", "The address is too long",
          "give one of at most %d characters".formatted(LONGEST_URL)));
      return Optional.empty();
    }
    webhooks.objectionTo(url).ifPresent(objection -> faults.add(Fault.inBody("/url",
        "Nothing is sent to this address: " + objection,
        "give a public https address, or have the operator allow the host with OFFTAKE_WEBHOOK_ALLOW")));
    return Optional.of(new Channel.Webhook(url, format));
  }

  private static Optional<Channel> mail(
      @Nullable String address, @Nullable URI url, boolean hasFormat, List<Fault> faults) {
    if (url != null) {
      faults.add(Fault.inBody("/url", "Mail has no web address", "leave it out, or choose the channel webhook"));
    }
    if (hasFormat) {
      faults.add(Fault.inBody("/format", "Mail has no format; it comes as text and HTML", "leave it out"));
    }
    if (address == null) {
      faults.add(Fault.inBody("/address", "Mail needs an address", "give a mailbox such as desk@example.com"));
      return Optional.empty();
    }
    if (Masked.isMask(address)) {
      faults.add(Fault.inBody("/address", MASK, "give the whole address, or leave it out to keep the one there is"));
      return Optional.empty();
    }
    return Optional.of(new Channel.Mail(address));
  }

  private static void name(@Nullable String name, List<Fault> faults) {
    if (name != null && !Masked.text(name).equals(name)) {
      faults.add(Fault.inBody("/name", "The name holds an address, which is a secret, and others are told the name",
          "call it by who reads it, such as Grain desk"));
    }
  }

  private static Optional<ZoneId> zone(@Nullable String name, List<Fault> faults) {
    if (name == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(ZoneId.of(name));
    } catch (DateTimeException e) {
      faults.add(Fault.inBody("/timeZone", "There is no time zone '%s'".formatted(name),
          "write a name of the IANA database, such as Europe/Berlin"));
      return Optional.empty();
    }
  }

  private static Optional<Digest> digest(@Nullable DigestModeDto sent, List<Fault> faults) {
    if (sent == null) {
      return Optional.empty();
    }
    if ((sent.getEveryMinutes() == null) == (sent.getDailyAt() == null)) {
      faults.add(Fault.inBody("/digest", "A digest comes after some minutes or at a time of the day",
          "give either everyMinutes or dailyAt"));
      return Optional.empty();
    }
    return sent.getDailyAt() != null
        ? Optional.of(new Digest.DailyAt(LocalTime.parse(sent.getDailyAt())))
        : Optional.<Digest>of(new Digest.Every(Duration.ofMinutes(sent.getEveryMinutes())))
            .filter(_ -> sent.getEveryMinutes() > 0);
  }

  private static Optional<QuietHours> quietHours(@Nullable QuietHoursDto sent) {
    return Optional.ofNullable(sent)
        .filter(each -> !each.getFrom().equals(each.getTo()))
        .map(each -> new QuietHours(LocalTime.parse(each.getFrom()), LocalTime.parse(each.getTo())));
  }

  private static Matcher matcher(@Nullable SubscriptionMatcherDto sent) {
    return sent == null
        ? new Matcher(List.of(), List.of(), List.of(), List.of(), List.of())
        : new Matcher(
            listed(sent.getCommitments()),
            listed(sent.getReadings()),
            listed(sent.getRules()),
            listed(sent.getSeverities()).stream().map(Object::toString).toList(),
            listed(sent.getTypes()));
  }

  private static <T> List<T> listed(@Nullable List<T> sent) {
    return sent == null ? List.of() : sent.stream().distinct().toList();
  }

  private static Format format(String word) {
    return Format.valueOf(word.toUpperCase(Locale.ROOT));
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /// @param secret  only when it was made just now
  SubscriptionDto dto(Subscription of, long waiting, @Nullable String secret) {
    Draft draft = of.draft();
    var dto = SubscriptionDto.builder()
        .id(of.id().toString())
        .name(draft.name())
        .match(SubscriptionMatcherDto.builder()
            .commitments(draft.matcher().commitments())
            .readings(draft.matcher().readings())
            .rules(draft.matcher().rules())
            .severities(draft.matcher().severities().stream()
                .map(SubscriptionMatcherDto.SeveritiesEnum::fromValue)
                .toList())
            .types(draft.matcher().types())
            .build())
        .timeZone(draft.zone().getId().equals("Z") ? "UTC" : draft.zone().getId())
        .quietHours(draft.quietHours()
            .map(hours -> QuietHoursDto.builder()
                .from(MINUTE.format(hours.from()))
                .to(MINUTE.format(hours.to()))
                .build())
            .orElse(null))
        .ratePerMinute(draft.ratePerMinute())
        .digest(draft.digest().map(SubscriptionMapper::dto).orElse(null))
        .state(SubscriptionDto.StateEnum.fromValue(word(of.state())))
        .cause(of.cause().map(cause -> Masked.text(cause, draft.channel())).orElse(null))
        .failingSince(of.failingSince().orElse(null))
        .waiting(waiting)
        .secret(secret)
        .oldSecretUntil(of.oldSecretUntil().orElse(null))
        .createdAt(of.createdAt())
        .changedAt(of.changedAt());
    return switch (draft.channel()) {
      case Channel.Webhook(URI url, Format format) -> dto
          .channel(SubscriptionDto.ChannelEnum.WEBHOOK)
          .url(URI.create(Masked.url(url)))
          .format(SubscriptionDto.FormatEnum.fromValue(word(format)))
          .build();
      case Channel.Mail(String address) -> dto
          .channel(SubscriptionDto.ChannelEnum.MAIL)
          .address(Masked.mailbox(address))
          .build();
    };
  }

  private static DigestModeDto dto(Digest digest) {
    return switch (digest) {
      case Digest.Every(Duration span) -> DigestModeDto.builder()
          .everyMinutes(Math.toIntExact(span.toMinutes()))
          .build();
      case Digest.DailyAt(LocalTime time) -> DigestModeDto.builder().dailyAt(MINUTE.format(time)).build();
    };
  }

  /// @param channel  of its subscription: whatever a receiver said, also before answers were masked as they come, its
  ///     address is not told
  static DeliveryDto dto(Delivery of, Channel channel) {
    return DeliveryDto.builder()
        .id(of.id())
        .messageKey(of.message().key())
        .digest(of.digest().orElse(null))
        .type(of.message().type())
        .subject(of.message().subject())
        .sequence(of.message().sequence())
        .severity(of.message().severity())
        .commitment(of.message().commitment().isEmpty() ? null : of.message().commitment())
        .occurredAt(of.message().occurredAt())
        .state(DeliveryDto.StateEnum.fromValue(word(of.state())))
        .tries(of.tries())
        .dueAt(of.state() == Delivery.State.WAITING ? of.dueAt() : null)
        .createdAt(of.createdAt())
        .settledAt(of.settledAt().orElse(null))
        .attempts(of.attempts().stream()
            .<DeliveryAttemptDto>map(each -> DeliveryAttemptDto.builder()
                .number(each.number())
                .startedAt(each.startedAt())
                .finishedAt(each.finishedAt())
                .accepted(each.accepted())
                .status(each.status())
                .detail(each.detail() == null ? null : Masked.text(each.detail(), channel))
                .build())
            .toList())
        .build();
  }
}
