/// Keeps messages, subscriptions and deliveries in PostgreSQL.
@NullMarked
package io.offtake.outbox.store;

import org.jspecify.annotations.NullMarked;
