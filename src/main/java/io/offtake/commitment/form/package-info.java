/// Commitments as JSON, the form in which they are handed in, kept and shipped as the starter catalogue.
/// Begin with [io.offtake.commitment.form.CommitmentJson].
@NullMarked
package io.offtake.commitment.form;

import org.jspecify.annotations.NullMarked;
