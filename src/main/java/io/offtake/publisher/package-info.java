/// The publishers whose documents are read, a folder each. Begin with [io.offtake.publisher.Sources].
@NullMarked
package io.offtake.publisher;

import org.jspecify.annotations.NullMarked;
