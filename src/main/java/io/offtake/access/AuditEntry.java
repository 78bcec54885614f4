package io.offtake.access;

import java.time.Instant;
import java.util.Optional;

import io.offtake.evidence.Actor;

/// One change of state that somebody asked for.
///
/// @param action  `created`, `changed` or `removed`
/// @param subjectType  what was changed
/// @param subject  its id
/// @param before  JSON of what was kept before, without secrets
/// @param after  JSON of what is kept since
public record AuditEntry(
    long id,
    Instant at,
    Actor actor,
    String action,
    String subjectType,
    String subject,
    Optional<String> before,
    Optional<String> after) {}
