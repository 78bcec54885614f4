/// How publishers are asked over HTTP.
@NullMarked
package io.offtake.fetching.client;

import org.jspecify.annotations.NullMarked;
