/// Reads monthly exports by commodity code and partner of the US Census Bureau. Begin with
/// [io.offtake.source.census.MonthlyExports].
@NullMarked
package io.offtake.source.census;

import org.jspecify.annotations.NullMarked;
