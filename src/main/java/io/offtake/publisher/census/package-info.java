/// Reads monthly exports by commodity code and partner of the US Census Bureau. Begin with
/// [io.offtake.publisher.census.MonthlyExports].
@NullMarked
package io.offtake.publisher.census;

import org.jspecify.annotations.NullMarked;
