package io.offtake.rest;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.offtake.answer.Answers.Basis;
import io.offtake.api.ChangesApi;
import io.offtake.api.model.FigureKindDto;
import io.offtake.api.model.RecordedChangeDto;
import io.offtake.api.model.RecordedChangeListDto;
import io.offtake.change.Change.Position;
import io.offtake.change.Change.Subject;
import io.offtake.change.Change;
import io.offtake.change.ChangeLog;
import io.offtake.commitment.CommitmentId;
import io.offtake.evidence.EvidenceLog;
import io.offtake.reference.CommodityId;
import io.offtake.rest.edge.Amounts;
import io.offtake.rest.edge.Conditional;
import io.offtake.rest.edge.Fault;
import io.offtake.rest.edge.FlatTable;
import io.offtake.rest.edge.Onward;
import io.offtake.rest.edge.ProblemException;
import io.offtake.rest.edge.ProblemType;
import io.offtake.rest.edge.ReadBasis;
import io.offtake.rest.edge.TableForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Tells what became different here, to be followed by a cursor.
class ChangesResource implements ChangesApi {

  private static final int DEFAULT_SIZE = 500;
  private static final Pattern CURSOR = Pattern.compile("(\\d{1,18}) (\\d{1,9}) (\\d{1,18})");

  private final ReadBasis basis;
  private final ChangeLog changes;
  private final Conditional conditional;
  private final FlatTable table;
  private final Onward onward;

  ChangesResource(
      ReadBasis basis, ChangeLog changes, Conditional conditional, FlatTable table, Onward onward) {
    this.basis = basis;
    this.changes = changes;
    this.conditional = conditional;
    this.table = table;
    this.onward = onward;
  }

  /// @param upTo  the data version that is wholly kept
  private record Asked(Position after, long upTo, int size) {}

  private record Page(List<Change> rows, Position next, boolean complete) {}

  @Override
  public RestResponse<RecordedChangeListDto> listChanges(
      @Nullable String cursor,
      @Nullable Instant updatedAfter,
      @Nullable Integer pageSize,
      @Nullable String pageToken) {
    Asked asked = asked(cursor, updatedAfter, pageSize, pageToken);
    Page page = page(asked);
    return linked(page, conditional.answer(Long.toString(asked.upTo()), false, () -> RecordedChangeListDto.builder()
        .dataVersion(asked.upTo())
        .rows(page.rows().stream().<RecordedChangeDto>map(ChangesResource::row).toList())
        .nextCursor(encoded(page.next()))
        .nextPageToken(page.complete() ? null : encoded(page.next()))
        .complete(page.complete())
        .build()));
  }

  @Override
  public RestResponse<String> listChangesCsv(
      @Nullable String cursor,
      @Nullable Instant updatedAfter,
      @Nullable Integer pageSize,
      @Nullable String pageToken,
      Boolean bom,
      @Nullable String delimiter,
      String decimal) {
    var form = TableForm.of(bom, delimiter, decimal);
    Asked asked = asked(cursor, updatedAfter, pageSize, pageToken);
    Page page = page(asked);
    return linked(page, conditional.answer(Long.toString(asked.upTo()), false, () -> table.write(
        page.rows().stream().<RecordedChangeDto>map(ChangesResource::row).toList(), RecordedChangeDto.class, form)));
  }

  private <R> RestResponse<R> linked(Page page, RestResponse<R> response) {
    return onward.linked(encoded(page.next()), page.complete(), response);
  }

  private Asked asked(
      @Nullable String cursor, @Nullable Instant updatedAfter, @Nullable Integer pageSize, @Nullable String pageToken) {
    if (cursor != null && updatedAfter != null) {
      throw refused("updatedAfter", "The parameters 'cursor' and 'updatedAfter' exclude each other",
          "begin with updatedAfter, then follow nextCursor alone");
    }
    // A token goes on from the page before, wherever that began.
    Position after = pageToken != null
        ? decoded("pageToken", pageToken)
        : cursor != null
        ? decoded("cursor", cursor)
        : updatedAfter != null ? changes.recordedUpTo(updatedAfter) : Position.START;
    // Another replica may have given the cursor, for what is not served here yet.
    long upTo = basis.reached(after.dataVersion()).map(Basis::dataVersion).orElseThrow(() ->
        refused(pageToken != null ? "pageToken" : "cursor", "The cursor stands at data version %d and the newest here is %d"
            .formatted(after.dataVersion(), basis.settle(null, null).dataVersion()),
            "this store is younger than the one that gave it, as after a restored backup; begin anew without a cursor"));
    return new Asked(after, upTo, pageSize == null ? DEFAULT_SIZE : pageSize);
  }

  private Page page(Asked asked) {
    List<Change> found = changes.after(asked.after(), asked.upTo(), asked.size() + 1);
    boolean complete = found.size() <= asked.size();
    List<Change> rows = complete ? found : found.subList(0, asked.size());
    return new Page(rows, rows.isEmpty() ? asked.after() : rows.getLast().position(), complete);
  }

  private static RecordedChangeDto row(Change change) {
    var row = RecordedChangeDto.builder()
        .change(RecordedChangeDto.ChangeEnum.fromValue(manner(change.manner())))
        .dataVersion(change.position().dataVersion())
        .recordedAt(change.recordedAt())
        .document(change.document().orElse(null))
        .reason(change.reason().orElse(null));
    return switch (change.subject()) {
      case Subject.OfRelease release -> row
          .kind(RecordedChangeDto.KindEnum.RELEASE)
          .href("/v1/sources/%s/releases".formatted(release.source()))
          .source(release.source().value())
          .commodity(release.commodity().map(CommodityId::value).orElse(null))
          .release(Long.toString(release.release()))
          .releasedAt(release.releasedAt())
          .periodStart(release.period().first())
          .periodEnd(release.period().last())
          .build();
      case Subject.OfFigure figure -> row
          .kind(RecordedChangeDto.KindEnum.FIGURE)
          .href("/v1/series/%s/observations".formatted(figure.series()))
          .source(figure.series().source().value())
          .series(figure.series().toString())
          .release(Long.toString(figure.release()))
          .releasedAt(figure.releasedAt())
          .periodStart(figure.period().first())
          .periodEnd(figure.period().last())
          .marketYear(figure.marketYear())
          .figureKind(figure.correction() ? FigureKindDto.CORRECTION : FigureKindDto.PRINT)
          .value(Amounts.quantity(figure.value()))
          .previousValue(figure.before().map(Amounts::quantity).orElse(null))
          .line(figure.line() == EvidenceLog.NOT_LISTED ? null : figure.line())
          .build();
      case Subject.OfCommitment commitment -> row
          .kind(RecordedChangeDto.KindEnum.COMMITMENT)
          .href("/v1/commitments/" + commitment.commitment())
          .commitment(commitment.commitment().value())
          .revision(commitment.revision())
          .build();
      case Subject.OfClaim claim -> row
          .kind(RecordedChangeDto.KindEnum.CLAIM)
          .href("/v1/claims/" + claim.claim())
          .claim(claim.claim().value())
          .commitment(claim.commitment().map(CommitmentId::value).orElse(null))
          .revision(claim.version())
          .build();
    };
  }

  private static String manner(Change.Manner manner) {
    return switch (manner) {
      case HELD_BACK -> "heldBack";
      default -> manner.name().toLowerCase(Locale.ROOT);
    };
  }

  private static String encoded(Position position) {
    String cursor = "%d %d %d".formatted(position.dataVersion(), position.rank(), position.id());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor.getBytes(StandardCharsets.UTF_8));
  }

  private static Position decoded(String parameter, String cursor) {
    try {
      var parts = CURSOR.matcher(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
      if (parts.matches()) {
        return new Position(
            Long.parseLong(parts.group(1)), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)));
      }
    } catch (IllegalArgumentException notOurs) {
      // Told below, like every cursor that does not have the form.
    }
    throw refused(parameter, "The parameter '%s' is not one of ours".formatted(parameter),
        "take %s of the answer before as it is".formatted(parameter.equals("cursor") ? "nextCursor" : "nextPageToken"));
  }

  private static ProblemException refused(String parameter, String detail, String remedy) {
    return new ProblemException(ProblemType.INVALID_PARAMETER, detail, Fault.inParameter(parameter, detail, remedy));
  }
}
