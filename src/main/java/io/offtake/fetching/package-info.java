/// Asks publishers for what is due, and for what lies back.
@NullMarked
package io.offtake.fetching;

import org.jspecify.annotations.NullMarked;
