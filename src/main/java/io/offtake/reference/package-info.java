/// The fixed tables that every part shares: commodities, parties and the names publishers give them.
@NullMarked
package io.offtake.reference;

import org.jspecify.annotations.NullMarked;
