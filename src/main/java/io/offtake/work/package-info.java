/// Long work that reports its progress, can be cancelled, and is resumed by another replica when its own dies.
@NullMarked
package io.offtake.work;

import org.jspecify.annotations.NullMarked;
