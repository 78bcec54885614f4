/// USDA Federal Grain Inspection Service: the weekly report of grain inspected for export. Begin at
/// [io.offtake.publisher.fgis.WeeklyInspections].
@NullMarked
package io.offtake.publisher.fgis;

import org.jspecify.annotations.NullMarked;
