/// Keeps issued verdicts in PostgreSQL, append-only.
@NullMarked
package io.offtake.assessment.store;

import org.jspecify.annotations.NullMarked;
