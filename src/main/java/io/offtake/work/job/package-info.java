/// When jobs are carried out. When, and nothing else, is decided here.
@NullMarked
package io.offtake.work.job;

import org.jspecify.annotations.NullMarked;
