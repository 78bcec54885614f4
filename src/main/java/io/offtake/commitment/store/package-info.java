/// Keeps the catalogue in PostgreSQL.
@NullMarked
package io.offtake.commitment.store;

import org.jspecify.annotations.NullMarked;
