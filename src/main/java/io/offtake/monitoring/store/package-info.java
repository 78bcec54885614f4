/// The tables of what is kept about requests.
@NullMarked
package io.offtake.monitoring.store;

import org.jspecify.annotations.NullMarked;
