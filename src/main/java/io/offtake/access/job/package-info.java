/// When keys are looked up again.
@NullMarked
package io.offtake.access.job;

import org.jspecify.annotations.NullMarked;
