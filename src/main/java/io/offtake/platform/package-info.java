/// Where the service meets the machine: its settings, its own PostgreSQL, the one clock, and the start of it all.
@NullMarked
package io.offtake.platform;

import org.jspecify.annotations.NullMarked;
