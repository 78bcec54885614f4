/// Keeps evidence in PostgreSQL, append-only.
@NullMarked
package io.offtake.evidence.store;

import org.jspecify.annotations.NullMarked;
