/// The tables of what is kept about requests.
@NullMarked
package io.offtake.rest.store;

import org.jspecify.annotations.NullMarked;
