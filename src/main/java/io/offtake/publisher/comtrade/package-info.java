/// Reads monthly imports by origin of UN Comtrade. Begin with [io.offtake.publisher.comtrade.MonthlyImports].
@NullMarked
package io.offtake.publisher.comtrade;

import org.jspecify.annotations.NullMarked;
