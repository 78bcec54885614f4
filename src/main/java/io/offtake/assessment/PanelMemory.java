package io.offtake.assessment;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.offtake.evidence.Measure;
import io.offtake.evidence.Panel.Standpoint;
import io.offtake.projection.ProjectionModel.Named;
import io.offtake.quantity.Unit;
import io.offtake.reference.PartyId;

/// Keeps the weekly series that questions about shipments learn from, up to a number of bytes.
///
/// To draw them takes all that is held of a source; between two of its reports they are the same at every instant. A
/// slider over the past draws them once a report, and a change from one report to the next finds the older drawn. For
/// many threads.
public final class PanelMemory {

  private static final Duration REMEMBERED = Duration.ofHours(1);
  private static final int PANEL = 500;
  private static final int SERIES = 300;

  private final Cache<Key, List<Named>> kept;

  /// @param of  what was known of the source
  record Key(Standpoint of, PartyId origin, Measure measure, Unit unit) {}

  /// @param bytes  that are kept at most, about
  public PanelMemory(long bytes) {
    this.kept = Caffeine.newBuilder()
        .maximumWeight(bytes)
        .<Key, List<Named>>weigher((_, panel) -> PANEL
            + panel.stream().mapToInt(each -> SERIES + Double.BYTES * each.flows().size()).sum())
        .expireAfterAccess(REMEMBERED)
        .executor(Runnable::run)
        .build();
  }

  List<Named> of(Key key, Function<Key, List<Named>> draw) {
    return kept.get(key, draw);
  }
}
