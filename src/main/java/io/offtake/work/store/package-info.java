/// Keeps jobs in PostgreSQL.
@NullMarked
package io.offtake.work.store;

import org.jspecify.annotations.NullMarked;
