/// Reads monthly imports by origin of UN Comtrade. Begin with [io.offtake.source.comtrade.MonthlyImports].
@NullMarked
package io.offtake.source.comtrade;

import org.jspecify.annotations.NullMarked;
