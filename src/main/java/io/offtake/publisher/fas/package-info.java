/// USDA Foreign Agricultural Service: weekly export sales, in the forms they are handed on. Begin at
/// [io.offtake.publisher.fas.ExportSales].
@NullMarked
package io.offtake.publisher.fas;

import org.jspecify.annotations.NullMarked;
