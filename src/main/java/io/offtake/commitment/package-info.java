/// Declared undertakings to purchase: terms with their versions, tranches, targets and readings.
@NullMarked
package io.offtake.commitment;

import org.jspecify.annotations.NullMarked;
