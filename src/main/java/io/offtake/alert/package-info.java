/// Who should know now: rules on readings, and the life of the alerts that they raise. Begin with [AlertEngine].
@NullMarked
package io.offtake.alert;

import org.jspecify.annotations.NullMarked;
