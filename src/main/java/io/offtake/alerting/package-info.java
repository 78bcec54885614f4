/// Holds the rules against what was assessed, and takes what people say of alerts.
@NullMarked
package io.offtake.alerting;

import org.jspecify.annotations.NullMarked;
