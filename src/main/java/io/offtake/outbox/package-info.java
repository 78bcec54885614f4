/// Messages that wait for their receivers. They are kept in the transaction of what they tell.
@NullMarked
package io.offtake.outbox;

import org.jspecify.annotations.NullMarked;
