/// Tells those who run the service how the sources and the commitments stand.
@NullMarked
package io.offtake.answer.job;

import org.jspecify.annotations.NullMarked;
