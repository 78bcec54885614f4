/// Watches the database while the service runs.
@NullMarked
package io.offtake.database.job;

import org.jspecify.annotations.NullMarked;
