/// Keeps documents in PostgreSQL, as received.
@NullMarked
package io.offtake.source.store;

import org.jspecify.annotations.NullMarked;
