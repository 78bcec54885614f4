/// Public figures: series, observations, releases, and what was known of them at an instant.
@NullMarked
package io.offtake.evidence;

import org.jspecify.annotations.NullMarked;
