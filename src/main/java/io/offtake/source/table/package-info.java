/// Offtake's own document form for figures of any source. Begin at [io.offtake.source.table.EvidenceTable].
@NullMarked
package io.offtake.source.table;

import org.jspecify.annotations.NullMarked;
