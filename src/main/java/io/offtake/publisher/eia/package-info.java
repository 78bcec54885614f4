/// Reads monthly exports of crude oil and liquefied natural gas of the US Energy Information Administration. Begin with
/// [io.offtake.publisher.eia.EnergyExports].
@NullMarked
package io.offtake.publisher.eia;

import org.jspecify.annotations.NullMarked;
