/// When messages go out: the relay.
@NullMarked
package io.offtake.outbox.job;

import org.jspecify.annotations.NullMarked;
