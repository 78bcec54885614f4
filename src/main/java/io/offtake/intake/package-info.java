/// Every change of what is known, through one gate: documents, the catalogue, retractions, the calendar.
@NullMarked
package io.offtake.intake;

import org.jspecify.annotations.NullMarked;
