package io.offtake.publisher;

import java.util.List;
import java.util.Optional;

import io.offtake.evidence.SourceId;
import io.offtake.publisher.Publisher.Publication;

/// The public sources that Offtake knows, whether or not it reads them by itself.
public final class Sources {

  private static final List<Source> ALL = Publishers.all().stream()
      .flatMap(publisher -> publisher.publications().stream())
      .map(Publication::source)
      .toList();

  private Sources() {}

  public static List<Source> all() {
    return ALL;
  }

  public static Optional<Source> find(SourceId id) {
    return ALL.stream().filter(source -> source.id().equals(id)).findFirst();
  }
}
