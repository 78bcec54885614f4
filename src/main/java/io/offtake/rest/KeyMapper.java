package io.offtake.rest;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.offtake.access.ApiKey;
import io.offtake.access.AuditEntry;
import io.offtake.access.Grant;
import io.offtake.access.Scope;
import io.offtake.api.model.AuditEntryDto;
import io.offtake.api.model.AuditedFieldDto;
import io.offtake.api.model.KeyDto;
import io.offtake.api.model.KeyScopeDto;
import io.offtake.api.model.NewKeyDto;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// Keys and the audit between the contract and what is kept.
@Singleton
class KeyMapper {

  private final ObjectMapper json;

  KeyMapper(ObjectMapper json) {
    this.json = json;
  }

  static Grant grant(NewKeyDto sent) {
    return new Grant(
        sent.getScopes().stream().map(scope -> Scope.of(scope.toString()).orElseThrow()).collect(Collectors.toSet()),
        set(sent.getCommitments()), set(sent.getSources()));
  }

  /// @param secret  the key itself, where its holder is told
  static KeyDto key(ApiKey key, Instant now, @Nullable String secret) {
    return KeyDto.builder()
        .id(key.id().toString())
        .prefix(key.prefix())
        .owner(key.owner())
        .scopes(key.grant().scopes().stream().sorted().map(scope -> KeyScopeDto.fromString(scope.id())).toList())
        .commitments(list(key.grant().commitments()))
        .sources(list(key.grant().sources()))
        .state(switch (key.stateAt(now)) {
          case ACTIVE -> KeyDto.StateEnum.ACTIVE;
          case EXPIRED -> KeyDto.StateEnum.EXPIRED;
          case REVOKED -> KeyDto.StateEnum.REVOKED;
        })
        .replaces(key.replaces().map(UUID::toString).orElse(null))
        .createdAt(key.createdAt())
        .createdBy(key.createdBy())
        .expiresAt(key.expiresAt().orElse(null))
        .revokedAt(key.revokedAt().orElse(null))
        .lastUsedAt(key.usedAt().orElse(null))
        .key(secret)
        .build();
  }

  AuditEntryDto entry(AuditEntry entry) {
    return AuditEntryDto.builder()
        .id(entry.id())
        .at(entry.at())
        .actorKind(AuditEntryDto.ActorKindEnum.fromString(entry.actor().kind().name().toLowerCase(Locale.ROOT)))
        .actor(entry.actor().name())
        .action(AuditEntryDto.ActionEnum.fromString(entry.action()))
        .subjectType(entry.subjectType())
        .subject(entry.subject())
        .changes(changes(entry))
        .build();
  }

  private List<AuditedFieldDto> changes(AuditEntry entry) {
    JsonNode before = columns(entry.before());
    JsonNode after = columns(entry.after());
    var names = new TreeSet<String>();
    before.fieldNames().forEachRemaining(names::add);
    after.fieldNames().forEachRemaining(names::add);
    return names.stream()
        .filter(name -> !before.path(name).equals(after.path(name)))
        .<AuditedFieldDto>map(name -> AuditedFieldDto.builder()
            .field(name)
            .before(text(before.path(name)))
            .after(text(after.path(name)))
            .build())
        .filter(field -> field.getBefore() != null || field.getAfter() != null)
        .toList();
  }

  private static @Nullable String text(JsonNode value) {
    return value.isMissingNode() || value.isNull() ? null : value.isTextual() ? value.textValue() : value.toString();
  }

  private JsonNode columns(Optional<String> kept) {
    try {
      return kept.isEmpty() ? MissingNode.getInstance() : json.readTree(kept.get());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database keeps JSON", e);
    }
  }

  private static Set<String> set(@Nullable Collection<String> given) {
    return given == null ? Set.of() : Set.copyOf(given);
  }

  /// What is not narrowed is absent.
  private static @Nullable List<String> list(Set<String> ids) {
    return ids.isEmpty() ? null : ids.stream().sorted().toList();
  }
}
