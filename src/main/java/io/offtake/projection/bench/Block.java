package io.offtake.projection.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// A set of cases that a change of the engine is judged by.
///
/// @param matrix  weekly flows
/// @param orders  order books; absent without
/// @param cases  series, origins and horizons with their outcomes
/// @param peers  what other methods forecast for the same cases
record Block(String name, Path matrix, Optional<Path> orders, Path cases, Path peers) {

  private static final String ZIPPED = ".gz";

  /// All blocks of a directory: `weekly_first_reported.csv` with `cases_NAME.csv` and `peers_NAME.csv`, and each directory
  /// of `validation` with `matrix.csv`, `cases.csv`, `peers.csv` and perhaps `orders.csv`, which is a block once without
  /// orders and once with them. A file of cases or peers may be zipped.
  static List<Block> of(Path directory) throws IOException {
    List<Block> blocks = new ArrayList<>();
    Path matrix = directory.resolve("weekly_first_reported.csv");
    for (Path cases : sorted(directory)) {
      String name = cases.getFileName().toString();
      if (name.startsWith("cases_") && Files.exists(matrix)) {
        String block = name.substring("cases_".length(), name.indexOf(".csv"));
        blocks.add(new Block(block, matrix, Optional.empty(), cases, file(directory, "peers_" + block + ".csv")));
      }
    }
    for (Path set : sorted(directory.resolve("validation"))) {
      if (Files.isDirectory(set)) {
        String name = set.getFileName().toString();
        var bare = new Block(
            name, set.resolve("matrix.csv"), Optional.empty(), file(set, "cases.csv"), file(set, "peers.csv"));
        blocks.add(bare);
        Path orders = set.resolve("orders.csv");
        if (Files.exists(orders)) {
          blocks.add(new Block(name + " with orders", bare.matrix, Optional.of(orders), bare.cases, bare.peers));
        }
      }
    }
    return blocks;
  }

  private static List<Path> sorted(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static Path file(Path directory, String name) {
    Path plain = directory.resolve(name);
    return Files.exists(plain) ? plain : directory.resolve(name + ZIPPED);
  }

  static String text(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      InputStream read = file.toString().endsWith(ZIPPED) ? new GZIPInputStream(stream) : stream;
      return new String(read.readAllBytes(), UTF_8);
    }
  }
}
