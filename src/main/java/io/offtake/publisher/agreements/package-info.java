/// Deliveries under grain agreements of the past, as they were reported.
@NullMarked
package io.offtake.publisher.agreements;

import org.jspecify.annotations.NullMarked;
