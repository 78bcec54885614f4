/// What operators may set: each feature declares its own as data. Begin with [io.offtake.setting.Setting].
@NullMarked
package io.offtake.setting;

import org.jspecify.annotations.NullMarked;
