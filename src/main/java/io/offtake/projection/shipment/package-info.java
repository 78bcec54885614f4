/// Weekly shipments: what the weeks to come add up to, from the weeks that are known, of one trade and of its panel.
@NullMarked
package io.offtake.projection.shipment;

import org.jspecify.annotations.NullMarked;
