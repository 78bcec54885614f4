/// When what is known moves by itself. When, and nothing else, is decided here.
@NullMarked
package io.offtake.intake.job;

import org.jspecify.annotations.NullMarked;
