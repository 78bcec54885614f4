/// When the use cases run. When, and nothing else, is decided here.
@NullMarked
package io.offtake.monitoring.job;

import org.jspecify.annotations.NullMarked;
