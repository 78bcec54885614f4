/// Reads the changes from the tables that only grow.
@NullMarked
package io.offtake.change.store;

import org.jspecify.annotations.NullMarked;
