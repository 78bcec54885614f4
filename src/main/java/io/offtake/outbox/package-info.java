/// What receivers are told: messages wait in an outbox, and go out to those who subscribed. Begin with [Message], then
/// [Subscription] and [RetrySchedule].
@NullMarked
package io.offtake.outbox;

import org.jspecify.annotations.NullMarked;
