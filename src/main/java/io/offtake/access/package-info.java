/// Who may do what, and who does it.
@NullMarked
package io.offtake.access;

import org.jspecify.annotations.NullMarked;
