/// Claims, and a whole catalogue, as JSON and YAML.
@NullMarked
package io.offtake.claim.form;

import org.jspecify.annotations.NullMarked;
