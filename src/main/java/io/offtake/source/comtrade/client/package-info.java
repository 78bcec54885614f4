/// Asks UN Comtrade.
@NullMarked
package io.offtake.source.comtrade.client;

import org.jspecify.annotations.NullMarked;
