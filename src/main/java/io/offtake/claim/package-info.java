/// What people say of commitments in public, held against the figures of that day. A claim is never part of the evidence.
@NullMarked
package io.offtake.claim;

import org.jspecify.annotations.NullMarked;
