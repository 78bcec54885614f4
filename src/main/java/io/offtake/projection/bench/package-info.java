/// Forecasts for a file of cases, so that any scorer can hold them against the outcomes.
@NullMarked
package io.offtake.projection.bench;

import org.jspecify.annotations.NullMarked;
