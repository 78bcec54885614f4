/// The use cases: documents in, assessments out, and the transactions around them.
@NullMarked
package io.offtake.monitoring;

import org.jspecify.annotations.NullMarked;
