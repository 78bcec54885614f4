/// What a source that is silent would say, from one that goes on.
@NullMarked
package io.offtake.projection.nowcast;

import org.jspecify.annotations.NullMarked;
