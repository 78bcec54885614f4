/// Keeps documents in PostgreSQL, as received.
@NullMarked
package io.offtake.document.store;

import org.jspecify.annotations.NullMarked;
