/// The distribution of the total at the deadline.
@NullMarked
package io.offtake.projection;

import org.jspecify.annotations.NullMarked;
