/// Reads monthly exports of crude oil and liquefied natural gas of the US Energy Information Administration. Begin with
/// [io.offtake.source.eia.EnergyExports].
@NullMarked
package io.offtake.source.eia;

import org.jspecify.annotations.NullMarked;
