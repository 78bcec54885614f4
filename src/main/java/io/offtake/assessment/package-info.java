/// One reading from its terms to its verdict: pairing, pace, projection and judgement in one pure step.
@NullMarked
package io.offtake.assessment;

import org.jspecify.annotations.NullMarked;
