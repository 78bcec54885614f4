/// Documents as received, and what a reader makes of one.
@NullMarked
package io.offtake.document;

import org.jspecify.annotations.NullMarked;
