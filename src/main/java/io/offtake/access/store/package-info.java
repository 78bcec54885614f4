/// Keys and the audit in PostgreSQL.
@NullMarked
package io.offtake.access.store;

import org.jspecify.annotations.NullMarked;
