/// The HTTP interface: the contract's operations, its refusals and failures, and its conditional reads.
@NullMarked
package io.offtake.rest;

import org.jspecify.annotations.NullMarked;
