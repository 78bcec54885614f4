/// Asks for the weekly inspections of USDA's Federal Grain Inspection Service.
@NullMarked
package io.offtake.publisher.fgis.client;

import org.jspecify.annotations.NullMarked;
