/// Days, marketing years, reporting weeks and release calendars. Nothing here knows what day it is.
@NullMarked
package io.offtake.calendar;

import org.jspecify.annotations.NullMarked;
