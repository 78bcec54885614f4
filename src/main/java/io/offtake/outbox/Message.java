package io.offtake.outbox;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/// One thing that receivers are to be told: a transition of an alert, or a notice of the service itself.
///
/// @param id  given by the store, ascending in the order of commit
/// @param key  names the message for ever, in every delivery and repetition of it
/// @param subject  what it is about, the alert's id; messages of one subject are delivered in the order of `sequence`
/// @param sequence  counts the messages of a subject, from 1
/// @param type  such as `alert.firing`; lower camel case after the dot
/// @param occurredAt  the instant of knowledge at which it came about
/// @param dataVersion  the data it speaks of
/// @param severity  `info`, `watch` or `likely`
/// @param content  what it says, as JSON that its [Rendering] understands
public record Message(
    long id,
    String key,
    String subject,
    int sequence,
    String type,
    Instant occurredAt,
    long dataVersion,
    String commitment,
    @Nullable String reading,
    String rule,
    String severity,
    String content) {}
