/// Asks the international trade data service of the US Census Bureau.
@NullMarked
package io.offtake.publisher.census.client;

import org.jspecify.annotations.NullMarked;
