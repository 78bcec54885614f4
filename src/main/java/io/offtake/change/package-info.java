/// What became different here, in the order it did: a feed to follow without losing or repeating anything.
@NullMarked
package io.offtake.change;

import org.jspecify.annotations.NullMarked;
