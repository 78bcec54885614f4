/// Reads in a text what claims it seems to make: proposals, each with the words that it rests on. Nothing of a text is ever followed.
@NullMarked
package io.offtake.claim.statement;

import org.jspecify.annotations.NullMarked;
