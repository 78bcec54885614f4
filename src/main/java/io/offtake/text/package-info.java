/// The one rule for every text that people or programs write into Offtake.
@NullMarked
package io.offtake.text;

import org.jspecify.annotations.NullMarked;
