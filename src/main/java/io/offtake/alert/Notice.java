package io.offtake.alert;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// What receivers are told of a transition. Plain values, so that a message can be put into words at any later time.
///
/// @param from  the id of the state before; absent at the first
/// @param before  the facts that were seen last before; absent at first sight and where only people acted
public record Notice(
    String alert,
    int sequence,
    String rule,
    String ruleTitle,
    Severity severity,
    Transition.Kind kind,
    @Nullable String from,
    String to,
    String cause,
    Instant occurredAt,
    Facts facts,
    @Nullable Facts before) {}
