/// How fast a commitment is being met, how fast the rest would have to go, and the paths to hold it against.
@NullMarked
package io.offtake.pace;

import org.jspecify.annotations.NullMarked;
