/// How good projections have been: proper scores, coverage, reliability and drift, beside what the trade uses.
@NullMarked
package io.offtake.projection.score;

import org.jspecify.annotations.NullMarked;
