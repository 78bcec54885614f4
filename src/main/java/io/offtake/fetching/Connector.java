package io.offtake.fetching;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import io.offtake.evidence.SourceId;
import io.offtake.reference.CommodityId;
import org.jspecify.annotations.Nullable;

/// Asks one publisher for its documents. It knows addresses and manners; what the bytes mean is the matter of
/// [Readers][io.offtake.document.Readers], what to keep is the store's.
public interface Connector {

  SourceId source();

  /// The variable of the environment that has to be set before the publisher can be asked; empty when all is there.
  Optional<String> missingSetting();

  /// What to ask for so that everything that may be out is held, what is most telling first.
  ///
  /// @param newestOut  the end of the newest period whose release may be out
  List<Ask> asks(Holdings held, LocalDate newestOut);

  /// What to ask for so that everything since a day is held, the oldest first; nothing when the publisher serves only
  /// what is new.
  ///
  /// @param commodity  of which; of all when empty
  /// @param due  the end of the newest period whose release is due
  default List<Ask> history(Optional<CommodityId> commodity, LocalDate from, LocalDate due) {
    return List.of();
  }

  /// Asks, with no transaction open.
  ///
  /// @param known  what the publisher said of the version that is held; it need not send that one again
  Answer fetch(Ask ask, Optional<Validators> known) throws SourceFault;

  /// What to ask for next when an answer says that it is one part of several.
  default Optional<Ask> next(Ask ask, Answer.Content content) {
    return Optional.empty();
  }

  /// What is held of a source.
  interface Holdings {

    /// The end of the newest period of which a full report of the commodity is held.
    Optional<LocalDate> newestPeriodEnd(CommodityId commodity);

    /// The end of the newest period of which anything of the commodity is held.
    Optional<LocalDate> newestShown(CommodityId commodity);
  }

  /// One document to ask for.
  ///
  /// @param address  without the key
  /// @param documentType  the form it is read in
  /// @param name  under which it is kept; null when the publisher gives it none that lasts
  /// @param commodity  of which alone it speaks
  /// @param marketingYear  by its ending year, where the document does not say it
  /// @param ifEmpty  what to ask for instead when there is nothing here yet; not when asking failed
  record Ask(
      URI address,
      String documentType,
      @Nullable String name,
      @Nullable CommodityId commodity,
      @Nullable Integer marketingYear,
      @Nullable Ask ifEmpty) {}

  /// What a publisher answered.
  sealed interface Answer {

    /// @param received  the document's own bytes, unpacked where they were packed for the way
    /// @param validators  to ask with next time
    /// @param clockAhead  how far our clock is ahead of the publisher's; negative when it is behind
    @SuppressWarnings("ArrayRecordComponent") // looked at once, never compared
    record Content(
        byte[] received, String mediaType, Optional<Validators> validators, Optional<Duration> clockAhead)
        implements Answer {}

    /// What is held is the newest.
    record NotModified() implements Answer {}

    /// A success that holds nothing: it has not begun.
    record Nothing() implements Answer {}
  }

  /// @param etag  as sent, quotes included
  /// @param lastModified  as sent
  record Validators(@Nullable String etag, @Nullable String lastModified) {}

  /// How a [Fetches] entry ended.
  enum Outcome {
    /// Everything due is held.
    CURRENT,
    /// The publisher answered, but what is due has not come out.
    NOT_YET,
    /// Not everything could be had; what was had is kept.
    FAILED;

    public String id() {
      return switch (this) {
        case CURRENT -> "current";
        case NOT_YET -> "notYetPublished";
        case FAILED -> "failed";
      };
    }
  }

  /// @param coveredTo  the end of the newest period that the publisher showed; absent when it showed none
  /// @param documents  that were new
  /// @param figures  that were new
  /// @param clockAhead  how far our clock was ahead of the publisher's, if it told its own
  record Attempt(
      Instant startedAt,
      Instant finishedAt,
      Outcome outcome,
      SourceFault.@Nullable Kind fault,
      @Nullable String text,
      @Nullable LocalDate coveredTo,
      int documents,
      int figures,
      @Nullable Duration clockAhead) {}
}
