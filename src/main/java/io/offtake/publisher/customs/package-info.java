/// The customs of China, whose tables are handed in. Begin with [io.offtake.publisher.customs.ChineseCustoms].
@NullMarked
package io.offtake.publisher.customs;

import org.jspecify.annotations.NullMarked;
