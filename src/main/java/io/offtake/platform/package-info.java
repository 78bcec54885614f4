/// Settings, the one clock, the database of its own, and the wiring of the core.
@NullMarked
package io.offtake.platform;

import org.jspecify.annotations.NullMarked;
