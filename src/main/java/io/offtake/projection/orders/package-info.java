/// Shipments foreseen from what is sold and not yet shipped.
@NullMarked
package io.offtake.projection.orders;

import org.jspecify.annotations.NullMarked;
