package io.offtake.document;

import java.util.List;
import java.util.Optional;

import io.offtake.evidence.SourceId;

/// The store of documents as received. It only grows.
public interface Documents {

  Optional<Document> find(String id);

  Optional<byte[]> content(String id);

  /// The documents that were handed in under a name, newest first.
  List<Document> named(SourceId source, String name);

  /// The ids of the documents that were held at a data version, in the order they were received.
  ///
  /// @param source  whose; those of all when empty
  List<String> heldAt(long dataVersion, Optional<SourceId> source);

  /// Keeps a document. The caller holds the writer's lock.
  void append(Document document, byte[] content);
}
