/// Asks version 2 of the data service of the US Energy Information Administration.
@NullMarked
package io.offtake.publisher.eia.client;

import org.jspecify.annotations.NullMarked;
