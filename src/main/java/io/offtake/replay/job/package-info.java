/// When the past is scored.
@NullMarked
package io.offtake.replay.job;

import org.jspecify.annotations.NullMarked;
