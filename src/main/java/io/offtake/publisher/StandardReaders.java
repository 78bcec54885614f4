package io.offtake.publisher;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.offtake.calendar.DateWindow;
import io.offtake.document.ParseOutcome;
import io.offtake.document.Readers;
import io.offtake.document.Submission;
import io.offtake.document.table.EvidenceTable;
import io.offtake.evidence.Measure;
import io.offtake.evidence.SourceId;
import io.offtake.publisher.Publisher.Publication;
import io.offtake.publisher.Publisher.ReadForm;
import io.offtake.publisher.Publisher.Reader;
import io.offtake.reference.Commodities;
import io.offtake.reference.CommodityId;

/// The readers of a number of publishers, and Offtake's own table beside them.
public final class StandardReaders implements Readers {

  private static final String TABLE_START = "# offtake evidence table";

  private final Map<SourceId, Publication> publications;
  private final Commodities commodities;
  private final ReadForm table;

  public StandardReaders(List<Publisher> publishers, Commodities commodities) {
    this.publications = publishers.stream()
        .flatMap(publisher -> publisher.publications().stream())
        .collect(Collectors.toUnmodifiableMap(Publication::id, Function.identity()));
    this.commodities = commodities;
    this.table = new ReadForm(
        new Form(Optional.empty(), "offtake-evidence-table", "1", "Offtake's own table of figures, CSV"), this::table);
  }

  @Override
  public List<Form> formsOf(SourceId source) {
    return readForms(source).map(ReadForm::form).toList();
  }

  private Stream<ReadForm> readForms(SourceId source) {
    List<ReadForm> forms = new ArrayList<>(ownForms(source));
    forms.add(table);
    return forms.stream();
  }

  private List<ReadForm> ownForms(SourceId source) {
    return Optional.ofNullable(publications.get(source)).map(Publication::forms).orElse(List.of());
  }

  @Override
  public Optional<Form> formOf(Submission submission) {
    List<Form> forms = formsOf(submission.source());
    if (submission.documentType() != null) {
      return forms.stream().filter(form -> form.id().equals(submission.documentType())).findFirst();
    }
    // Our own table says what it is in its first line; every other form is the source's usual one.
    return Optional.of(startsLikeTable(submission.content()) ? table.form() : forms.getFirst());
  }

  @Override
  public boolean isRollingName(SourceId source, String name) {
    return ownForms(source).stream().anyMatch(form -> form.reader().isRollingName(name));
  }

  @Override
  public Map<SourceId, Set<Measure>> sources() {
    return publications.values().stream()
        .collect(Collectors.toUnmodifiableMap(Publication::id, publication -> publication.source().countable()));
  }

  @Override
  public Map<CommodityId, Long> totals(SourceId source, byte[] document, DateWindow period) {
    return ownForms(source).stream().findFirst()
        .map(form -> form.reader().totals(document, period))
        .orElse(Map.of());
  }

  @Override
  public ParseOutcome read(Submission submission, Form form) {
    Reader reader = readForms(submission.source())
        .filter(each -> each.form().equals(form))
        .map(ReadForm::reader)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "%s is no form of %s".formatted(form.id(), submission.source())));
    return reader.read(submission);
  }

  private ParseOutcome table(Submission submission) {
    EvidenceTable read = EvidenceTable.read(submission.content(), commodities);
    var header = read.header();
    return header != null && !header.source().equals(submission.source())
        ? ParseOutcome.Unreadable.because("the table says that its source is %s; hand it in there"
            .formatted(header.source()))
        : read.outcome();
  }

  private static boolean startsLikeTable(byte[] content) {
    int length = Math.min(content.length, TABLE_START.length());
    return new String(content, 0, length, StandardCharsets.UTF_8).equals(TABLE_START);
  }
}
