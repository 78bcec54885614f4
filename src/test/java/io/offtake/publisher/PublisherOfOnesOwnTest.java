package io.offtake.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.offtake.calendar.DateWindow;
import io.offtake.document.Figure;
import io.offtake.document.ParseOutcome;
import io.offtake.document.Readers.Form;
import io.offtake.document.Submission;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.publisher.Publisher.Publication;
import io.offtake.publisher.example.HarbourBoard;
import io.offtake.quantity.Quantity;
import io.offtake.quantity.Unit;
import io.offtake.reference.Commodities;
import org.junit.jupiter.api.Test;

/// A publisher is a folder and a line in a list: readers, calendars and settings follow from its descriptor.
class PublisherOfOnesOwnTest {

  private static final List<Publisher> WITH_IT =
      Stream.concat(Publishers.all().stream(), Stream.of(HarbourBoard.PUBLISHER)).toList();
  private static final StandardReaders READERS = new StandardReaders(WITH_IT, Commodities.standard());

  @Test
  void itsDocumentsAreReadInItsOwnFormAndInOursAlone() {
    assertThat(READERS.formsOf(HarbourBoard.SOURCE)).extracting(Form::id)
        .containsExactly("harbour-board-csv", "offtake-evidence-table");
    Submission table = submission("month,destination,tonnes\n2026-01,MX,1200\n2026-01,JP,300\n2026-02,MX,1500.5\n");

    var read = (ParseOutcome.Read) READERS.read(table, READERS.formOf(table).orElseThrow());

    assertThat(read.releases()).hasSize(2);
    assertThat(read.releases().getLast().figures()).extracting(Figure::value)
        .containsExactly(new Quantity(new BigDecimal("1500.5"), Unit.TONNE));
    Submission spoilt = submission("month,destination,tonnes\nJanuary,MX,1200\n");
    assertThat(READERS.read(spoilt, READERS.formOf(spoilt).orElseThrow())).isEqualTo(ParseOutcome.Unreadable.because(
        2, "month must be a month such as 2026-03, but was 'January'"));
    Submission strange = submission("month,destination,tonnes\n2026-01,MX,1200\n2026-01,a b,7\n");
    assertThat(READERS.read(strange, READERS.formOf(strange).orElseThrow())).isEqualTo(ParseOutcome.Unreadable.because(
        3, "destination must be a country's code of two letters such as MX, but was 'a b'"));
  }

  @Test
  void itsReleasesAreDueByItsCalendarAndAReadingCanCountByIt() {
    assertThat(ReleaseExceptions.calendars(WITH_IT).rules().get(HarbourBoard.SOURCE)).isNotNull();
    assertThat(READERS.sources()).containsEntry(HarbourBoard.SOURCE, Set.of(Measure.EXPORTED));
    assertThat(READERS.isRollingName(HarbourBoard.SOURCE, "wa_gr101.txt")).isFalse();
    assertThat(READERS.totals(HarbourBoard.SOURCE, new byte[0],
        new DateWindow(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 1, 31)))).isEmpty();
  }

  @Test
  void noTwoOfThemShareASourceAFormOrAService() {
    var seen = new HashSet<Object>();
    for (Publisher publisher : WITH_IT) {
      for (Publication publication : publisher.publications()) {
        assertThat(seen.add(publication.id())).as("source %s", publication.id()).isTrue();
        publication.forms().forEach(form -> assertThat(seen.add(form.form().id())).as(form.form().id()).isTrue());
      }
      publisher.services().forEach(service -> assertThat(seen.add(service)).as(service.id()).isTrue());
    }
    assertThat(Sources.find(new SourceId("cn-customs"))).isPresent();
  }

  private static Submission submission(String table) {
    return new Submission(HarbourBoard.SOURCE, table.getBytes(StandardCharsets.UTF_8), "text/csv", "tonnes.csv", null, null,
        null, null, null);
  }
}
