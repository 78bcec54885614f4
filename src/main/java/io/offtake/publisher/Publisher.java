package io.offtake.publisher;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.offtake.calendar.DateWindow;
import io.offtake.calendar.ReleaseCalendar;
import io.offtake.document.ParseOutcome;
import io.offtake.document.Readers.Form;
import io.offtake.document.Submission;
import io.offtake.evidence.SourceId;
import io.offtake.reference.CommodityId;

/// Who publishes figures, with all that Offtake has to know of it: what it counts, when that comes out, in which forms,
/// how they are read, and where it is asked. A new publisher is a folder that holds one of these, and a line in
/// [Publishers]; settings and their names follow from it.
///
/// @param services  where it is asked; none where it is not asked by itself
/// @param publications  its sources
public record Publisher(List<Service> services, List<Publication> publications) {

  public Publisher {
    services = List.copyOf(services);
    publications = List.copyOf(publications);
  }

  /// An address that a publisher answers at. Operators set `OFFTAKE_<ID>_URL` to ask elsewhere, `OFFTAKE_<ID>_KEY` where
  /// it wants a key, and `OFFTAKE_<ID>` to `on` where it is asked only then.
  ///
  /// @param id  lower-case words joined by `-`
  /// @param address  as usual, without a `/` at its end
  /// @param what  is its key, or is asked for if wanted: words for the page of settings, empty where there is neither
  public record Service(String id, URI address, Asked asked, String what) {

    private static final Pattern FORM = Pattern.compile("[a-z]+(-[a-z]+)*");

    public Service {
      if (!FORM.matcher(id).matches()) {
        throw new IllegalArgumentException("the id of a service is lower-case words joined by '-', but was " + id);
      }
    }
  }

  /// When a service is asked.
  public enum Asked {
    /// Whenever something is due.
    FREELY,
    /// With a key that the publisher gives.
    WITH_A_KEY,
    /// When the operator says so.
    IF_WANTED
  }

  /// A source, and how its documents are read.
  ///
  /// @param forms  in which its documents come, the usual one first
  /// @param calendar  when its releases are due, by the days that the publisher named, a period's end to its release;
  ///     empty where nobody knows
  public record Publication(
      Source source, List<ReadForm> forms, Optional<Function<Map<LocalDate, LocalDate>, ReleaseCalendar>> calendar) {

    public Publication {
      forms = List.copyOf(forms);
    }

    /// One whose releases follow a rule.
    public static Publication of(Source source, ReleaseCalendar calendar, ReadForm... forms) {
      return new Publication(source, List.of(forms), Optional.of(named -> calendar));
    }

    /// One whose publisher names days of releases in advance.
    public static Publication named(
        Source source, Function<Map<LocalDate, LocalDate>, ReleaseCalendar> calendar, ReadForm... forms) {
      return new Publication(source, List.of(forms), Optional.of(calendar));
    }

    SourceId id() {
      return source.id();
    }
  }

  /// A document form with its reader.
  public record ReadForm(Form form, Reader reader) {

    /// @param version  of the reader
    public static ReadForm of(SourceId source, String id, String version, String description, Reader reader) {
      return new ReadForm(new Form(Optional.of(source), id, version, description), reader);
    }
  }

  /// Reads documents of one form.
  public interface Reader {

    ParseOutcome read(Submission submission);

    /// Whether the publisher uses this name again for every report.
    default boolean isRollingName(String name) {
      return false;
    }

    /// The totals over all destinations that a document prints of a period, in tonnes.
    default Map<CommodityId, Long> totals(byte[] document, DateWindow period) {
      return Map.of();
    }
  }
}
