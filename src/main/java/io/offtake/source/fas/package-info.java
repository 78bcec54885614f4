/// USDA Foreign Agricultural Service: weekly export sales, in the forms they are handed on. Begin at
/// [io.offtake.source.fas.ExportSales].
@NullMarked
package io.offtake.source.fas;

import org.jspecify.annotations.NullMarked;
