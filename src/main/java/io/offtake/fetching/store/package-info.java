/// Keeps what became of asking a publisher.
@NullMarked
package io.offtake.fetching.store;

import org.jspecify.annotations.NullMarked;
