/// The past run again: backtests, rechecks, scoring.
@NullMarked
package io.offtake.replay;

import org.jspecify.annotations.NullMarked;
