/// Values with units: exact published figures, never estimates.
@NullMarked
package io.offtake.quantity;

import org.jspecify.annotations.NullMarked;
