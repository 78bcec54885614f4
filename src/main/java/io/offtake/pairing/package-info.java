/// Readings paired with evidence: which periods count, how much they bring, what is missing.
@NullMarked
package io.offtake.pairing;

import org.jspecify.annotations.NullMarked;
