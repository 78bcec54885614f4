/// The alerts in PostgreSQL.
@NullMarked
package io.offtake.alert.store;

import org.jspecify.annotations.NullMarked;
