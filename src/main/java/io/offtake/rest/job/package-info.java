/// When what is kept about requests is forgotten.
@NullMarked
package io.offtake.rest.job;

import org.jspecify.annotations.NullMarked;
