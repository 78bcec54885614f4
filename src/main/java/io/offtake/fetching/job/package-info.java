/// When publishers are asked.
@NullMarked
package io.offtake.fetching.job;

import org.jspecify.annotations.NullMarked;
