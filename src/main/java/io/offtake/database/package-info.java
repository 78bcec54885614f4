/// What becomes of the service when its database does not answer.
@NullMarked
package io.offtake.database;

import org.jspecify.annotations.NullMarked;
