package io.offtake.rest.edge;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Says what makes no sense in a body whose form has faults already, so that both are told at once.
///
/// A body without faults of form is held against the same by its operation.
public interface BodySense {

  /// Whether it speaks of bodies of this type.
  boolean speaksOf(Class<?> type);

  /// What makes no sense in what is right in form. What follows from a fault of form alone may be among it: whatever lies at
  /// its place, beneath or above is left out by who asks.
  ///
  /// @param sound  the body without what is wrong in form, so that what it must have may be absent
  /// @param path  the parameters of the path, by name
  /// @param wrong  where the form has faults, as JSON Pointers
  List<Fault> faults(Object sound, Map<String, String> path, Collection<String> wrong);

  /// Whether what is told of a place may only follow from what is wrong in form elsewhere.
  ///
  /// @param place  as a JSON Pointer into the body that was sent
  default boolean follows(String place, Collection<String> wrong) {
    return false;
  }
}
