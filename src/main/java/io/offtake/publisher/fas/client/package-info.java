/// Asks the Export Sales data service of USDA's Foreign Agricultural Service.
@NullMarked
package io.offtake.publisher.fas.client;

import org.jspecify.annotations.NullMarked;
