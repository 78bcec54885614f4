/// Publishers: documents as received, and what a reader makes of one.
@NullMarked
package io.offtake.source;

import org.jspecify.annotations.NullMarked;
