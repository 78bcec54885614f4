package io.offtake.rest.edge;

import io.offtake.api.model.ProblemErrorDto;
import org.jspecify.annotations.Nullable;

/// One thing that is wrong with a request.
///
/// @param pointer  where in the body, as a JSON Pointer
/// @param parameter  which parameter
/// @param detail  what is wrong, in words fit for a stranger
/// @param remedy  what would be right
public record Fault(@Nullable String pointer, @Nullable String parameter, String detail, @Nullable String remedy) {

  public static Fault inBody(String pointer, String detail, @Nullable String remedy) {
    return new Fault(pointer, null, detail, remedy);
  }

  public static Fault inParameter(String parameter, String detail, @Nullable String remedy) {
    return new Fault(null, parameter, detail, remedy);
  }

  public ProblemErrorDto toDto() {
    return ProblemErrorDto.builder().pointer(pointer).parameter(parameter).detail(detail).remedy(remedy).build();
  }
}
