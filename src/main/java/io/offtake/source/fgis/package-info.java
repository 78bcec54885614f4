/// USDA Federal Grain Inspection Service: the weekly report of grain inspected for export. Begin at
/// [io.offtake.source.fgis.WeeklyInspections].
@NullMarked
package io.offtake.source.fgis;

import org.jspecify.annotations.NullMarked;
