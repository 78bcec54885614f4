package io.offtake.rest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import io.offtake.access.ApiKey;
import io.offtake.access.ApiKeys;
import io.offtake.access.Caller;
import io.offtake.access.Grant;
import io.offtake.access.KeyRing;
import io.offtake.access.Secret;
import io.offtake.answer.DryRun;
import io.offtake.api.KeysApi;
import io.offtake.api.model.KeyDto;
import io.offtake.api.model.KeyListDto;
import io.offtake.api.model.KeyRotationDto;
import io.offtake.api.model.NewKeyDto;
import io.offtake.evidence.Actor;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.Fault;
import io.offtake.rest.edge.Idempotency;
import io.offtake.rest.edge.Pages;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ProblemType;
import io.offtake.rest.edge.Tryable;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Makes keys and ends them.
@Tryable
class KeysResource implements KeysApi {

  private static final int USUAL_OVERLAP = 24;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final ApiKeys keys;
  private final KeyRing ring;
  private final KeySense sense;
  private final Caller caller;
  private final Clock clock;
  private final Conditional conditional;
  private final Idempotency idempotency;
  private final Pages pages;

  KeysResource(
      ApiKeys keys,
      KeyRing ring,
      KeySense sense,
      Caller caller,
      Clock clock,
      Conditional conditional,
      Idempotency idempotency,
      Pages pages) {
    this.keys = keys;
    this.ring = ring;
    this.sense = sense;
    this.caller = caller;
    this.clock = clock;
    this.conditional = conditional;
    this.idempotency = idempotency;
    this.pages = pages;
  }

  @Override
  public RestResponse<KeyListDto> listKeys(Integer pageSize, @Nullable String pageToken) {
    Optional<UUID> before = Pages.key(pageToken, ID).map(UUID::fromString);
    List<KeyDto> found = keys.list(before, pageSize + 1).stream()
        .map(key -> KeyMapper.key(key, clock.instant(), null))
        .toList();
    return pages.answer(found.toString(), Pages.of(found, pageSize, KeyDto::getId), page -> KeyListDto.builder()
        .keys(page.rows())
        .nextPageToken(page.nextPageToken())
        .build());
  }

  @Override
  public RestResponse<KeyDto> getKey(String key) {
    KeyDto found = KeyMapper.key(found(key), clock.instant(), null);
    return conditional.answer(found.toString(), false, () -> found);
  }

  @Override
  public RestResponse<KeyDto> createKey(NewKeyDto newKeyDto, Boolean dryRun) {
    return idempotency.onceAside(newKeyDto, KeyDto.class, () -> {
      refuse(sense.ofKey(newKeyDto));
      return made(newKeyDto.getOwner(), KeyMapper.grant(newKeyDto), Optional.empty(),
          Optional.ofNullable(newKeyDto.getExpiresAt()));
    }, KeysResource::withoutSecret);
  }

  @Override
  public RestResponse<KeyDto> rotateKey(String key, KeyRotationDto keyRotationDto, Boolean dryRun) {
    return idempotency.onceAside(keyRotationDto, KeyDto.class, () -> {
      refuse(sense.ofEnd(keyRotationDto.getExpiresAt()));
      ApiKey old = found(key);
      Instant now = now();
      if (old.stateAt(now) != ApiKey.State.ACTIVE) {
        throw new ProblemException(ProblemType.KEY_OVER, "The key %s has ended".formatted(old.prefix()));
      }
      Integer overlap = keyRotationDto.getOverlapHours();
      RestResponse<KeyDto> made = made(old.owner(), old.grant(), Optional.of(old.id()),
          Optional.ofNullable(keyRotationDto.getExpiresAt()).or(old::expiresAt));
      keys.expire(old.id(), now.plus(Duration.ofHours(overlap == null ? USUAL_OVERLAP : overlap)));
      follow();
      return made;
    }, KeysResource::withoutSecret);
  }

  @Override
  public RestResponse<KeyDto> revokeKey(String key, Boolean dryRun) {
    ApiKey ended = keys.revoke(found(key).id(), now()).orElseThrow(() -> ProblemException.notFound("key", key));
    follow();
    return RestResponse.ok(KeyMapper.key(ended, clock.instant(), null));
  }

  private RestResponse<KeyDto> made(String owner, Grant grant, Optional<UUID> replaces, Optional<Instant> expiresAt) {
    if (keys.count() >= ApiKeys.MOST) {
      throw new ProblemException(ProblemType.UNPROCESSABLE, "There are %d keys already".formatted(ApiKeys.MOST),
          Fault.inBody("", "As many as may be there are kept, those that have ended too", "give people keys that are there"));
    }
    var secret = Secret.make();
    var key = new ApiKey(UUID.randomUUID(), secret.prefix(), owner, grant, replaces, now(), name(caller.actor()), expiresAt,
        Optional.empty(), Optional.empty());
    keys.add(key, secret.hash());
    follow();
    return RestResponse.ResponseBuilder.<KeyDto>create(RestResponse.Status.CREATED)
        .header(HttpHeaders.LOCATION, "/v1/keys/" + key.id())
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(KeyMapper.key(key, clock.instant(), DryRun.isOn() ? null : secret.text()))
        .build();
  }

  /// At once on this replica; what is undone later is forgotten at the next look.
  private void follow() {
    if (!DryRun.isOn()) {
      ring.refresh();
    }
  }

  private ApiKey found(String key) {
    return keys.find(UUID.fromString(key)).orElseThrow(() -> ProblemException.notFound("key", key));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static String name(Actor actor) {
    return actor.name().isEmpty() ? "person" : actor.name();
  }

  private static void refuse(List<Fault> faults) {
    if (!faults.isEmpty()) {
      throw ProblemException.of(ProblemType.UNPROCESSABLE, faults);
    }
  }

  private static KeyDto withoutSecret(KeyDto made) {
    return KeyDto.builder()
        .id(made.getId())
        .prefix(made.getPrefix())
        .owner(made.getOwner())
        .scopes(made.getScopes())
        .commitments(made.getCommitments())
        .sources(made.getSources())
        .state(made.getState())
        .replaces(made.getReplaces())
        .createdAt(made.getCreatedAt())
        .createdBy(made.getCreatedBy())
        .expiresAt(made.getExpiresAt())
        .build();
  }
}
