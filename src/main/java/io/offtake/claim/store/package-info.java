/// Keeps claims in PostgreSQL.
@NullMarked
package io.offtake.claim.store;

import org.jspecify.annotations.NullMarked;
