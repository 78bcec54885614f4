/// How receivers are reached, by HTTP and by mail, and in which words.
@NullMarked
package io.offtake.outbox.client;

import org.jspecify.annotations.NullMarked;
