/// How publishers are asked over HTTP.
@NullMarked
package io.offtake.source.client;

import org.jspecify.annotations.NullMarked;
