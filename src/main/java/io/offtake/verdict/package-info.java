/// The state of one reading at one instant, and why.
@NullMarked
package io.offtake.verdict;

import org.jspecify.annotations.NullMarked;
