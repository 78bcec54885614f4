/// Offtake's own document form for figures of any source. Begin at [io.offtake.document.table.EvidenceTable].
@NullMarked
package io.offtake.document.table;

import org.jspecify.annotations.NullMarked;
