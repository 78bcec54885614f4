/// What every answer over HTTP has in common: doors, conditions, forms, pages, problems.
@NullMarked
package io.offtake.rest.edge;

import org.jspecify.annotations.NullMarked;
