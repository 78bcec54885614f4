/// Asks UN Comtrade.
@NullMarked
package io.offtake.publisher.comtrade.client;

import org.jspecify.annotations.NullMarked;
