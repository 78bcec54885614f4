/// What can be said at an instant of knowledge and a data version.
@NullMarked
package io.offtake.answer;

import org.jspecify.annotations.NullMarked;
